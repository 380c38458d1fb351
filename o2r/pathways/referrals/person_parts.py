"""What referrals add to a person: shown on their page, carried, hidden and erased with them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED
from o2r.accounts.policy import decide, may_meet
from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.pathways.referrals.enums import FAILED, ReferralState
from o2r.pathways.referrals.models import Referral
from o2r.pathways.referrals.selectors.lists import to_orient
from o2r.pathways.referrals.selectors.waiting import days_silent, failed, silent
from o2r.pathways.referrals.services.erasing import forget, hide
from o2r.pathways.referrals.services.withdrawing import end_consents
from o2r.pathways.registry import orients
from o2r.people.enums import FileTab
from o2r.people.models import Person
from o2r.people.registry import (
    Panel,
    Waiting,
    awaits,
    brings,
    carries,
    ends_with_card,
    erases,
    explains,
    hides,
    holds,
    panel,
)
from o2r.territory.typography import typographic

carries("referrals.Referral")
brings("referrals")


@erases
def erase(by: Author, person: Person) -> None:
    """Referrals go, with their words, links and codes."""
    for one in Referral.objects.filter(person=person).order_by("pk"):
        forget(by, one)


@hides
def hide_all(person: Person) -> None:
    """Nothing of a protected file is met elsewhere."""
    for one in Referral.objects.filter(person=person, is_hidden=False).order_by("pk"):
        hide(one)


@holds
def was_sent(person: Person) -> bool:
    """A file from which a referral left was not opened by mistake."""
    return Referral.objects.filter(person=person).exclude(state=ReferralState.DRAFT).exists()


ends_with_card(end_consents)


@orients
def sent_since(person: Any, since: Any) -> Any:
    """Those that left from that day on, and did not fail: a refusal of the O2R led somewhere."""
    left = (ReferralState.DRAFT, ReferralState.CANCELLED, *FAILED)
    rows = Referral.objects.filter(person=person, sent_at__date__gte=since)
    return rows.exclude(state__in=left)


@awaits
def to_take_up(actor: Actor) -> Waiting | None:
    """How many referrals failed, without another since; how many were refused by the O2R, and
    sent to nobody since."""
    if not may_meet(actor, Person.access_kind):
        return None
    many, refused = to_orient(actor)
    said = []
    if many:
        said.append(
            "1 orientation à reprendre" if many == 1 else f"{many} orientations à reprendre"
        )
    if refused:
        said.append("1 refus à orienter" if refused == 1 else f"{refused} refus à orienter")
    page = "referrals:to_take_up" if many else "pathways:refused"
    return Waiting(", ".join(said), reverse(page)) if said else None


def _referrals(actor: Actor, person: Person, fields: frozenset[str]) -> dict[str, Any] | None:
    """The last ones and where they stand; nothing for a partner, who has their own page."""
    if actor.organisation != person.organisation_id:
        return None
    rows = list(person.referrals.all())
    may_write = bool(decide(actor, "update", person.subject(actor), PROVED))
    return {
        "person": person,
        "referrals": rows,
        "again": [one.pk for one in failed(rows)],
        "may_refer": person.is_followed and not person.is_protected and may_write,
    }


def _unanswered(known: dict[str, Any]) -> str:
    """« 1 sans réponse »."""
    many = len(silent(known["referrals"], clock.today()))
    return f"{many} sans réponse" if many else ""


panel(
    Panel(
        code="relais",
        title="Relais",
        template="referrals/_person_panel.html",
        group="referral",
        order=10,
        context=_referrals,
        tab=FileTab.REFERRALS,
        alert=_unanswered,
    )
)


@explains("referrals")
def waiting(actor: Actor, people: Sequence[Person]) -> dict[UUID, list[str]]:
    """Silences to break, and needs that are still there."""
    return {one.pk: said for one in people if (said := _waits(one))}


def _waits(person: Person) -> list[str]:
    rows, today = list(person.referrals.all()), clock.today()
    said = [
        f"{one.structure_name} ne répond pas depuis {days_silent(one, today)} jours."
        for one in silent(rows, today)
    ]
    said += [f"{one.service_name} : l’orientation n’a pas abouti." for one in failed(rows)]
    return [typographic(one) for one in said]
