"""What a diagnosis and a plan show on the page of a person; what goes with them."""

from typing import Any

from o2r.accounts.actors import Actor
from o2r.core.journal.authors import Author
from o2r.pathways.diagnosis.models import Diagnosis, Objective
from o2r.pathways.diagnosis.selectors import plans, shown
from o2r.people.enums import FileTab
from o2r.people.models import Person
from o2r.people.registry import Panel, brings, carries, erases, holds, panel
from o2r.people.selectors.reading import Reader

for _label in ("Diagnosis", "BarrierScore", "Strength", "Objective", "PlanAction"):
    carries(f"diagnosis.{_label}")
brings(*shown.BROUGHT, *plans.BROUGHT)


@erases
def erase(by: Author, person: Person) -> None:
    """What was said, and what was planned: nothing of it is a figure without the person."""
    Diagnosis.objects.filter(person=person).delete()
    Objective.objects.filter(person=person).delete()


@holds
def is_known(person: Person) -> bool:
    """A file in which something was said was not opened by mistake."""
    rows = (*person.diagnoses.all(), *person.objectives.all())
    return bool(rows)


def _diagnosis(actor: Actor, person: Person, fields: frozenset[str]) -> dict[str, Any] | None:
    """What counts most for the person, what is in the way, what they can rely on."""
    reader = Reader.of(actor, person, fields)
    known = [one for one in shown.numbered(reader, person) if one[1].is_validated]
    version = shown.version_of(reader, person, *known[-1]) if known else None
    return {
        "person": person,
        "version": version,
        "is_begun": reader.shared is None and shown.draft_of(person) is not None,
    }


def _plan(actor: Actor, person: Person, fields: frozenset[str]) -> dict[str, Any] | None:
    """The objectives under way, and what remains to be done for each."""
    reader = Reader.of(actor, person, fields)
    goals = [one for one in plans.plan_of(reader, person) if one.is_open]
    return {"person": person, "goals": goals}


def _late(known: dict[str, Any]) -> str:
    """« 2 en retard »."""
    many = sum(action.is_late for goal in known["goals"] for action in goal.open_actions)
    return f"{many} en retard" if many else ""


panel(
    Panel(
        code="freins",
        title="Freins et points forts",
        template="diagnosis/_person_diagnosis.html",
        group="barriers",
        order=10,
        context=_diagnosis,
        tab=FileTab.BARRIERS,
    )
)
panel(
    Panel(
        code="plan",
        title="Plan",
        template="diagnosis/_person_plan.html",
        group="barriers",
        order=1,
        context=_plan,
        tab=FileTab.PLAN,
        alert=_late,
    )
)
