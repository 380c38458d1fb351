"""When a contact is one of trust."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import User
from o2r.core import clock
from o2r.outreach.enums import EncounterKind, TrustGround
from o2r.outreach.models import TrustDate
from o2r.outreach.services.encounter_details import EncounterDetails
from o2r.outreach.services.trusting import choose_trust
from o2r.outreach.trust_rules import trusted_since
from o2r.people.models import Person
from tests.outreach.noted import days_ago, momo, note

__all__ = ["momo"]
DAYS = st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=8)


@given(DAYS)
def test_the_second_day_whatever_the_order(days: list[date]) -> None:
    since = trusted_since(days)
    assert since == trusted_since(reversed(days))
    if since is None:
        assert len(set(days)) < 2
    else:
        assert len({day for day in days if day < since}) == 1


@given(DAYS, st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_one_more_meeting_never_delays_it(days: list[date], more: date) -> None:
    before, after = trusted_since(days), trusted_since([*days, more])
    assert before is None or (after is not None and after <= before)


def test_two_meetings_of_one_day_are_one(by: Actor, momo: Person) -> None:
    note(by, momo)
    note(by, momo)
    assert not TrustDate.objects.exists()


@pytest.mark.parametrize(
    "details", [EncounterDetails(is_meaningful=False), EncounterDetails(kind=EncounterKind.REFUSAL)]
)
def test_a_greeting_or_a_refusal_does_not_count(
    by: Actor, momo: Person, details: EncounterDetails
) -> None:
    note(by, momo, details=days_ago(4))
    note(by, momo, details=details)
    assert not TrustDate.objects.exists()


def test_the_choice_of_the_person_prevails(by: Actor, momo: Person) -> None:
    chosen = choose_trust(by=by, person=momo)
    assert choose_trust(by=by, person=momo) == chosen
    note(by, momo, details=days_ago(4))
    note(by, momo, details=days_ago(3))
    chosen.refresh_from_db()
    assert (chosen.since, chosen.ground) == (clock.today(), TrustGround.CHOICE)


def test_a_choice_to_come_or_of_a_stranger_is_refused(by: Actor, momo: Person, lina: User) -> None:
    with pytest.raises(DomainError):
        choose_trust(by=by, person=momo, since=clock.today() + timedelta(days=1))
    with pytest.raises(NotAllowed):
        choose_trust(by=actor_for(lina), person=momo)
