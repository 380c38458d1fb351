"""Acts on the keys of person files: one function per act, the author first.

A file is known by an opaque UUID, its subject; so are organisations. Each act leaves one entry in
the journal of the organisation that acts.
"""

import hashlib
from collections.abc import Collection
from functools import partial
from uuid import UUID

from django.db import transaction

from o2r.core.belt import errand
from o2r.core.crypto import destroyed, envelope
from o2r.core.crypto.errors import FileExists, LastOrganisation, NoKey
from o2r.core.crypto.models import DataKey, DestroyedKey, OrganisationKey, Wrap
from o2r.core.crypto.root.setting import root_key
from o2r.core.crypto.scope import current_scope, key_scope
from o2r.core.crypto.sealing import organisation_context, unwrap_data_key, wrap_data_key
from o2r.core.journal.authors import Author
from o2r.core.journal.services import record

KIND = "file-key"


def subject_hash(subject: UUID) -> str:
    """The fingerprint of a file: 122 random bits are not found again from their hash."""
    return hashlib.sha256(b"o2r destroyed file" + subject.bytes).hexdigest()


def current_organisation_key(organisation: UUID) -> OrganisationKey:
    """The newest key of an organisation, locked until the transaction ends; made if need be.

    Locked, so that a rotation cannot retire it while something is being wrapped with it; not
    against foreign keys, so that a rotation under way does not wait for us.
    """
    keys = OrganisationKey.objects.select_for_update(no_key=True).filter(organisation=organisation)
    newest = keys.order_by("-version").first()
    if newest is None:
        fresh = make_organisation_key(organisation, 1)
        OrganisationKey.objects.bulk_create([fresh], ignore_conflicts=True)
        newest = keys.order_by("-version").get()
    return newest


def make_organisation_key(organisation: UUID, version: int) -> OrganisationKey:
    """A new key for an organisation, wrapped by the root key, not yet saved."""
    wrapped = root_key().wrap(envelope.new_key(), organisation_context(organisation, version))
    return OrganisationKey(
        organisation=organisation,
        version=version,
        root_version=wrapped.version,
        wrapped=wrapped.sealed,
    )


def _new_version(subject: UUID, version: int, organisations: Collection[UUID]) -> DataKey:
    """A fresh data key, wrapped for each organisation (in a constant order: no deadlock)."""
    key = envelope.new_key()
    data_key = DataKey.objects.create(subject=subject, version=version)
    Wrap.objects.bulk_create(
        _wrap(key, data_key, organisation) for organisation in sorted(set(organisations))
    )
    return data_key


def _wrap(key: bytes, data_key: DataKey, organisation: UUID) -> Wrap:
    return _wrap_with(current_organisation_key(organisation), key, data_key, organisation)


def _wrap_with(by: OrganisationKey, key: bytes, data_key: DataKey, organisation: UUID) -> Wrap:
    wrapped = wrap_data_key(
        key,
        subject=data_key.subject,
        version=data_key.version,
        organisation=organisation,
        by=by,
    )
    return Wrap(data_key=data_key, organisation=organisation, organisation_key=by, wrapped=wrapped)


def _locked_versions(subject: UUID) -> list[DataKey]:
    """The versions of the key of a file, locked: two acts on one file wait for each other."""
    current_scope().changing(subject)
    versions = (
        DataKey.objects.select_for_update(no_key=True).filter(subject=subject).order_by("version")
    )
    return list(versions)


@transaction.atomic
@errand("file-keys")
def open_file(*, by: Author, subject: UUID, organisations: Collection[UUID]) -> DataKey:
    """Make the key of a new file and give it to ``organisations`` (at least one).

    Raises FileExists, KeysNotReady, KeysUnavailable.
    """
    if not organisations:
        raise ValueError("A file that nobody may read is not opened.")
    taken = bool(_locked_versions(subject))
    if taken or DestroyedKey.objects.filter(subject_hash=subject_hash(subject)).exists():
        raise FileExists
    with key_scope():
        data_key = _new_version(subject, 1, organisations)
    _record(by, "open", subject, len(set(organisations)))
    return data_key


@transaction.atomic
@errand("file-keys")
def open_files(*, by: Author, subjects: Collection[UUID], organisation: UUID) -> None:
    """Make the keys of several new files at once, for one organisation; one line of the journal.

    They stay in the open scope: what is sealed next asks the database nothing more. Raises
    FileExists, KeysNotReady, KeysUnavailable.
    """
    hashes = [subject_hash(one) for one in subjects]
    if (
        DataKey.objects.filter(subject__in=subjects).exists()
        or DestroyedKey.objects.filter(subject_hash__in=hashes).exists()
    ):
        raise FileExists
    with key_scope() as scope:
        wrapping = current_organisation_key(organisation)
        keys = {one: envelope.new_key() for one in subjects}
        rows = DataKey.objects.bulk_create(DataKey(subject=one, version=1) for one in keys)
        Wrap.objects.bulk_create(
            _wrap_with(wrapping, keys[row.subject], row, organisation) for row in rows
        )
        for subject, key in keys.items():
            # Undone, these files exist nowhere and their numbers never come back: a key that
            # would outlive its transaction seals nothing.
            scope.keep_file_keys(subject, organisation, {1: key})
    _record(by, "open", None, len(keys))


@transaction.atomic
@errand("file-keys")
def share(*, by: Author, subject: UUID, from_: UUID, to: UUID) -> list[Wrap]:
    """Give ``to`` every version of the key that ``from_`` holds; those it has already are kept.

    Raises NoKey when ``from_`` does not hold the newest version: it cannot give what it lost.
    """
    versions = _locked_versions(subject)
    held = {
        wrap.data_key_id: wrap
        for wrap in Wrap.objects.filter(data_key__in=versions, organisation=from_)
        .select_related("data_key", "organisation_key")
        .order_by("data_key__version")
    }
    if not versions or versions[-1].id not in held:
        raise NoKey
    known = set(
        Wrap.objects.filter(data_key__in=versions, organisation=to)
        .order_by("id")
        .values_list("data_key_id", flat=True)
    )
    with key_scope():
        given = [
            _wrap(unwrap_data_key(wrap), wrap.data_key, to)
            for data_key_id, wrap in held.items()
            if data_key_id not in known
        ]
    Wrap.objects.bulk_create(given)
    _record(by, "share", subject, len(given))
    return given


@transaction.atomic
@errand("file-keys")
def withdraw(*, by: Author, subject: UUID, organisation: UUID) -> DataKey:
    """Take the file away from ``organisation``: its wraps go, and later texts get a new key.

    Raises NoKey when it holds none, LastOrganisation when nobody else could read the file.
    """
    versions = _locked_versions(subject)
    wraps = Wrap.objects.filter(data_key__in=versions)
    holders = set(wraps.order_by("id").values_list("organisation", flat=True))
    if organisation not in holders:
        raise NoKey
    if holders == {organisation}:
        raise LastOrganisation
    deleted, _ = wraps.filter(organisation=organisation).delete()
    with key_scope():
        newer = _new_version(subject, versions[-1].version + 1, holders - {organisation})
    _record(by, "withdraw", subject, deleted)
    return newer


@transaction.atomic
@errand("file-keys")
def destroy(*, by: Author, subject: UUID) -> DestroyedKey:
    """Destroy every key of a file: what it sealed is unreadable for ever, and for everyone.

    A second time changes nothing. The fingerprint of the file is also written outside the
    database, so that a restored backup forgets the file again (``o2r keys reapply-destructions``).
    """
    deleted = _destroy_keys(subject)
    trace, _ = DestroyedKey.objects.get_or_create(subject_hash=subject_hash(subject))
    _record(by, "destroy", subject, deleted)
    transaction.on_commit(partial(destroyed.append, [trace.subject_hash]))
    return trace


@transaction.atomic
@errand("file-keys")
def destroy_files(*, by: Author, subjects: Collection[UUID]) -> None:
    """The same for several files at once; one line of the journal."""
    for subject in subjects:
        current_scope().changing(subject)
    wraps, _ = Wrap.objects.filter(data_key__subject__in=subjects).delete()
    DataKey.objects.filter(subject__in=subjects).delete()
    hashes = [subject_hash(one) for one in subjects]
    traces = [DestroyedKey(subject_hash=one) for one in hashes]
    DestroyedKey.objects.bulk_create(traces, ignore_conflicts=True)
    _record(by, "destroy", None, wraps)
    transaction.on_commit(partial(destroyed.append, hashes))


@transaction.atomic
@errand("file-keys")
def reapply_destructions(*, by: Author) -> int:
    """Destroy again, in a restored backup, the keys that were destroyed after it was made.

    Returns how many files were destroyed again; the database and the list outside it then agree.
    """
    listed = destroyed.read()
    known = set(DestroyedKey.objects.order_by("id").values_list("subject_hash", flat=True))
    DestroyedKey.objects.bulk_create(
        DestroyedKey(subject_hash=one) for one in sorted(listed - known)
    )
    gone = listed | known
    subjects = DataKey.objects.order_by("subject").values_list("subject", flat=True).distinct()
    found = [subject for subject in subjects.iterator() if subject_hash(subject) in gone]
    for subject in found:
        _destroy_keys(subject)
    transaction.on_commit(partial(destroyed.append, sorted(known - listed)))
    if found:
        _record(by, "reapply-destructions", None, len(found))
    return len(found)


def _destroy_keys(subject: UUID) -> int:
    """Delete every wrap of a file, then the versions of its key. How many wraps there were."""
    versions = _locked_versions(subject)
    deleted, _ = Wrap.objects.filter(data_key__in=versions).delete()
    for version in versions:
        version.delete()
    return deleted


def _record(by: Author, act: str, subject: UUID | None, count: int) -> None:
    record(
        by=by,
        action=f"key.{act}",
        kind=KIND,
        object_id=subject,
        organisation=by.organisation,
        count=count,
    )
