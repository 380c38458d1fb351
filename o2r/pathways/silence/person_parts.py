"""What silences show in a file and on a caseload, and what goes with the person."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from o2r.accounts.actors import Actor
from o2r.core.journal.authors import Author
from o2r.pathways.registry import stops_at_death
from o2r.pathways.silence.enums import AlertState, Dismissal
from o2r.pathways.silence.models import ExpectedContact, SilenceAlert
from o2r.pathways.silence.said import read
from o2r.pathways.silence.selectors.alerts import alert_of, expected_of, reasons_of
from o2r.pathways.silence.services.moving import move
from o2r.people.enums import FileTab
from o2r.people.models import Person
from o2r.people.registry import Panel, brings, carries, erases, explains, panel

for _label in ("ExpectedContact", "SilenceAlert"):
    carries(f"silence.{_label}")
brings("silence_alerts", "expected_contacts")


@erases
def erase(by: Author, person: Person) -> None:
    """Days and codes: nothing of them is a figure without the person."""
    SilenceAlert.objects.filter(person=person).delete()
    ExpectedContact.objects.filter(person=person).delete()


@stops_at_death
def stop(by: Actor, person: Person) -> None:
    """Nobody waits for news of somebody who died."""
    for one in SilenceAlert.objects.active().filter(person=person).order_by("pk"):
        one.set_aside_because = Dismissal.ENDED
        move(by.user, one, AlertState.DISMISSED)


@explains("silence_alerts")
def why(actor: Actor, people: Sequence[Person]) -> dict[UUID, list[str]]:
    """Why somebody on a caseload is worth a call today."""
    return reasons_of(people)


def _silence(actor: Actor, person: Person, fields: frozenset[str]) -> dict[str, Any] | None:
    """When the person is expected, and why their silence is worth a call; nothing for a partner."""
    if actor.organisation != person.organisation_id:
        return None
    alert = alert_of(person)
    return {
        "person": person,
        "expected": expected_of(person),
        "alert": alert,
        "reasons": read(alert.reasons) if alert else [],
    }


panel(
    Panel(
        code="nouvelles",
        title="Prochain contact",
        template="silence/_person_silence.html",
        group="route",
        order=50,
        context=_silence,
        tab=FileTab.PLAN,
    )
)
