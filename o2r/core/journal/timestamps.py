"""Time-stamps of anchors by a third party (RFC 3161), kept beside them.

One JSON line each in ``timestamps.jsonl``: ``anchor`` (digest of the anchor's line), ``at`` (the
authority's time) and ``response`` (its whole answer, base64). Anyone can check one with
``openssl ts -verify``.
"""

import base64
import json
import urllib.error
import urllib.request
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from django.conf import settings
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from o2r.core.journal.anchors import Anchor, append
from o2r.core.journal.errors import JournalError

FILE = "timestamps.jsonl"
LONGEST_WAIT_SECONDS = 10
LARGEST_ANSWER_BYTES = 1_000_000


class Unstamped(JournalError):
    """The authority gave no time-stamp that can be believed; the message says why (French)."""


class Timestamp(NamedTuple):
    """What an authority answered for an anchor."""

    anchor: str
    response: bytes


def trusted_certificates() -> list[x509.Certificate]:
    """The certificates that the instance trusts for time-stamps. Raises Unstamped."""
    try:
        found = x509.load_pem_x509_certificates(Path(settings.TSA_CA_FILE).read_bytes())
    except (OSError, ValueError) as error:
        raise Unstamped(
            "les certificats de l’autorité d’horodatage ne se lisent pas\u00a0: "
            "indiquez leur fichier (PEM) dans O2R_TSA_CA_FILE"
        ) from error
    return found


def ask(anchor: Anchor) -> tuple[bytes, datetime]:
    """The authority's answer for an anchor, verified, and its time. Raises Unstamped."""
    roots = trusted_certificates()
    builder = TimestampRequestBuilder().data(anchor.line.encode())
    request = builder.hash_algorithm(HashAlgorithm.SHA256).build()
    answer = _post(settings.TSA_URL, request.as_bytes())
    try:
        response = decode_timestamp_response(answer)
        verifier = VerifierBuilder.from_request(request)
        for root in roots:
            verifier = verifier.add_root_certificate(root)
        verifier.build().verify_message(response, anchor.line.encode())
    except (VerificationError, ValueError) as error:
        raise Unstamped("l’autorité d’horodatage a donné une réponse invalide") from error
    return answer, response.tst_info.gen_time


def _post(url: str, body: bytes) -> bytes:
    if not url.startswith(("https://", "http://")):
        raise Unstamped("O2R_TSA_URL n’est pas une adresse http:// ou https://")
    request = urllib.request.Request(  # noqa: S310 — the scheme is checked above
        url, data=body, headers={"Content-Type": "application/timestamp-query"}
    )
    try:
        with urllib.request.urlopen(request, timeout=LONGEST_WAIT_SECONDS) as answer:  # noqa: S310
            content: bytes = answer.read(LARGEST_ANSWER_BYTES)
    except (OSError, urllib.error.URLError) as error:
        raise Unstamped("l’autorité d’horodatage ne répond pas") from error
    return content


def is_stamped(anchor: Anchor, stamp: Timestamp, roots: list[x509.Certificate]) -> bool:
    """True when ``stamp`` covers the anchor and comes from one of ``roots``."""
    builder = VerifierBuilder(roots=list(roots))
    try:
        response = decode_timestamp_response(stamp.response)
        return builder.build().verify_message(response, anchor.line.encode())
    except (VerificationError, ValueError):
        return False


def keep(folder: Path, anchor: Anchor, response: bytes, at: datetime) -> None:
    """Write a time-stamp beside the anchors."""
    document = {
        "anchor": anchor.digest,
        "at": at.isoformat(),
        "response": base64.b64encode(response).decode("ascii"),
    }
    append(folder / FILE, json.dumps(document))


def stamps(folder: Path) -> dict[str, Timestamp]:
    """The time-stamps of a folder, by digest of their anchor."""
    file = folder / FILE
    if not file.is_file():
        return {}
    found = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        found[document["anchor"]] = Timestamp(
            document["anchor"], base64.b64decode(document["response"])
        )
    return found
