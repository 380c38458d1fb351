"""What outreach knows of one person, files merged into theirs included."""

from collections.abc import Sequence
from uuid import UUID

from o2r.core import clock
from o2r.outreach.models import Encounter, Promise
from o2r.outreach.models.encounters import EncounterQuerySet
from o2r.outreach.selectors.encounters import PromiseShown, promises_shown
from o2r.people.models import Person


def meetings_of(files: Sequence[UUID]) -> EncounterQuerySet:
    """The entries that stand and name one of these files, the newest first; each once."""
    rows = Encounter.objects.standing().filter(persons__in=files)
    return rows.select_related("place", "by").order_by("-at", "id").distinct()


def promises_of(person: Person, files: Sequence[UUID]) -> list[PromiseShown]:
    """The promises to settle of a person, opened. Raises NoKey, KeysUnavailable."""
    rows = Promise.objects.open().filter(person__in=files).select_related("owner")
    names = dict.fromkeys(files, str(person))
    ordered = rows.order_by("due_on", "made_at", "pk")
    return promises_shown(person.organisation_id, ordered, names, clock.today())
