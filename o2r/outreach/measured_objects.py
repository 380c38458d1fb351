"""What the addresses of people and of outreach name, for ``o2r bench casework``: a few files of one
worker, with all that a page may have to say of them."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.core.crypto.measured_keys import fill, give
from o2r.outreach.enums import RoundState, SignalState
from o2r.outreach.measured_signals import WORDS, waiting_import
from o2r.outreach.measured_volume import Operator
from o2r.outreach.models import (
    DailyReport,
    Encounter,
    EncounterWords,
    Observation,
    PartnerSignal,
    Promise,
    Round,
    SignalLink,
    SignalWords,
)
from o2r.people.enums import EmergencyReason, GroupKind, Purpose, SharedField
from o2r.people.measured_files import agreement
from o2r.people.models import (
    Agreement,
    EmergencyOpening,
    EmergencyWords,
    FollowUp,
    GroupMember,
    Person,
)

EACH = 5
"""How many files, meetings, rounds… are opened in turn."""
Objects = dict[str, list[Any]]


def objects_of(operator: Operator, partner: Organisation) -> Objects:
    """Of the first worker: their files, their meetings, their rounds.

    The files are shared with the partner, go two by two, were signalled, and were met just now, on
    the round under way, where something was promised.
    """
    here, worker = operator.organisation.pk, operator.workers[0]
    mine = Person.objects.filter(referent=worker).exclude(notes=None)
    some = list(mine.exclude(contacts=None).distinct().order_by("pk")[: 2 * EACH])
    files, others = some[:EACH], some[-EACH:]
    _share(files, operator, partner)
    rounds = list(Round.objects.of_organisation(here).order_by("-starts_at")[:EACH])
    out = next(one for one in rounds if one.state == RoundState.UNDER_WAY)
    out.members.add(worker)
    file, act = waiting_import(operator.organisation, worker)
    found: dict[str, Any] = {
        "person": files,
        "contact": [_first(one.contacts) for one in files],
        "note": [_first(one.notes) for one in files],
        "follow_up": [
            FollowUp.objects.create(person=one, user=operator.workers[1]) for one in files
        ],
        "member": [_together(*both) for both in zip(files, others, strict=True)],
        "agreement": [_proposed(one, operator) for one in files],
        "encounter": [_met(one, out, operator) for one in files],
        "place": operator.places,
        "round": rounds,
        "stop": [_first(one.stops) for one in rounds],
        "report": DailyReport.objects.of_organisation(here).order_by("-day", "pk")[:EACH],
        "observation": Observation.objects.of_organisation(here).order_by("-at", "pk")[:EACH],
        "opening": [_opening(operator, rank) for rank in range(EACH)],
        "signal": [_signal(one, operator, partner) for one in files],
        "link": SignalLink.objects.of_organisation(here).order_by("-until", "pk")[:EACH],
        "draft": [file] * EACH,
        "act": [act] * EACH,
    }
    keys: Objects = {name: [row.pk for row in rows][:EACH] for name, rows in found.items()}
    return keys | {"kind": ["csv", "xlsx", "ods", "csv", "xlsx"]}


def _first(rows: Any) -> Any:
    return rows.order_by("pk").first()


def _share(files: list[Person], operator: Operator, partner: Organisation) -> None:
    """With those that were not shared already."""
    fresh = [one for one in files if not one.agreements.filter(recipient=partner).exists()]
    Agreement.objects.bulk_create([agreement(one, partner, clock.now()) for one in fresh])
    give([one.pk for one in fresh], from_=operator.organisation.pk, to=partner.pk)


def _together(person: Person, other: Person) -> GroupMember:
    group = uuid4()
    rows = [
        GroupMember(group=group, kind=GroupKind.HOUSEHOLD, person=one) for one in (person, other)
    ]
    return GroupMember.objects.bulk_create(rows)[0]


def _proposed(person: Person, operator: Operator) -> Agreement:
    return Agreement.objects.create(
        person=person,
        purpose=Purpose.REFER,
        recipient=operator.organisation,
        fields=[SharedField.FIRST_NAME],
        asked_by=operator.workers[0],
        until=clock.today() + timedelta(days=30),
    )


def _met(person: Person, out: Round, operator: Operator) -> Encounter:
    """A meeting of the round under way, what was said there, and a promise for today."""
    here, stop = operator.organisation, out.stops.order_by("-rank")[0]
    made = Encounter.objects.create(
        organisation=here,
        kind="rencontre",
        at=clock.now() - timedelta(minutes=30),
        round=out,
        place=stop.place,
        by=operator.workers[0],
    )
    made.persons.add(person)
    common = {"subject": person.pk, "person": person, "encounter": made}
    words = EncounterWords(**common)
    write_sealed(words, organisation=here.pk, words="Ça va mieux.")
    words.save(force_insert=True)
    promise = Promise(**common, owner=operator.workers[0], due_on=clock.today())
    write_sealed(promise, organisation=here.pk, what="Repasser avec un café")
    promise.save(force_insert=True)
    return made


def _opening(operator: Operator, rank: int) -> EmergencyOpening:
    """An hour in the file of a colleague, asked by the worker."""
    now, other = clock.now(), operator.files[1 + rank * len(operator.workers)]
    made = EmergencyOpening.objects.create(
        person=other,
        organisation=operator.organisation,
        referent=other.referent,
        by=operator.workers[0],
        reason=EmergencyReason.DANGER,
        opened_at=now,
        until=now + EmergencyOpening.LASTS,
    )
    words = EmergencyWords(opening=made, subject=other.pk)
    write_sealed(words, organisation=operator.organisation.pk, why="Danger")
    words.save(force_insert=True)
    return made


def _signal(person: Person, operator: Operator, sender: Organisation) -> PartnerSignal:
    """What the partner sent from an account, and led to a file."""
    here = operator.organisation
    made = PartnerSignal.objects.create(
        id=fill(1, here.pk)[0],
        organisation=here,
        sender=sender,
        commune=operator.places[0].commune,
        state=SignalState.MET,
        taken_by=operator.workers[0],
        person=person,
        follow_digest=uuid4().hex,
    )
    words = SignalWords(subject=made.pk, signal=made)
    write_sealed(words, organisation=here.pk, words=WORDS)
    words.save(force_insert=True)
    return made
