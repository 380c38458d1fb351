"""A journal written before the second canonical form goes on in the second, under its triggers."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from o2r.core.journal import measured_tampering as tampering
from o2r.core.journal.authors import Author
from o2r.core.journal.chain import ORIGIN, Link, hash_of
from o2r.core.journal.models import ChainHead, JournalEntry
from o2r.core.journal.services import record
from o2r.core.journal.verification import verify

ONE = UUID(int=1)
OLD = Link(
    id=UUID(int=2),
    chain=ONE,
    number=1,
    at=datetime(2026, 3, 12, 9, 30, tzinfo=UTC),
    user=None,
    organisation=ONE,
    role="system:test",
    action="read",
    kind="identity",
    object_id=None,
    fields="",
    decision="allow",
    reason="",
    count=1,
    request_id="",
)


@pytest.fixture
def _before(transactional_db: None) -> Iterator[None]:
    call_command("migrate", "journal", "0002", verbosity=0)
    yield
    call_command("migrate", "journal", verbosity=0)


@pytest.mark.usefixtures("_before")
def test_entries_of_the_first_form_are_kept_and_verify_with_the_next_ones() -> None:
    digest = hash_of(ORIGIN, OLD, form=1)
    values = {**OLD._asdict(), "form": 1, "previous": ORIGIN, "hash": digest}
    del values["basis"], values["in_place_of"]
    names = ", ".join(f'"{name}"' for name in values)
    places = ", ".join(["%s"] * len(values))
    stored = [tampering._stored(name, value) for name, value in values.items()]
    tampering._run(f"INSERT INTO journal_journalentry ({names}) VALUES ({places})", *stored)  # noqa: S608
    ChainHead.objects.create(chain=ONE, number=1, hash=digest)
    call_command("migrate", "journal", verbosity=0)
    with transaction.atomic():
        record(
            by=Author.system("test"),
            action="read",
            kind="identity",
            object_id=None,
            organisation=ONE,
            basis=["referent"],
        )
    assert list(JournalEntry.objects.order_by("number").values_list("form", "basis")) == [
        (1, ""),
        (2, "referent"),
    ]
    assert verify().sound
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        tampering._write(ONE, 1, basis="own")
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_journalentry")
