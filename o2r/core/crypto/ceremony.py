"""Making, rehearsing, recovering and changing the root key.

The steps are states, so that a command killed between two of them is simply run again::

    begin()     a version in the key file, not current; three shares, shown once
    rehearse()  two shares open it again: it becomes the current version
    recover()   two shares put a lost version back in the key file
    forget()    a former version leaves the key file and the database

With Vault, the key and its recovery are Vault's: ``adopt`` only records that it answers.
"""

import hmac
import json
import os
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from o2r.core import clock
from o2r.core.crypto import envelope, shares
from o2r.core.crypto.enums import Pair
from o2r.core.crypto.errors import CeremonyRefused, KeysUnavailable, Unreadable, WrongShares
from o2r.core.crypto.models import OrganisationKey, RecoveryWrap, RootVersion
from o2r.core.crypto.root.keyring import Keyring, read_keyring, write_keyring
from o2r.core.crypto.root.protocol import RootKey
from o2r.core.crypto.root.setting import key_file, root_key
from o2r.core.crypto.services import KIND
from o2r.core.crypto.shares import Share
from o2r.core.journal.authors import Author
from o2r.core.journal.services import record

PROBE = b"o2r root key"
PROBE_CONTEXT = envelope.context("root-probe")


def pending() -> RootVersion | None:
    """The version of the root key that waits for its rehearsal."""
    return RootVersion.objects.filter(rehearsed_at=None).order_by("-version").first()


@transaction.atomic
def begin(*, by: Author) -> tuple[Share, Share, Share]:
    """Make the next version of the root key and its three shares, to show once.

    A version still waiting for its rehearsal is dropped: nothing was ever wrapped with it.
    """
    path = key_file()
    keyring = read_keyring(path)
    if (waiting := pending()) is not None and waiting.version != keyring.current:
        keyring = keyring.without(waiting.version)
        waiting.delete()
    newest = RootVersion.objects.aggregate(newest=Max("version"))["newest"] or 0
    version = max([newest, *keyring.keys]) + 1
    key = envelope.new_key()
    keyring = keyring.adding(version, key)
    three = shares.new_shares(version)
    root = RootVersion.objects.create(
        version=version, probe=keyring.wrap(PROBE, PROBE_CONTEXT, version=version).sealed
    )
    wraps = shares.wrap_for_pairs(key, three)
    RecoveryWrap.objects.bulk_create(
        RecoveryWrap(root=root, pair=pair, wrapped=wrapped) for pair, wrapped in wraps.items()
    )
    _record(by, "root-made", version)
    write_recovery_file(path)
    write_keyring(path, keyring)
    return three


@transaction.atomic
def rehearse(*, by: Author, two: Sequence[Share]) -> RootVersion:
    """Rebuild the waiting version from two shares, compare, and make it the current one.

    Raises WrongShares, CeremonyRefused when nothing waits, KeysUnavailable.
    """
    root = pending()
    if root is None:
        raise CeremonyRefused(
            "Aucune clé racine n’attend de répétition. « o2r keys status » dit où en sont les clés."
        )
    rebuilt = shares.unwrap_by_pair(two, _wraps_of(root, two))
    path = key_file()
    keyring = read_keyring(path)
    if not hmac.compare_digest(keyring.keys.get(root.version, b""), rebuilt):
        raise CeremonyRefused(
            f"Le fichier {path} ne contient pas la clé racine que ces parts rebâtissent. "
            "Reprenez avec « o2r keys init --new-shares »."
        )
    root.rehearsed_at = clock.now()
    root.save(update_fields=["rehearsed_at"])
    _record(by, "root-rehearsed", root.version)
    write_keyring(path, keyring.promoting(root.version))
    return root


@transaction.atomic
def recover(*, by: Author, two: Sequence[Share]) -> int:
    """Put back in the key file the version of the root key that two shares rebuild; its number.

    Reads what the database holds, else the copy kept beside the key. Raises WrongShares,
    CeremonyRefused when the file already has it.
    """
    _, first, _ = shares.pair_of(two)
    version = first.root_version
    root = RootVersion.objects.filter(version=version).first()
    path = key_file()
    wraps = _wraps_of(root, two) if root else read_recovery_file(path).get(version, {})
    rebuilt = shares.unwrap_by_pair(two, wraps)
    keyring = read_keyring(path)
    if keyring.keys.get(version) == rebuilt:
        raise CeremonyRefused(
            f"Le fichier {path} contient déjà cette clé racine (version {version}) : rien à faire."
        )
    keyring = keyring.adding(version, rebuilt)
    if root is not None and not _opens(keyring, root):
        raise WrongShares("La clé rebâtie n’ouvre pas le témoin de la base : mauvaise instance.")
    if keyring.current not in keyring.keys or version > (keyring.current or 0):
        keyring = keyring.promoting(version)
    _record(by, "root-recovered", version)
    write_keyring(path, keyring)
    return version


@transaction.atomic
def forget(*, by: Author, version: int) -> None:
    """Destroy a former version of the root key: backups made before its rotation close for ever.

    Raises CeremonyRefused while it is the current one or while a key still needs it.
    """
    path = key_file()
    keyring = read_keyring(path)
    if version == keyring.current:
        raise CeremonyRefused("Cette version est la clé racine en cours : faites-la tourner avant.")
    if OrganisationKey.objects.filter(root_version=version).exists():
        raise CeremonyRefused(
            "Des clés d’organisation dépendent encore de cette version. "
            "Lancez d’abord « o2r keys rotate --root »."
        )
    if version not in keyring.keys and not RootVersion.objects.filter(version=version).exists():
        raise CeremonyRefused(f"La clé racine n’a pas de version {version}.")
    RootVersion.objects.filter(version=version).delete()
    _record(by, "root-forgotten", version)
    write_keyring(path, keyring.without(version))
    write_recovery_file(path)


@transaction.atomic
def adopt(*, by: Author, root: RootKey) -> RootVersion:
    """Record a root key that its provider keeps and recovers by itself (Vault), once it answers."""
    wrapped = root.wrap(PROBE, PROBE_CONTEXT)
    if root.unwrap(wrapped.sealed, PROBE_CONTEXT) != PROBE:
        raise KeysUnavailable("ce qui vient d’être emballé ne s’ouvre pas")
    stored, _ = RootVersion.objects.update_or_create(
        version=wrapped.version,
        defaults={"probe": wrapped.sealed, "rehearsed_at": clock.now()},
    )
    _record(by, "root-adopted", wrapped.version)
    return stored


def ensure_demo_keys() -> bool:
    """Make and rehearse the keys of a demonstration by itself; True when they were just made.

    Their shares are thrown away: a demonstration holds nothing to recover. Raises CeremonyRefused
    elsewhere, or when organisations already have keys that the missing root key wraps.
    """
    if not settings.DEMONSTRATION:
        raise CeremonyRefused(
            "Les clés ne se font seules que dans une démonstration. Lancez « o2r keys init »."
        )
    by = Author.system("demo-keys")
    root = root_key()
    if root.kind == "vault":
        adopt(by=by, root=root)
        return False
    keyring = read_keyring(key_file())
    known = RootVersion.objects.filter(version=keyring.current or 0).first()
    if known is not None and known.rehearsed_at is not None and _opens(keyring, known):
        return False
    if OrganisationKey.objects.exists():
        raise CeremonyRefused(
            f"La base de démonstration a été chiffrée avec une clé racine que {key_file()} n’a "
            "plus. Remettez ce fichier, ou repartez d’une base vide."
        )
    structure, host, _ = begin(by=by)
    rehearse(by=by, two=(structure, host))
    return True


def _opens(keyring: Keyring, root: RootVersion) -> bool:
    try:
        return keyring.unwrap(bytes(root.probe), PROBE_CONTEXT) == PROBE
    except Unreadable:
        return False


def _wraps_of(root: RootVersion, two: Sequence[Share]) -> dict[Pair, bytes]:
    _, first, _ = shares.pair_of(two)
    if first.root_version != root.version:
        raise WrongShares(
            f"Ces parts sont celles de la version {first.root_version} de la clé racine ; "
            f"il faut celles de la version {root.version}."
        )
    wraps = root.recovery_wraps.order_by("pair")
    return {Pair(wrap.pair): bytes(wrap.wrapped) for wrap in wraps}


def recovery_path(path: Path) -> Path:
    """The copy of the wraps for pairs, beside the key file."""
    return path.with_name(f"{path.name}.recovery.json")


def write_recovery_file(path: Path) -> None:
    """Copy every wrap for a pair beside the key: worth nothing without two shares."""
    copy: dict[str, dict[str, str]] = {}
    for wrap in RecoveryWrap.objects.select_related("root").order_by("root__version", "pair"):
        copy.setdefault(str(wrap.root.version), {})[wrap.pair] = bytes(wrap.wrapped).hex()
    fresh = recovery_path(path).with_suffix(".fresh")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with fresh.open("w", encoding="ascii") as file:
            json.dump(copy, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(recovery_path(path))
    except OSError as error:
        raise KeysUnavailable(f"la copie {recovery_path(path)} ne s’écrit pas") from error


def read_recovery_file(path: Path) -> dict[int, dict[Pair, bytes]]:
    """The copy beside the key file; empty when there is none or when it is damaged."""
    try:
        copy = json.loads(recovery_path(path).read_text(encoding="ascii"))
        return {
            int(version): {Pair(pair): bytes.fromhex(wrapped) for pair, wrapped in wraps.items()}
            for version, wraps in copy.items()
        }
    except (OSError, ValueError, AttributeError):
        return {}


def _record(by: Author, act: str, version: int) -> None:
    record(
        by=by,
        action=f"key.{act}",
        kind=KIND,
        object_id=None,
        organisation=None,
        reason=f"version {version}",
    )
