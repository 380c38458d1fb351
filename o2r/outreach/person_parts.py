"""What outreach holds of a person: shown on their page, erased with them, judged again when two
files become one."""

from typing import Any

from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.policy import may_meet
from o2r.core.journal.authors import Author
from o2r.outreach.models import (
    Encounter,
    EncounterWords,
    ImportedRow,
    PartnerSignal,
    Promise,
)
from o2r.outreach.selectors.people_seen import files_of
from o2r.outreach.selectors.person_story import promises_of
from o2r.outreach.selectors.signals import of_files, signals_waiting
from o2r.outreach.services.drafting import forget_about
from o2r.outreach.services.people_met import judge_trust
from o2r.outreach.services.signal_holding import erase_words
from o2r.people.enums import FileTab
from o2r.people.models import Person
from o2r.people.registry import (
    Panel,
    Waiting,
    awaits,
    brings,
    carries,
    erases,
    holds,
    merges,
    panel,
    settles,
)
from o2r.people.services.merging import carry

for _label in ("PartnerSignal", "ImportedRow"):
    carries(f"outreach.{_label}")


@erases
def erase(by: Author, person: Person) -> None:
    """Words, promises, what was signalled and what was begun go. Meetings stay, as figures: they
    name a file that names nobody; signals too, of nobody."""
    Promise.objects.filter(person=person, follows__isnull=False).update(follows=None)
    for one in Promise.objects.filter(person=person).order_by("pk"):
        one.delete()
    EncounterWords.objects.filter(person=person).delete()
    signals = PartnerSignal.objects.filter(person=person)
    for signal in signals.order_by("pk"):
        erase_words(by, signal)
    signals.update(person=None)
    ImportedRow.objects.filter(person=person).delete()
    forget_about(by, person)


@holds
def is_met(person: Person) -> bool:
    """A file that a meeting names was not opened by mistake: the meeting is cancelled first."""
    return Encounter.objects.standing().filter(persons=person).exists()


@merges
def merge(kept: Person, gone: Person) -> None:
    """The days of trust; meetings stay where they were noted. Undone, the second file parts."""
    judge_trust(kept, kept.organisation)
    judge_trust(gone, gone.organisation, without=kept)


@awaits
def signals(actor: Actor) -> Waiting | None:
    """How many signals wait for somebody, or for nobody in particular."""
    if not may_meet(actor, PartnerSignal.access_kind):
        return None
    many = signals_waiting(actor)
    if not many:
        return None
    said = "1 signalement à voir" if many == 1 else f"{many} signalements à voir"
    return Waiting(said, reverse("outreach:signals"))


@settles
def settle(kept: Person, gone: Person) -> None:
    """What was said and promised under the other file stays with the person, and so do meetings."""
    for label in ("outreach.EncounterWords", "outreach.Promise"):
        carry(label, "person", gone, kept)
    for one in Encounter.objects.filter(persons=gone).order_by("pk"):
        one.persons.add(kept)
        one.persons.remove(gone)


LAST_MEETINGS = 5


def _promises(actor: Actor, person: Person, fields: frozenset[str]) -> dict[str, Any] | None:
    """The promises to settle; nothing for a partner."""
    if actor.organisation != person.organisation_id or "narrative" not in fields:
        return None
    return {"promises": promises_of(person, files_of(person))}


def _signals(actor: Actor, person: Person, fields: frozenset[str]) -> dict[str, Any] | None:
    """What partners sent that led to this person; nothing for a partner, nor when none did."""
    if actor.organisation != person.organisation_id or "narrative" not in fields:
        return None
    files = files_of(person)
    # Those of the file come with it; a file merged into it may have led to others.
    rows = list(person.signals.all() if len(files) == 1 else of_files(files))[:LAST_MEETINGS]
    return {"signals": rows} if rows else None


brings("promises", "signals__sender", "signals__link", "trust")
panel(
    Panel(
        code="promises",
        title="Promesses à tenir",
        template="outreach/_person_promises.html",
        group="narrative",
        order=20,
        context=_promises,
        tab=FileTab.PLAN,
    )
)
panel(
    Panel(
        code="signals",
        title="Signalements",
        template="outreach/_person_signals.html",
        group="narrative",
        order=40,
        context=_signals,
        tab=FileTab.STORY,
    )
)
