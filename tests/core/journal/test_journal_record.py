"""One entry per decision, in the transaction of the act, chained, never changed, never a value."""

from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from o2r.core.journal import triggers
from o2r.core.journal.authors import Author
from o2r.core.journal.chain import ORIGIN, PLATFORM_CHAIN, hash_of
from o2r.core.journal.errors import AppendOnly, OutsideTransaction
from o2r.core.journal.models import ChainHead, JournalEntry, PruningMark
from o2r.core.journal.services import record, record_each
from o2r.core.journal.verification import verify

ORGANISATION = UUID(int=1)
WORKER = Author(user=UUID(int=2), organisation=ORGANISATION, role="referent")


def read(**changes: object) -> JournalEntry:
    given = {
        "by": WORKER,
        "action": "read",
        "kind": "identity",
        "object_id": UUID(int=3),
        "organisation": ORGANISATION,
    }
    return record(**{**given, **changes})  # type: ignore[arg-type]


def test_the_same_act_of_several_people_is_one_line_for_each_in_one_chain() -> None:
    read()
    others = [
        Author(user=UUID(int=number), organisation=ORGANISATION, role="candidate")
        for number in (7, 8)
    ]
    kept = record_each(
        [(by, UUID(int=30 + rank)) for rank, by in enumerate(others)],
        action="submit",
        kind="application",
        organisation=ORGANISATION,
        fields=["content"],
    )
    assert [one.number for one in kept] == [2, 3]
    assert [one.user for one in kept] == [UUID(int=7), UUID(int=8)]
    assert kept[1].previous == kept[0].hash
    assert read().previous == kept[1].hash
    assert not verify().findings
    with pytest.raises(ValueError, match="not the name"):
        record_each([], action="Jean Dupont", kind="application", organisation=None)


def test_an_entry_says_who_did_what_and_never_a_value() -> None:
    entry = read(fields=["names", "birth", "names"], reason="referent", count=2)
    kept = JournalEntry.objects.get()
    assert kept.link() == entry.link()
    assert (kept.user, kept.organisation, kept.role) == (UUID(int=2), ORGANISATION, "referent")
    assert (kept.fields, kept.decision, kept.count) == ("birth,names", "allow", 2)
    with pytest.raises(ValueError, match="not the name"):
        read(fields=["Jean Dupont"])
    with pytest.raises(ValueError, match="not the name"):
        read(action="jean@example.org")
    with pytest.raises(ValueError, match="one line"):
        read(reason="two\nlines")
    with pytest.raises(ValueError, match="maybe"):
        read(decision="maybe")


def test_each_entry_follows_the_one_before_in_its_own_chain() -> None:
    first, second = read(), read(decision="deny", reason="no-membership")
    other = read(organisation=None)
    assert (first.number, first.previous) == (1, ORIGIN)
    assert (second.number, second.previous) == (2, first.hash)
    assert (other.chain, other.number, other.previous) == (PLATFORM_CHAIN, 1, ORIGIN)
    assert second.hash == hash_of(first.hash, second.link())
    head = ChainHead.objects.get(chain=ORGANISATION)
    assert (head.number, head.hash) == (2, second.hash)


def test_an_act_that_fails_leaves_no_entry_and_no_hole() -> None:
    read()

    def failing_act() -> None:
        with transaction.atomic():
            read()
            raise RuntimeError("the act fails")

    with pytest.raises(RuntimeError, match="the act fails"):
        failing_act()
    assert read().number == 2


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded() -> None:
    with pytest.raises(OutsideTransaction):
        read()
    with transaction.atomic():
        read()
    assert JournalEntry.objects.count() == 1


def test_the_managers_refuse_to_change_or_erase_an_entry() -> None:
    entry = read()
    entry.reason = "another"
    for act in (
        entry.save,
        entry.delete,
        JournalEntry.objects.all().delete,
        lambda: JournalEntry.objects.update(reason="another"),
        lambda: JournalEntry.objects.bulk_update([entry], ["reason"]),
    ):
        with pytest.raises(AppendOnly):
            act()


def execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_refuses_what_goes_round_the_managers() -> None:
    read()
    PruningMark.objects.create(
        chain=uuid4(), number=9, hash=ORIGIN, at=JournalEntry.objects.get().at, signature="x"
    )
    statements = [
        "UPDATE journal_journalentry SET reason = 'another'",
        "DELETE FROM journal_journalentry",
        "UPDATE journal_pruningmark SET number = 1",
        "DELETE FROM journal_pruningmark",
    ]
    if connection.vendor == "postgresql":
        statements += ["TRUNCATE journal_journalentry", "TRUNCATE journal_pruningmark"]
    for statement in statements:
        with pytest.raises(DatabaseError, match="append-only"):
            execute(statement)
    assert JournalEntry.objects.count() == 1


def test_the_triggers_can_be_removed_and_installed_again() -> None:
    for statement in triggers.removal(connection.vendor):
        execute(statement)
    read()
    execute("DELETE FROM journal_journalentry")
    for statement in triggers.installation(connection.vendor):
        execute(statement)
