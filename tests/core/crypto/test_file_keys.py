"""Opening, sharing, withdrawing and destroying the keys of a person file."""

import logging
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from o2r.core.crypto import destroyed, services
from o2r.core.crypto.envelope import Place
from o2r.core.crypto.errors import (
    FileExists,
    KeysNotReady,
    KeysUnavailable,
    LastOrganisation,
    NoKey,
    Unreadable,
)
from o2r.core.crypto.models import DataKey, DestroyedKey, OrganisationKey, Wrap
from o2r.core.crypto.scope import current_scope, key_scope
from o2r.core.crypto.sealing import prefetch_keys, seal, unseal
from o2r.core.journal.authors import Author
from o2r.core.journal.models import JournalEntry

A, B, C = (uuid.UUID(int=number) for number in (10, 11, 12))
PLACE = Place("people_note", "text", uuid.UUID(int=99))
TEXT = "Préfère qu’on l’appelle après 18 h."


@pytest.fixture
def subject(keys: None, by: Author) -> uuid.UUID:
    """A file that A and B may read."""
    subject = uuid.uuid4()
    services.open_file(by=by, subject=subject, organisations=[A, B])
    return subject


def written(subject: uuid.UUID, organisation: uuid.UUID = A) -> bytes:
    return seal(subject=subject, organisation=organisation, place=PLACE, text=TEXT)


def read(subject: uuid.UUID, organisation: uuid.UUID, sealed: bytes) -> str:
    return unseal(subject=subject, organisation=organisation, place=PLACE, sealed=sealed)


def test_what_one_organisation_writes_the_other_reads(subject: uuid.UUID) -> None:
    assert read(subject, B, written(subject, A)) == TEXT
    assert TEXT.encode() not in written(subject)


def test_an_organisation_without_the_key_reads_and_writes_nothing(subject: uuid.UUID) -> None:
    with pytest.raises(NoKey, match="n’a pas la clé de ce dossier"):
        read(subject, C, written(subject))
    with pytest.raises(NoKey):
        written(subject, C)


def test_a_text_moved_to_another_file_is_refused(subject: uuid.UUID, by: Author) -> None:
    other = uuid.uuid4()
    services.open_file(by=by, subject=other, organisations=[A])
    with pytest.raises(Unreadable):
        read(other, A, written(subject))


def test_a_wrap_moved_to_another_file_or_organisation_is_refused(
    subject: uuid.UUID, by: Author
) -> None:
    other = uuid.uuid4()
    services.open_file(by=by, subject=other, organisations=[A])
    stolen = Wrap.objects.get(data_key__subject=subject, organisation=A).wrapped
    Wrap.objects.filter(data_key__subject=other).update(wrapped=stolen)
    with pytest.raises(Unreadable):
        written(other)
    services.open_file(by=by, subject=(third := uuid.uuid4()), organisations=[C])
    key_of_a = OrganisationKey.objects.get(organisation=A)
    Wrap.objects.filter(data_key__subject=third).update(organisation_key=key_of_a, wrapped=stolen)
    with pytest.raises(Unreadable):
        written(third, C)


def test_sharing_gives_the_past_and_withdrawing_takes_it_back(
    subject: uuid.UUID, by: Author
) -> None:
    before = written(subject)
    services.share(by=by, subject=subject, from_=A, to=C)
    assert read(subject, C, before) == TEXT
    assert services.share(by=by, subject=subject, from_=A, to=C) == []

    services.withdraw(by=by, subject=subject, organisation=C)
    after = written(subject)
    for sealed in (before, after):
        assert read(subject, A, sealed) == read(subject, B, sealed) == TEXT
        with pytest.raises(NoKey):
            read(subject, C, sealed)


def test_a_withdrawn_organisation_never_gets_the_key_of_later_texts(
    subject: uuid.UUID, by: Author
) -> None:
    kept = list(Wrap.objects.filter(organisation=B).select_related("data_key").order_by("id"))
    services.withdraw(by=by, subject=subject, organisation=B)
    after = written(subject)
    assert DataKey.objects.filter(subject=subject).count() == 2
    Wrap.objects.bulk_create(kept)  # Even with its former wrap, from a backup.
    with pytest.raises(Unreadable):
        read(subject, B, after)
    with pytest.raises(NoKey):
        services.share(by=by, subject=subject, from_=B, to=C)


def test_sharing_again_after_a_withdrawal_gives_everything(subject: uuid.UUID, by: Author) -> None:
    before = written(subject)
    services.withdraw(by=by, subject=subject, organisation=B)
    after = written(subject)
    services.share(by=by, subject=subject, from_=A, to=B)
    assert read(subject, B, before) == read(subject, B, after) == TEXT


def test_the_last_organisation_is_not_withdrawn(subject: uuid.UUID, by: Author) -> None:
    services.withdraw(by=by, subject=subject, organisation=B)
    with pytest.raises(LastOrganisation, match="la dernière"):
        services.withdraw(by=by, subject=subject, organisation=A)
    with pytest.raises(NoKey):
        services.withdraw(by=by, subject=subject, organisation=B)
    assert read(subject, A, written(subject)) == TEXT


def test_a_file_is_opened_once_for_somebody(subject: uuid.UUID, by: Author) -> None:
    with pytest.raises(FileExists):
        services.open_file(by=by, subject=subject, organisations=[C])
    with pytest.raises(ValueError, match="nobody"):
        services.open_file(by=by, subject=uuid.uuid4(), organisations=[])


def test_without_a_root_key_nothing_is_opened(key_path: Path, by: Author) -> None:
    with pytest.raises(KeysNotReady, match="o2r keys init"):
        services.open_file(by=by, subject=uuid.uuid4(), organisations=[A])
    assert not DataKey.objects.exists()


def test_each_act_leaves_one_entry_without_any_value(subject: uuid.UUID, by: Author) -> None:
    start = JournalEntry.objects.count()
    services.share(by=by, subject=subject, from_=A, to=C)
    services.withdraw(by=by, subject=subject, organisation=C)
    services.destroy(by=by, subject=subject)
    entries = list(JournalEntry.objects.order_by("number"))[start:]
    assert [entry.action for entry in entries] == ["key.share", "key.withdraw", "key.destroy"]
    assert {entry.kind for entry in entries} == {"file-key"}
    assert {entry.object_id for entry in entries} == {subject}
    assert {entry.organisation for entry in entries} == {by.organisation}


# --- Erasure --------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_destroyed_file_is_unreadable_except_by_restoring_its_wraps(
    subject: uuid.UUID, by: Author
) -> None:
    sealed = written(subject)
    data_keys = list(DataKey.objects.filter(subject=subject).order_by("id"))
    wraps = list(Wrap.objects.filter(data_key__subject=subject).order_by("id"))

    services.destroy(by=by, subject=subject)
    for organisation in (A, B):
        with pytest.raises(NoKey):
            read(subject, organisation, sealed)
    assert not DataKey.objects.filter(subject=subject).exists()
    with pytest.raises(FileExists):
        services.open_file(by=by, subject=subject, organisations=[A])

    # A backup made before brings the wraps back, and forgets the destruction…
    DataKey.objects.bulk_create(data_keys)
    Wrap.objects.bulk_create(wraps)
    DestroyedKey.objects.all().delete()
    assert read(subject, A, sealed) == TEXT
    # …until the list kept outside the database is applied again.
    assert services.reapply_destructions(by=by) == 1
    with pytest.raises(NoKey):
        read(subject, A, sealed)
    assert DestroyedKey.objects.get().subject_hash == services.subject_hash(subject)
    assert services.reapply_destructions(by=by) == 0


@pytest.mark.django_db(transaction=True)
def test_the_list_of_destroyed_files_is_mended_from_the_database(
    subject: uuid.UUID, by: Author, caplog: pytest.LogCaptureFixture
) -> None:
    destroyed.path().mkdir(parents=True)  # The list cannot be written.
    with caplog.at_level(logging.ERROR):
        services.destroy(by=by, subject=subject)
    assert "could not be written" in caplog.text
    destroyed.path().rmdir()
    assert destroyed.read() == set()
    services.reapply_destructions(by=by)
    assert destroyed.read() == {services.subject_hash(subject)}


def test_the_list_names_nobody(subject: uuid.UUID, by: Author) -> None:
    trace = services.destroy(by=by, subject=subject)
    assert subject.hex not in trace.subject_hash
    assert services.destroy(by=by, subject=subject) == trace


def test_a_destruction_that_is_undone_is_not_listed(subject: uuid.UUID, by: Author) -> None:
    with transaction.atomic():
        services.destroy(by=by, subject=subject)
        transaction.set_rollback(True)
    assert destroyed.read() == set()
    assert read(subject, A, written(subject)) == TEXT


# --- How long an unwrapped key lives --------------------------------------------------------------


def test_nothing_is_kept_outside_a_scope(subject: uuid.UUID) -> None:
    written(subject)
    assert len(current_scope()) == 0


def test_a_scope_reads_each_key_once_and_leaves_nothing(
    subject: uuid.UUID, django_assert_num_queries: Any
) -> None:
    with key_scope() as scope:
        with django_assert_num_queries(1):
            for _ in range(5):
                read(subject, A, written(subject))
        with key_scope() as inner:
            assert inner is scope
        assert len(scope) == 2
    assert len(scope) == 0


def test_a_scope_is_bounded(
    subject: uuid.UUID, by: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("o2r.core.crypto.scope.MOST_FILES", 3)
    subjects = [uuid.uuid4() for _ in range(5)]
    for one in subjects:
        services.open_file(by=by, subject=one, organisations=[A])
    with key_scope() as scope:
        for one in subjects:
            written(one)
        assert len(scope) == 4  # Three files and the key of one organisation.


def test_a_list_reads_its_keys_in_one_query(
    subject: uuid.UUID, by: Author, django_assert_num_queries: Any
) -> None:
    subjects = [subject, *(uuid.uuid4() for _ in range(9))]
    for one in subjects[1:]:
        services.open_file(by=by, subject=one, organisations=[A])
    sealed = {one: written(one) for one in subjects}
    with key_scope(), django_assert_num_queries(1):
        prefetch_keys(organisation=A, subjects=subjects)
        assert {read(one, A, sealed[one]) for one in subjects} == {TEXT}


@pytest.mark.django_db(transaction=True)
def test_a_key_of_an_undone_transaction_never_seals_a_later_text(
    subject: uuid.UUID, by: Author
) -> None:
    with key_scope():
        with transaction.atomic():
            services.withdraw(by=by, subject=subject, organisation=B)
            written(subject)
            transaction.set_rollback(True)
        sealed = written(subject)
    assert read(subject, B, sealed) == TEXT


def test_a_withdrawal_is_felt_inside_the_same_scope(subject: uuid.UUID, by: Author) -> None:
    with key_scope():
        sealed = written(subject, B)
        services.withdraw(by=by, subject=subject, organisation=B)
        with pytest.raises(NoKey):
            read(subject, B, sealed)


def test_a_lost_root_key_is_said_and_not_guessed(subject: uuid.UUID, key_path: Path) -> None:
    sealed = written(subject)
    key_path.rename(key_path.with_suffix(".away"))
    with pytest.raises(KeysNotReady):
        read(subject, A, sealed)
    key_path.write_text("not a keyring")
    key_path.chmod(0o400)
    with pytest.raises(KeysUnavailable, match="abîmé"):
        read(subject, A, sealed)


def test_deleted_keys_are_overwritten_on_sqlite() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete")
            assert cursor.fetchone() == (1,)


def test_many_files_are_opened_and_destroyed_at_once(keys: None, by: Author) -> None:
    """Each with a key of its own, two lines of the journal in all."""
    subjects = [uuid.uuid4() for _ in range(3)]
    with key_scope():
        services.open_files(by=by, subjects=subjects, organisation=A)
        sealed = [written(one) for one in subjects]
    assert [read(one, A, text) for one, text in zip(subjects, sealed, strict=True)] == [TEXT] * 3
    with pytest.raises(Unreadable):
        read(subjects[0], A, sealed[1])
    with pytest.raises(FileExists):
        services.open_files(by=by, subjects=[uuid.uuid4(), subjects[0]], organisation=A)
    services.destroy_files(by=by, subjects=subjects)
    for one, text in zip(subjects, sealed, strict=True):
        with pytest.raises(NoKey):
            read(one, A, text)
        with pytest.raises(FileExists):
            services.open_files(by=by, subjects=[one], organisation=A)
    assert DestroyedKey.objects.count() == 3
    acts = ("key.open", "key.destroy")
    lines = JournalEntry.objects.filter(action__in=acts).order_by("number")
    assert list(lines.values_list("action", "count")) == [("key.open", 3), ("key.destroy", 3)]
