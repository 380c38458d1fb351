"""A receipt is verified without the platform, and nothing of it can be changed."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from o2r.calls.applications.receipts import (
    BrokenReceipt,
    Receipt,
    digest_of,
    is_genuine,
    issue,
    key_in,
    read,
)
from o2r.core.journal import signed

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes([1] * 32))
DOCUMENT = '{"title":"Aller vers"}'
RECEIPT = Receipt(
    instance="https://o2r.example",
    application="0d9d0db9-5dd6-483e-b7a3-66f35a6c4ddc",
    number=7,
    title="Aller vers « les jeunes »",
    lead="Les Lisières",
    call="jeunes",
    call_title="Appel jeunes",
    closes_at=datetime(2026, 8, 30, 11, tzinfo=UTC),
    rank=1,
    arrived_at=datetime(2026, 8, 30, 10, 59, 59, 999_999, tzinfo=UTC),
    recorded_at=datetime(2026, 8, 30, 11, 0, 0, 1, tzinfo=UTC),
    intent_opened_at=None,
    digest=digest_of(DOCUMENT),
)


def test_what_is_issued_is_read_back() -> None:
    for intent in (None, RECEIPT.arrived_at):
        made = replace(RECEIPT, intent_opened_at=intent)
        assert read(issue(made, KEY)) == made
    assert is_genuine(issue(RECEIPT, KEY), KEY.public_key())


def test_one_statement_has_one_text() -> None:
    assert issue(RECEIPT, KEY) == issue(RECEIPT, KEY)
    assert list(json.loads(issue(RECEIPT, KEY)))[0] == "form"


def test_another_key_signs_another_receipt() -> None:
    assert not is_genuine(issue(RECEIPT, KEY), OTHER.public_key())
    assert signed.key_id(key_in(issue(RECEIPT, OTHER))) != signed.key_id(KEY.public_key())


@given(st.integers(min_value=0, max_value=2_000), st.characters(codec="utf-8"))
def test_no_character_can_be_changed(place: int, character: str) -> None:
    text = issue(RECEIPT, KEY)
    place %= len(text)
    changed = text[:place] + character + text[place + 1 :]
    if changed == text:
        return
    assert not is_genuine(changed, KEY.public_key()) or json.loads(changed) == json.loads(text)


@given(st.text(max_size=200))
def test_nonsense_is_no_receipt(text: str) -> None:
    assert not is_genuine(text, KEY.public_key())
    with pytest.raises(BrokenReceipt):
        read(text)


def test_an_anchor_of_the_journal_is_no_receipt() -> None:
    document = json.loads(issue(RECEIPT, KEY))
    del document["signature"], document["key"]
    other = signed.seal({**document, "form": "o2r-anchor-1"}, KEY)
    assert signed.is_sealed(other, KEY.public_key())
    assert not is_genuine(other, KEY.public_key())


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    public = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    wrong = OTHER.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    texts = {
        "receipt": issue(RECEIPT, KEY),
        "forged": issue(RECEIPT, KEY).replace("10:59:59.999999", "10:59:58.000000"),
        "document": DOCUMENT,
        "other": DOCUMENT.replace("vers", "Vers"),
        "nonsense": "[]",
        "key": public.decode(),
        "wrong": wrong.decode(),
    }
    found = {}
    for name, text in texts.items():
        found[name] = tmp_path / name
        found[name].write_text(text, encoding="utf-8")
    return found


def verified(*words: Path | str) -> str:
    said = StringIO()
    call_command("verify_receipt", *map(str, words), stdout=said)
    return said.getvalue()


def test_the_command_verifies_without_the_database(
    files: dict[str, Path], django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        told = verified(files["receipt"], "--key", files["key"], "--document", files["document"])
    assert "Récépissé vrai" in told
    assert "Candidature n° 7" in told
    assert "2026-08-30T10:59:59.999999+00:00" in told
    assert "Le contenu donné est bien celui qui a été déposé." in told
    assert "--key" not in told
    assert "donnez-la avec --key" in verified(files["receipt"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("forged",), "FAUX"),
        (("receipt", "--key", "wrong"), "FAUX"),
        (("receipt", "--document", "other"), "n’est pas celui qui a été déposé"),
        (("nonsense",), "n’est pas un récépissé"),
        (("receipt", "--key", "document"), "n’est pas une clé publique"),
        (("absent",), "ne se lit pas"),
    ],
)
def test_the_command_refuses_with_its_reason(
    files: dict[str, Path], words: tuple[str, ...], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        verified(*(files.get(word, word) for word in words))


def test_an_intent_is_told(tmp_path: Path) -> None:
    file = tmp_path / "receipt.json"
    file.write_text(issue(replace(RECEIPT, intent_opened_at=RECEIPT.arrived_at), KEY))
    assert "Récapitulatif ouvert" in verified(file)
