"""What a page showed is journaled when it is ready: the chain is not held while it is drawn."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from o2r.core.journal.authors import Author
from o2r.core.journal.errors import OutsideTransaction
from o2r.core.journal.models import JournalEntry
from o2r.core.journal.services import readings_at_the_end, record_reading
from o2r.core.journal.verification import verify

CHAIN = uuid4()


def read(**changes: Any) -> None:
    entry = {
        "by": Author.system("test"),
        "action": "read",
        "kind": "application",
        "object_id": uuid4(),
        "organisation": CHAIN,
    }
    record_reading(**(entry | changes))


def read_and_break() -> None:
    read()
    raise LookupError


def written() -> int:
    return JournalEntry.objects.filter(chain=CHAIN).count()


def test_readings_are_written_at_the_end_in_their_order() -> None:
    with transaction.atomic(), readings_at_the_end():
        read(action="read")
        read(action="list")
        assert written() == 0
    rows = JournalEntry.objects.filter(chain=CHAIN).order_by("number")
    assert list(rows.values_list("number", "action")) == [(1, "read"), (2, "list")]
    assert verify().sound


def test_outside_a_request_a_reading_is_written_at_once() -> None:
    with transaction.atomic():
        read()
    assert written() == 1


def test_a_reading_that_a_savepoint_undid_leaves_nothing() -> None:
    with transaction.atomic(), readings_at_the_end():
        read()
        with pytest.raises(LookupError), transaction.atomic():
            read_and_break()
    assert written() == 1


@pytest.mark.django_db(transaction=True)
def test_a_reading_committed_before_the_end_is_still_written() -> None:
    with readings_at_the_end():
        with transaction.atomic():
            read()
        assert written() == 0
    assert written() == 1


def test_nothing_is_written_after_a_broken_transaction() -> None:
    with pytest.raises(LookupError), transaction.atomic(), readings_at_the_end():
        read_and_break()
    assert written() == 0


@pytest.mark.django_db(transaction=True)
def test_a_reading_needs_the_transaction_of_what_it_shows() -> None:
    with readings_at_the_end(), pytest.raises(OutsideTransaction):
        read()


def test_a_name_is_refused_where_it_is_given() -> None:
    with (
        transaction.atomic(),
        readings_at_the_end(),
        pytest.raises(ValueError, match="not the name"),
    ):
        read(action="Lire !")
