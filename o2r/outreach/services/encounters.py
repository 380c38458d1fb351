"""Noting a meeting, correcting it by a new entry, cancelling a mistaken one."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation, Team, User
from o2r.core.crypto.fields import write_sealed
from o2r.outreach.enums import EncounterKind, PromiseState
from o2r.outreach.models import Encounter, EncounterWords, Promise
from o2r.outreach.services.encounter_details import (
    NOTE,
    EncounterDetails,
    Heard,
    check_company,
    check_heard,
    fill,
    nickname,
)
from o2r.outreach.services.people_met import check_born, day_of, hold, may_write, met, unmet
from o2r.outreach.services.promising import Promised, promise_to
from o2r.people.models import Person
from o2r.people.services import Given, open_person

CORRECT = "corriger cette rencontre"


@transaction.atomic
def record_encounter(
    *,
    by: Actor,
    entry: UUID,
    details: EncounterDetails,
    persons: Collection[UUID] = (),
    newcomers: Sequence[str] = (),
    heard: Heard | None = None,
    promised: Promised | None = None,
) -> Encounter:
    """Note what happened: a passage, a meeting, a refusal. Sent twice, it is noted once.

    ``entry``: the key that the page made for this entry; ``newcomers``: nicknames of people whose
    files are opened by the same act; ``promised``: to each person named. Raises NotAllowed, and
    DomainError at the field to correct.
    """
    if known := _already(by, entry):
        return known
    heard = heard or Heard()
    named = len(set(persons)) + len(newcomers)
    check_company(details, named)
    check_heard(heard, named)
    if promised and not named:
        raise DomainError("Dites à qui la promesse est faite.", field="persons")
    names = [nickname(one) for one in newcomers]
    row = _new(by, entry, details)
    try:
        # First of all: the same entry, sent at the same instant, stops here.
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        if known := _already(by, entry):
            return known
        raise
    people = hold(by, persons)
    people += [open_person(by=by, given=Given(known_as=name)) for name in names]
    _bring(by, row, people, heard)
    for one in people if promised else ():
        assert promised is not None  # noqa: S101 — said to mypy
        promise_to(by, one, promised, row)
    written(by, "create", row)
    return row


@transaction.atomic
def correct_encounter(
    *,
    by: Actor,
    encounter: Encounter,
    entry: UUID,
    details: EncounterDetails,
    persons: Collection[UUID] = (),
    heard: Heard | None = None,
) -> Encounter:
    """Write a new entry in the place of another, which stays. Sent twice, it is corrected once.

    The people whom ``by`` does not follow stay in the meeting. ``heard``: None leaves the words as
    they are. Raises NotAllowed, DomainError.
    """
    if known := _already(by, entry):
        return known
    held = _standing(by, encounter)
    before = list(held.persons.select_related("organisation").order_by("pk"))
    kept = [one for one in before if not may_write(by, one)]
    named = len(set(persons)) + len(kept)
    check_company(details, named)
    check_heard(heard or Heard(), named)
    row = _new(by, entry, details, team=held.team)
    _replace(held, row)
    chosen = hold(by, persons)
    people = [*chosen, *kept]
    gone = [one for one in before if one not in people]
    _withdraw(held, gone)
    words = EncounterWords.objects.filter(encounter=held)
    (words if heard is None else words.filter(person__in=kept)).update(encounter=row)
    Promise.objects.filter(encounter=held).update(encounter=row)
    _bring(by, row, chosen, heard or Heard(), kept)
    unmet(held, [one for one in before if one not in kept], row.organisation)
    met(row, chosen, row.organisation)
    written(by, "create", row)
    return row


@transaction.atomic
def cancel_encounter(*, by: Actor, encounter: Encounter, entry: UUID) -> Encounter:
    """Take back a mistaken entry: a last one says so. A second time changes nothing.

    What was said and the promises still open go with it; files opened by it stay. NotAllowed.
    """
    ended = Encounter.objects.filter(corrects=encounter, is_cancelled=True).order_by("pk").first()
    if ended is not None:
        require(by, "create", ended, act=CORRECT)
        return ended
    held = _standing(by, encounter)
    people = list(held.persons.select_related("organisation").order_by("pk"))
    row = Encounter(
        pk=entry,
        organisation=held.organisation,
        team=held.team,
        kind=held.kind,
        at=held.at,
        place=held.place,
        round=held.round,
        channel=held.channel,
        by=_author(by),
        is_cancelled=True,
        is_standing=False,
    )
    _replace(held, row)
    _withdraw(held, people)
    unmet(held, people, row.organisation)
    written(by, "create", row)
    return row


@transaction.atomic
def add_words(*, by: Actor, encounter: Encounter, person: Person, heard: Heard) -> EncounterWords:
    """Add what one of the people met said. Raises NotAllowed, DomainError."""
    (held,) = hold(by, [person.pk])
    if not encounter.persons.filter(pk=held.pk).exists():
        raise NotAllowed(NOTE)
    if not heard.texts:
        raise DomainError("Écrivez ce que la personne a dit.", field="words")
    check_heard(heard, 1)
    return _say(by, encounter, held, heard)


def _already(by: Actor, entry: UUID) -> Encounter | None:
    """The entry that this key made; refused when it is somebody else's."""
    known = Encounter.objects.filter(pk=entry).order_by("pk").first()
    if known is not None and (known.by_id, known.organisation_id) != (by.user, by.organisation):
        raise DomainError("Cette saisie est déjà prise. Rechargez la page et recommencez.")
    return known


def _new(by: Actor, entry: UUID, details: EncounterDetails, team: Team | None = None) -> Encounter:
    if by.organisation is None:
        raise NotAllowed(NOTE)
    row = Encounter(
        pk=entry,
        organisation=Organisation.objects.get(pk=by.organisation),
        by=_author(by),
    )
    require(by, "create", row, act=NOTE)
    fill(row, details)
    row.team = team or (row.round.team if row.round else None) or only_team(by)
    return row


def _author(by: Actor) -> User:
    """The account that writes. Raises NotAllowed for the platform's own work: it meets nobody."""
    if by.user is None:
        raise NotAllowed(NOTE)
    return User.objects.get(pk=by.user)


def only_team(by: Actor) -> Team | None:
    """The team of who belongs to one alone, in the organisation they act for."""
    teams = list(Team.objects.filter(pk__in=by.teams, organisation=by.organisation).order_by("pk"))
    return teams[0] if len(teams) == 1 else None


def _standing(by: Actor, encounter: Encounter) -> Encounter:
    rows = Encounter.objects.select_for_update(no_key=True, of=("self",))
    held = rows.select_related("organisation", "team", "place", "round").get(pk=encounter.pk)
    require(by, "update", held, act=CORRECT)
    if not held.is_standing:
        raise DomainError("Cette rencontre a déjà été corrigée. Ouvrez sa dernière version.")
    return held


def _replace(held: Encounter, row: Encounter) -> None:
    """Write ``row`` in the place of ``held``, which stays, and counts no more."""
    row.corrects = held
    row.save(force_insert=True)
    held.is_standing = False
    held.save(update_fields=["is_standing"])


def _bring(
    by: Actor,
    row: Encounter,
    people: Sequence[Person],
    heard: Heard,
    others: Sequence[Person] = (),
) -> None:
    """Name people in an entry, with what the only one said, and say it in their files."""
    check_born(people, day_of(row, row.organisation))
    row.persons.set([*people, *others])
    if heard.texts and people:
        _say(by, row, people[0], heard)
    if row.kind != EncounterKind.PASSAGE:
        met(row, people, row.organisation)
    for one in people:
        written(by, "update", one, "route")


def _say(by: Actor, row: Encounter, person: Person, heard: Heard) -> EncounterWords:
    said = EncounterWords(subject=person.pk, encounter=row, person=person)
    write_sealed(said, organisation=person.organisation_id, **heard.texts)
    said.save(force_insert=True)
    written(by, "update", person, "narrative")
    return said


def _withdraw(row: Encounter, people: Sequence[Person]) -> None:
    """What people did not say, and were not promised, in an entry that is not theirs after all."""
    EncounterWords.objects.filter(encounter=row, person__in=people).delete()
    promises = Promise.objects.filter(encounter=row, person__in=people, follows=None)
    for one in promises.filter(state=PromiseState.OPEN).order_by("pk"):
        one.delete()
