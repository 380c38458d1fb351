"""Taking back an import made by mistake, for a day and while nobody has built on it."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.slices import slices
from o2r.outreach.models import (
    Encounter,
    EncounterWords,
    ImportAct,
    Observation,
    OpenBand,
    Place,
    Promise,
    RoundStop,
)
from o2r.outreach.services.people_met import days_of, judge_trust_of
from o2r.people.models import Person
from o2r.people.rules import number
from o2r.people.services.taking_over import SLICE, give_back

UNDO = "annuler cet import"
BUILT_ON = (
    "Des lieux ou des rencontres de cet import ont servi ou ont été corrigés depuis : il ne "
    "s’annule plus. Corrigez une par une les lignes fausses."
)


@transaction.atomic
def undo_import(*, by: Actor, act: ImportAct) -> ImportAct:
    """Take an import back whole: files are erased keys first, places go, meetings are cancelled by
    a last entry each. A second time changes nothing; the same file may then be imported again.

    Raises NotAllowed; DomainError when it is too late, or when somebody has built on a line.
    """
    held = ImportAct.objects.select_for_update(no_key=True).get(pk=act.pk)
    require(by, "delete", held, act=UNDO)
    if held.undone_at is not None:
        return held
    if not held.may_be_undone:
        raise DomainError(
            f"Cet import a plus de {number('undo-opening-hours')} heures : il ne s’annule plus. "
            "Corrigez ou effacez une par une les lignes fausses."
        )
    rows = list(held.rows.order_by("pk").values_list("person", "place", "encounter"))
    lines, people = held.made, [person for person, _, _ in rows if person]
    if len(rows) < lines:
        raise DomainError(BUILT_ON)
    if people:
        give_back(by=by, people=people, taken_at=held.written_at)
    _remove_places([place for _, place, _ in rows if place])
    _cancel_meetings(held, [encounter for _, _, encounter in rows if encounter])
    held.rows.all().delete()
    held.undone_at = clock.now()
    held.save(update_fields=["undone_at"])
    written(by, "delete", held, "all", count=lines)
    return held


def _remove_places(places: Collection[UUID]) -> None:
    for some in slices(places, SLICE):
        used = any(
            rows.filter(place__in=some).exists()
            for rows in (
                *(OpenBand.objects.all(), RoundStop.objects.all()),
                *(Encounter.objects.all(), Observation.objects.all()),
            )
        )
        if used:
            raise DomainError(BUILT_ON)
        Place.objects.filter(pk__in=some).delete()


@errand("imported-files")
def _cancel_meetings(act: ImportAct, encounters: Collection[UUID]) -> None:
    """Meetings are appended, never removed: a last entry says that each did not take place."""
    people: set[UUID] = set()
    for some in slices(encounters, SLICE):
        rows = Encounter.objects.filter(pk__in=some).order_by("pk")
        if (
            rows.filter(~Q(corrected_by=None)).exists()
            or Promise.objects.filter(encounter__in=some).exists()
        ):
            raise DomainError(BUILT_ON)
        people |= set(rows.exclude(persons=None).values_list("persons", flat=True))
        Encounter.objects.bulk_create(_cancelled(act, one) for one in rows)
        Encounter.objects.filter(pk__in=some).update(is_standing=False)
        EncounterWords.objects.filter(encounter__in=some).delete()
    for keys in slices(sorted(people), SLICE):
        held = Person.objects.select_for_update(no_key=True).filter(pk__in=keys)
        moved = list(held.order_by("pk"))
        days = days_of(moved, act.organisation, counting=False)
        for one in moved:
            one.last_contact_on = _before(act, one, days[one.pk])
        Person.objects.bulk_update(moved, ["last_contact_on"])
        judge_trust_of(moved, act.organisation)


def _cancelled(act: ImportAct, one: Encounter) -> Encounter:
    return Encounter(
        organisation_id=one.organisation_id,
        team_id=one.team_id,
        kind=one.kind,
        at=one.at,
        place_id=one.place_id,
        channel=one.channel,
        by_id=act.owner_id,
        corrects=one,
        is_cancelled=True,
        is_standing=False,
    )


def _before(act: ImportAct, person: Person, days: Collection[date]) -> date:
    """The last contact that stands: what the file said before, or a meeting that remains."""
    before = act.before.get(str(person.pk))
    if before is None:
        return person.last_contact_on
    return min(person.last_contact_on, max([date.fromisoformat(before), *days]))
