"""A questionnaire offered to somebody: answered, in part, passed, refused, or not offered."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError
from o2r.core.crypto.fields import write_sealed
from o2r.pathways.measures.enums import Outcome
from o2r.pathways.measures.models import Measure, MeasureAnswers
from o2r.pathways.measures.scales import OutOfRange, Scale, score_of
from o2r.pathways.measures.services.checking import (
    When,
    already,
    author_of,
    check_day,
    opened_for,
)
from o2r.pathways.selectors.current import open_pathway_of
from o2r.people.models import Person
from o2r.people.services.holding import touched

UNANSWERED = (Outcome.REFUSED, Outcome.NOT_OFFERED, Outcome.SKIPPED)


@dataclass(frozen=True)
class Answered:
    """The answers to a scale, None for a question left out."""

    scale: Scale
    answers: Sequence[int | None]

    @property
    def outcome(self) -> Outcome:
        """What the answers make of it."""
        given = [one for one in self.answers if one is not None]
        if len(given) == self.scale.items:
            return Outcome.ANSWERED
        return Outcome.PARTIAL if given else Outcome.SKIPPED


@transaction.atomic
def write_measure(*, by: Actor, person: Person, answered: Answered, when: When) -> Measure:
    """Keep the answers of a person to a scale, with their score when none is missing.

    Sent twice, written once. Raises NotAllowed; DomainError for an answer out of range, a moment
    that the scale is not for, a snapshot taken twice, or a day that cannot be.
    """
    scale = answered.scale
    file = opened_for(by, person, scale.group)
    if known := already(Measure, file, when):
        return known[0]
    try:
        score = score_of(scale, answered.answers)
    except OutOfRange as error:
        raise DomainError(
            "Cette réponse n’est pas une de celles de l’échelle. Choisissez-en une, ou passez la "
            "question.",
            field=f"item_{error.item}",
        ) from error
    row = _new(by, file, scale, when, answered.outcome)
    row.score = score
    row.save(force_insert=True)
    if row.outcome in (Outcome.ANSWERED, Outcome.PARTIAL):
        sealed = MeasureAnswers(subject=file.pk, person=file, measure=row)
        text = json.dumps(list(answered.answers))
        write_sealed(sealed, organisation=file.organisation_id, items=text)
        sealed.save(force_insert=True)
    touched(file)
    written(by, "update", file, scale.group)
    return row


@transaction.atomic
def refuse_measure(
    *, by: Actor, person: Person, scale: Scale, when: When, outcome: Outcome
) -> Measure:
    """Keep that a questionnaire was passed, refused, or not offered: it counts as missing, and
    nothing more is asked. Sent twice, written once. Raises NotAllowed, DomainError."""
    if outcome not in UNANSWERED:
        raise DomainError("Dites si la personne a passé, refusé, ou si rien n’a été proposé.")
    file = opened_for(by, person, scale.group)
    if known := already(Measure, file, when):
        return known[0]
    row = _new(by, file, scale, when, outcome)
    row.save(force_insert=True)
    touched(file)
    written(by, "update", file, scale.group)
    return row


def _new(by: Actor, file: Person, scale: Scale, when: When, outcome: Outcome) -> Measure:
    check_day(file, when.on)
    if when.moment not in scale.moments:
        raise DomainError("Cette échelle ne se propose pas à ce moment.", field="moment")
    if not scale.shows_change:
        taken = Measure.objects.filter(person=file, scale=scale.code, outcome=Outcome.ANSWERED)
        if taken.exists():
            raise DomainError(
                "La personne a déjà répondu à ce questionnaire : il se remplit une seule fois, à "
                "l’entrée. Effacez la première réponse si elle était fausse."
            )
    return Measure(
        person=file,
        pathway=open_pathway_of(file),
        scale=scale.code,
        scale_version=scale.version,
        moment=when.moment,
        asked_on=when.on,
        asked_by_id=author_of(by),
        entry=when.entry,
        outcome=outcome,
    )
