"""Each time somebody else opens a protected file, its referent is told.

Called by the door, where every reading passes. A list that holds the file among others does not
count: who accompanies it would ring all day long, and nobody would listen to what matters.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.governed import Governed
from o2r.accounts.models import User
from o2r.accounts.shown import when_shown
from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.calendar_words import hour_in_words
from o2r.core.notifications.directory import Recipient, directory
from o2r.core.notifications.services import notify
from o2r.people.models import Person, ProtectedReading
from o2r.people.notification_kinds import PROTECTED_FILE_OPENED

_SEVERAL = frozenset({"list", "search"})


@when_shown(Person.access_kind)
def tell_the_referent(by: Actor, action: str, rows: Sequence[Governed]) -> None:
    """Count who opens protected files, or files open in an emergency, among ``rows``; the referent
    of a protected one is told at once."""
    if action in _SEVERAL or by.user is None:
        return
    for row in rows:
        if isinstance(row, Person) and row.referent_id != by.user:
            if row.is_protected or row.opening_of(by):
                _keep(by.user, row)


@errand("protected-reading")
def _keep(reader: UUID, person: Person) -> None:
    """Count one opening. In an emergency, the referent was told when the file opened."""
    now, day = clock.now(), clock.today()
    fresh = ProtectedReading(person=person, reader_id=reader, day=day, last_at=now)
    ProtectedReading.objects.bulk_create([fresh], ignore_conflicts=True)
    ProtectedReading.objects.filter(person=person, reader=reader, day=day).update(
        count=F("count") + 1, last_at=now
    )
    if person.is_protected and person.referent is not None:
        _tell(person.referent, person, day)


def _tell(referent: User, person: Person, day: date) -> None:
    zone = directory().time_zone(referent.pk)
    read = ProtectedReading.objects.of_day(person, day).select_related("reader")
    notify(
        to=[Recipient(referent.pk, referent.email)],
        kind=PROTECTED_FILE_OPENED.code,
        subject="Un dossier protégé que vous suivez a été ouvert",
        body="Aujourd’hui :\n"
        + "\n".join(f"– {_said(one, zone)}" for one in read)
        + "\n\nSi l’une de ces ouvertures vous surprend, appelez cette personne, puis votre "
        "délégué à la protection des données.",
        link=reverse("protection:readings", args=[person.pk]),
        sensitive=True,
        cumulative=True,
    )


def _said(one: ProtectedReading, zone: ZoneInfo) -> str:
    """« Awa Diop, 3 fois, la dernière à 14 h 05 »."""
    hour = hour_in_words(one.last_at.astimezone(zone).time().replace(second=0))
    times = f"{one.count} fois, la dernière à" if one.count > 1 else "à"
    return f"{one.reader}, {times} {hour}"
