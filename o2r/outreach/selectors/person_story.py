"""What outreach knows of one person, files merged into theirs included."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count, Window, prefetch_related_objects

from o2r.core import clock
from o2r.outreach.enums import PromiseState
from o2r.outreach.models import Encounter, Promise
from o2r.outreach.models.encounters import EncounterQuerySet
from o2r.outreach.selectors.encounters import PromiseShown, promises_shown
from o2r.people.models import Person


def meetings_of(files: Sequence[UUID]) -> EncounterQuerySet:
    """The entries that stand and name one of these files, the newest first; each once, with
    ``many``, how many they are."""
    named = Encounter.persons.through.objects.filter(person__in=files).values("encounter")
    rows = Encounter.objects.standing().filter(pk__in=named).annotate(many=Window(Count("pk")))
    return rows.select_related("place", "by").order_by("-at", "id")


def promises_of(person: Person, files: Sequence[UUID]) -> list[PromiseShown]:
    """The promises to settle of a person, opened. Raises NoKey, KeysUnavailable.

    Those of their file come with it; those of a file that was merged into it, in one query.
    """
    merged = [one for one in files if one != person.pk]
    others = Promise.objects.filter(person__in=merged).order_by("pk") if merged else ()
    rows = [one for one in (*person.promises.all(), *others) if one.state == PromiseState.OPEN]
    for one in rows:
        if one.owner_id == person.referent_id:
            one.owner = person.referent
    prefetch_related_objects(rows, "owner")
    names = dict.fromkeys(files, str(person))
    ordered = sorted(rows, key=lambda one: (one.due_on, one.made_at, one.pk))
    return promises_shown(person.organisation_id, ordered, names, clock.today())
