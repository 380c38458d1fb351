"""A rotation wraps again without touching a text; killed anywhere, it is resumed."""

import uuid
from pathlib import Path

import pytest

from o2r.core.crypto import ceremony, rotation, services
from o2r.core.crypto.checks import keys_ready, keys_status
from o2r.core.crypto.envelope import Place
from o2r.core.crypto.errors import CeremonyRefused, KeysUnavailable
from o2r.core.crypto.models import OrganisationKey, Wrap
from o2r.core.crypto.root.keyring import read_keyring
from o2r.core.crypto.root.setting import root_key
from o2r.core.crypto.sealing import seal, unseal
from o2r.core.journal.authors import Author
from o2r.core.journal.models import JournalEntry

A, B = uuid.UUID(int=10), uuid.UUID(int=11)
PLACE = Place("people_note", "text", uuid.UUID(int=99))


class Killed(Exception):
    """The process stops here."""


@pytest.fixture
def files(keys: None, by: Author) -> dict[uuid.UUID, bytes]:
    """Twelve files that A and B read, with a text each."""
    sealed = {}
    for _ in range(12):
        subject = uuid.uuid4()
        services.open_file(by=by, subject=subject, organisations=[A, B])
        sealed[subject] = seal(subject=subject, organisation=A, place=PLACE, text="Bonjour")
    return sealed


def all_read(files: dict[uuid.UUID, bytes]) -> bool:
    return all(
        unseal(subject=subject, organisation=organisation, place=PLACE, sealed=sealed) == "Bonjour"
        for subject, sealed in files.items()
        for organisation in (A, B)
    )


def test_rotating_changes_every_wrap_of_one_organisation_only(
    files: dict[uuid.UUID, bytes], by: Author
) -> None:
    before = dict(Wrap.objects.order_by("id").values_list("id", "wrapped"))
    assert rotation.rotate_organisation_key(by=by, organisation=A, batch=5) == 12
    for wrap in Wrap.objects.select_related("organisation_key").order_by("id"):
        assert (bytes(wrap.wrapped) != bytes(before[wrap.id])) is (wrap.organisation == A)
        assert wrap.organisation_key.version == (2 if wrap.organisation == A else 1)
    versions = OrganisationKey.objects.filter(organisation=A).values_list("version", flat=True)
    assert list(versions) == [2]
    assert all_read(files)
    services.open_file(by=by, subject=uuid.uuid4(), organisations=[A])


def test_a_killed_rotation_is_readable_then_resumed(
    files: dict[uuid.UUID, bytes], by: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = rotation.rewrap_some
    for kill_at in range(5):
        batches = iter(range(99))

        def rewrap(kill_at: int = kill_at, batches: object = batches, **asked: object) -> int:
            if next(batches) == kill_at:  # type: ignore[call-overload]
                raise Killed
            return original(**asked)  # type: ignore[arg-type]

        monkeypatch.setattr(rotation, "rewrap_some", rewrap)
        version = max(OrganisationKey.objects.filter(organisation=A).values_list("version"))[0]
        with pytest.raises(Killed):
            rotation.rotate_organisation_key(by=by, organisation=A, batch=3)
        assert all_read(files)
        assert keys_status()["rotations_under_way"] == [str(A)]
        # Life goes on meanwhile, with the newer key.
        services.open_file(by=by, subject=uuid.uuid4(), organisations=[A])

        monkeypatch.setattr(rotation, "rewrap_some", original)
        rotation.rotate_organisation_key(by=by, organisation=A, batch=3)
        versions = OrganisationKey.objects.filter(organisation=A).values_list("version", flat=True)
        assert list(versions) == [version + 1]
        assert all_read(files)
        assert keys_status()["rotations_under_way"] == []


def test_a_batch_killed_in_the_middle_changes_nothing(
    files: dict[uuid.UUID, bytes], by: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    rotation.start_rotation(by=by, organisation=A)
    before = list(Wrap.objects.order_by("id").values_list("organisation_key", "wrapped"))
    write = rotation.write_wraps

    def killed_after_writing(*changed: object) -> None:
        write(*changed)  # type: ignore[arg-type]
        raise Killed

    monkeypatch.setattr(rotation, "write_wraps", killed_after_writing)
    with pytest.raises(Killed):
        rotation.rewrap_some(by=by, organisation=A, batch=5)
    assert list(Wrap.objects.order_by("id").values_list("organisation_key", "wrapped")) == before
    assert all_read(files)


def test_a_key_still_in_use_is_not_deleted(files: dict[uuid.UUID, bytes], by: Author) -> None:
    rotation.start_rotation(by=by, organisation=A)
    rotation.rewrap_some(by=by, organisation=A, batch=5)
    assert rotation.finish_rotation(by=by, organisation=A, count=5) is False
    assert OrganisationKey.objects.filter(organisation=A).count() == 2
    assert all_read(files)


def test_rotating_the_root_key_needs_a_rehearsal_and_touches_no_file(
    files: dict[uuid.UUID, bytes], by: Author, key_path: Path
) -> None:
    wraps = list(Wrap.objects.order_by("id").values_list("wrapped", flat=True))
    three = ceremony.begin(by=by)
    assert root_key().version() == 1, "not current before it was rehearsed"
    assert all_read(files)
    ceremony.rehearse(by=by, two=three[1:])
    assert root_key().version() == 2
    assert rotation.stale_organisation_keys() == 2
    assert all_read(files), "both versions open"
    assert rotation.rewrap_some_under_root(by=by, batch=1) == 1
    assert all_read(files)
    with pytest.raises(CeremonyRefused, match="dépendent encore"):
        ceremony.forget(by=by, version=1)
    assert rotation.rewrap_under_root(by=by, batch=1) == 1
    assert rotation.rewrap_under_root(by=by) == 0
    ceremony.forget(by=by, version=1)
    assert set(read_keyring(key_path).keys) == {2}
    assert all_read(files)
    assert list(Wrap.objects.order_by("id").values_list("wrapped", flat=True)) == wraps
    assert keys_ready() == []


def test_a_rotation_without_a_root_key_stops_where_it_is(
    files: dict[uuid.UUID, bytes], by: Author, key_path: Path
) -> None:
    key_path.chmod(0o444)
    with pytest.raises(KeysUnavailable, match="chmod 400"):
        rotation.rotate_organisation_key(by=by, organisation=A)
    key_path.chmod(0o400)
    assert all_read(files)
    assert rotation.rotate_organisation_key(by=by, organisation=A) == 12


def test_a_rotation_is_two_entries_of_the_journal(
    files: dict[uuid.UUID, bytes], by: Author
) -> None:
    start = JournalEntry.objects.filter(action__startswith="key.rotation").count()
    rotation.rotate_organisation_key(by=by, organisation=A, batch=2)
    entries = JournalEntry.objects.filter(action__startswith="key.rotation").order_by("number")
    assert [(e.action, e.count) for e in entries[start:]] == [
        ("key.rotation-started", 1),
        ("key.rotation-finished", 12),
    ]
