"""What referrals say on the page of a person: each in their story, silences among what is due."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from o2r.core import clock
from o2r.core.calendar_words import day_and_month
from o2r.pathways.referrals.enums import FAILED, UNREAD, ReferralState
from o2r.pathways.referrals.models import Referral
from o2r.pathways.referrals.selectors.waiting import days_silent, failed, silent
from o2r.people.file_page import Due, Moment, local, presses, tells
from o2r.people.models import Person
from o2r.people.selectors.reading import Reader
from o2r.territory.typography import typographic

GOOD = (ReferralState.RECEIVED, ReferralState.ENTERED)


@tells("referral")
def sent(reader: Reader, person: Person) -> Iterator[Moment]:
    """Each referral on the day it left, and where it stands today."""
    rows, today = list(person.referrals.all()), clock.today()
    waiting = {one.pk for one in (*silent(rows, today), *failed(rows))}
    for one in rows:
        if one.sent_at is None:
            continue
        address = reverse("referrals:referral", args=[person.pk, one.pk])
        again = f"{reverse('referrals:choose', args=[person.pk])}?apres={one.pk}"
        yield Moment(
            day=local(one.sent_at, person).date(),
            title=typographic(f"Orientation : {one.service_name}"),
            beside=one.structure_name,
            text=_text(one, person, today),
            url=address,
            badge=str(ReferralState(one.state).label),
            kind=_kind(one),
            links=(("Chercher ailleurs", again),) if one.pk in waiting else (),
        )


def _kind(row: Referral) -> str:
    if row.state in GOOD:
        return "confirmed"
    return "wrong" if row.state in FAILED else "waiting"


def _text(row: Referral, person: Person, today: date) -> str:
    """« Vue le 13 novembre, sans réponse depuis 10 jours. »"""
    if row.state in UNREAD:
        seen = local(row.seen_at, person).date() if row.seen_at else None
        said = f"Vue le {day_and_month(seen)}, s" if seen else "S"
        days = days_silent(row, today)
        return f"{said}ans réponse depuis {days} jours." if days > 1 else ""
    days_said = (
        ("Rendez-vous le", row.appointment_on),
        ("Reçue le", row.received_on),
        ("Entrée le", row.entered_on),
    )
    told = [f"{words} {day_and_month(day)}." for words, day in days_said if day]
    return " ".join([*told, *([f"{row.get_reason_display()}.".capitalize()] if row.reason else [])])


@presses("referral")
def unanswered(reader: Reader, person: Person) -> Iterator[Due]:
    """Silences to break, and needs that are still there."""
    rows, today = list(person.referrals.all()), clock.today()
    for one in silent(rows, today):
        said = (
            f"Relancer {one.structure_name} : sans réponse depuis {days_silent(one, today)} jours."
        )
        address = reverse("referrals:referral", args=[person.pk, one.pk])
        yield Due(typographic(said), one.counted_from, address)
    for one in failed(rows):
        address = f"{reverse('referrals:choose', args=[person.pk])}?apres={one.pk}"
        said = f"Chercher un autre service : {one.service_name} n’a pas abouti."
        yield Due(typographic(said), one.counted_from, address)
