"""Silences looked at once a day: alerts open, and close when somebody was met."""

from collections import Counter
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.core.journal.services import record
from o2r.core.notifications.directory import Recipient
from o2r.core.notifications.services import notify
from o2r.pathways.exits.enums import ExitKind
from o2r.pathways.exits.models import Exit
from o2r.pathways.silence.enums import AlertState
from o2r.pathways.silence.models import SilenceAlert
from o2r.pathways.silence.noticing import Known, Limits, noticed
from o2r.pathways.silence.notification_kinds import SILENCE
from o2r.pathways.silence.rules import limits
from o2r.pathways.silence.said import kept
from o2r.pathways.silence.selectors.facts import known_of
from o2r.pathways.silence.services.moving import move
from o2r.people.models import Person

TOGETHER = 200
BY = Author.system("silences")


def notice_silences() -> tuple[int, int]:
    """Open the alerts that are due today and close those of people who were met: how many of each.

    A second run of the day changes nothing.
    """
    rules, opened, closed = limits(), Counter[UUID](), 0
    for organisation, people in _chunks():
        known = known_of(people, organisation)
        with transaction.atomic():
            rows = Person.objects.select_for_update(no_key=True).filter(
                pk__in=[one.pk for one in people]
            )
            changed = []
            for person in rows.followed().order_by("pk"):
                ended = _close(person, known[person.pk])
                begun = _open(person, known[person.pk], rules)
                closed += ended
                if begun and person.referent_id:
                    opened[person.referent_id] += 1
                if ended or begun:
                    changed.append(person)
            _journal(changed)
    _tell(opened)
    return opened.total(), closed


def _chunks() -> Iterator[tuple[Organisation, Sequence[Person]]]:
    """The open files but those of the dead, organisation by organisation, some at a time."""
    followed = Person.objects.followed()
    deaths = Exit.objects.filter(kind=ExitKind.DEATH, returned_on=None)
    places = followed.order_by().values_list("organisation", flat=True).distinct()
    for organisation in Organisation.objects.filter(pk__in=places).order_by("pk"):
        rows = followed.filter(organisation=organisation, referent__isnull=False).order_by("pk")
        rows = rows.exclude(pk__in=deaths.values("person"))
        keys = list(rows.values_list("pk", flat=True))
        for start in range(0, len(keys), TOGETHER):
            some = keys[start : start + TOGETHER]
            yield organisation, list(Person.objects.filter(pk__in=some).order_by("pk"))


def _close(person: Person, known: Known) -> int:
    """Close the alerts of somebody met since they opened, and those that a merge doubled."""
    closed = 0
    active = list(SilenceAlert.objects.active().filter(person=person).order_by("opened_on", "pk"))
    for rank, one in enumerate(active):
        if known.last > one.silent_since or rank:
            move(None, one, AlertState.RESOLVED)
            closed += 1
    return closed


def _open(person: Person, known: Known, rules: Limits) -> bool:
    """Open an alert, unless one is open already or was set aside for the same silence."""
    reasons = noticed(known, clock.today(), rules)
    if not reasons:
        return False
    rows = SilenceAlert.objects.filter(person=person)
    known_already = rows.active() | rows.filter(silent_since__gte=known.last)
    if known_already.exists():
        return False
    SilenceAlert.objects.create(person=person, reasons=kept(reasons), silent_since=known.last)
    return True


def _journal(changed: Sequence[Person]) -> None:
    """One line for each file, last: the head of a chain is held until the commit."""
    for person in changed:
        record(
            by=BY,
            action="silence.notice",
            kind=Person.access_kind,
            object_id=person.pk,
            organisation=person.organisation_id,
            fields=("route",),
        )


def _tell(opened: Counter[UUID]) -> None:
    """Once a day at most, who is referent: how many, and nobody's name."""
    for user in User.objects.filter(pk__in=opened, is_active=True).order_by("pk"):
        many = opened[user.pk]
        notify(
            to=[Recipient(user.pk, user.email)],
            kind=SILENCE.code,
            subject="Quelqu’un attend peut-être un signe",
            body=(
                "Une personne que vous suivez n’a plus donné de nouvelles."
                if many == 1
                else f"{many} personnes que vous suivez n’ont plus donné de nouvelles."
            )
            + " La page dit pourquoi, et par quoi réessayer.",
            link=reverse("silence:alerts"),
            sensitive=True,
        )
