"""Sealed columns: explicit to open, impossible to fill with a clear text."""

import uuid
from collections.abc import Iterator

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from o2r.core.crypto import services
from o2r.core.crypto.errors import NoKey, Unreadable
from o2r.core.crypto.fields import SealedRow, SealedTextField, read_sealed, write_sealed
from o2r.core.journal.authors import Author

A, B = uuid.UUID(int=10), uuid.UUID(int=11)

with isolate_apps("o2r.core.crypto"):

    class Identity(SealedRow):
        """What an app of people would declare."""

        first_name = SealedTextField("prénom")
        note = SealedTextField("note")
        age_band = models.CharField("tranche d’âge", max_length=10)

        class Meta:
            app_label = "crypto"
            ordering = ("id",)


@pytest.fixture
def row(transactional_db: None, keys: None, by: Author) -> Iterator[Identity]:
    with connection.schema_editor() as editor:
        editor.create_model(Identity)
    subject = uuid.uuid4()
    services.open_file(by=by, subject=subject, organisations=[A])
    row = Identity(subject=subject, age_band="18-25")
    write_sealed(row, organisation=A, first_name="Awa", note="")
    row.save()
    yield row
    with connection.schema_editor() as editor:
        editor.delete_model(Identity)


def test_what_is_written_is_read_explicitly(row: Identity) -> None:
    fresh = Identity.objects.get(pk=row.pk)
    assert read_sealed(fresh, "first_name", "note", organisation=A) == {
        "first_name": "Awa",
        "note": "",
    }
    assert "Awa" not in str(fresh.__dict__)
    assert isinstance(fresh.first_name, bytes | memoryview)


def test_the_table_holds_no_clear_text(row: Identity) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT first_name FROM crypto_identity")
        assert b"Awa" not in bytes(cursor.fetchone()[0])


@pytest.mark.parametrize("clear", ["Awa", b"Awa", b"a clear text of a reasonable length, really"])
def test_a_clear_text_is_refused_and_not_stored(row: Identity, clear: object) -> None:
    row.first_name = clear
    with pytest.raises(TypeError, match="first_name"):
        row.save()
    with pytest.raises(TypeError, match="first_name"):
        Identity.objects.update(first_name=clear)


def test_another_organisation_reads_nothing(row: Identity) -> None:
    with pytest.raises(NoKey):
        read_sealed(row, "first_name", organisation=B)


def test_a_value_copied_to_another_row_or_column_is_refused(row: Identity) -> None:
    other = Identity(subject=row.subject, age_band="18-25", first_name=row.first_name)
    other.save()
    with pytest.raises(Unreadable):
        read_sealed(other, "first_name", organisation=A)
    Identity.objects.filter(pk=row.pk).update(note=row.first_name)
    row.refresh_from_db()
    with pytest.raises(Unreadable):
        read_sealed(row, "note", organisation=A)


def test_only_sealed_columns_are_sealed(row: Identity) -> None:
    with pytest.raises(TypeError, match="not a sealed column"):
        write_sealed(row, organisation=A, age_band="26-29")
