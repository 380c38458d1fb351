"""A diagnosis written with the person, kept as a draft, then validated for good."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.core.crypto.fields import read_sealed, write_sealed
from o2r.core.typed_text import tidy
from o2r.pathways.diagnosis import lists
from o2r.pathways.diagnosis.enums import DIAGNOSIS_MOVES, Degree, DiagnosisState
from o2r.pathways.diagnosis.models import BarrierScore, Diagnosis, DiagnosisMove, Strength
from o2r.pathways.services.blocking import require_time
from o2r.people.models import Person
from o2r.people.services.holding import held, touched

WRITE = "écrire le diagnostic de cette personne"
LONGEST = 2_000
"""Characters of one text."""
MOST_FIRST = 3
"""How many things may come first for the person."""
STALE = (
    "Quelqu’un a changé ce diagnostic pendant que vous l’écriviez. Rechargez la page, puis "
    "reportez vos réponses."
)


@dataclass(frozen=True)
class Said:
    """What is said of one barrier, from both sides. ``situations``: codes of the lists."""

    by_person: Degree = Degree.NOT_EXPLORED
    by_professional: Degree = Degree.NOT_EXPLORED
    situations: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class Answers:
    """A grid filled in. ``said``: by code of barrier; ``first``: what counts most for the person,
    in order; ``strengths``: codes; ``other_strength``: another one, in words."""

    made_on: date
    said: Mapping[str, Said] = field(default_factory=dict)
    first: tuple[str, ...] = ()
    strengths: tuple[str, ...] = ()
    other_strength: str = ""
    summary: str = ""
    hard_to_say: str = ""
    with_person: bool = True


@transaction.atomic
def write_diagnosis(
    *,
    by: Actor,
    person: Person,
    key: UUID,
    revision: int,
    answers: Answers,
    validates: bool = False,
) -> Diagnosis:
    """Write the draft of a diagnosis, and validate it when told so.

    ``key``: of the draft, chosen by the form: the same form sent twice writes one. ``revision``:
    what the form showed. What the writer may not read (health, what is hard to say) stays as it
    was in the version before. A draft stays open whatever the clock of the pathway says; a new
    version made after its end does not. Raises NotAllowed, DomainError.
    """
    file = held(by=by, person=person, act=WRITE)
    groups = require(by, "update", file, act=WRITE).fields
    known = _checked(answers, groups)
    row = Diagnosis.objects.select_for_update(no_key=True).filter(pk=key, person=file).first()
    if row is not None and (row.is_validated or row.revision != revision):
        if _is_the_same(row, known, groups) and row.is_validated == validates:
            return row
        raise DomainError(STALE)
    if row is None:
        row = _begin(by, file, key)
    _fill(row, known, groups)
    if validates:
        _validate(by, row, known)
    row.revision += 1
    row.save()
    touched(file)
    written(by, "update", file, "barriers")
    return row


def _checked(answers: Answers, groups: frozenset[str]) -> Answers:
    """The same answers, tidied and cut to what the writer may write. Raises DomainError."""
    if answers.made_on > clock.today():
        raise DomainError("Ce jour est à venir. Donnez celui de l’échange.", field="made_on")
    seen = {one.code for one in lists.barriers_for(groups)}
    situations = {one.code: one.barrier for one in lists.situations()}
    said = {}
    for code, one in answers.said.items():
        if code in seen:
            kept = tuple(name for name in one.situations if situations.get(name) == code)
            words = _text(one.words, f"{code}-words")
            said[code] = Said(one.by_person, one.by_professional, kept, words)
    first = tuple(dict.fromkeys(code for code in answers.first if code in seen))[:MOST_FIRST]
    return Answers(
        made_on=answers.made_on,
        said=said,
        first=first,
        strengths=tuple(code for code in lists.strengths() if code in answers.strengths),
        other_strength=_text(answers.other_strength, "other_strength"),
        summary=_text(answers.summary, "summary"),
        hard_to_say=_text(answers.hard_to_say, "hard_to_say"),
        with_person=answers.with_person,
    )


def _text(text: str, name: str) -> str:
    plain = tidy(text)
    if len(plain) > LONGEST:
        raise DomainError(
            f"Ce texte dépasse {LONGEST} caractères. Gardez l’essentiel, ou écrivez une note.",
            field=name,
        )
    return plain


def _begin(by: Actor, file: Person, key: UUID) -> Diagnosis:
    """A draft that starts from the last version, if there is one. Raises DomainError when a draft
    is already begun, or when the key is taken."""
    if Diagnosis.objects.filter(pk=key).exists():
        raise DomainError(STALE)
    if Diagnosis.objects.filter(person=file).drafts().exists():
        raise DomainError(
            "Un brouillon de diagnostic est déjà commencé pour cette personne. Rechargez la page "
            "pour le continuer."
        )
    before = Diagnosis.objects.filter(person=file).validated().order_by("made_on", "written_at")
    last = before.last()
    row = Diagnosis(id=key, subject=file.pk, person=file, made_by_id=by.user, starts_from=last)
    row.save(force_insert=True)
    DiagnosisMove.objects.create(diagnosis=row, reached=DiagnosisState.DRAFT, moved_by=by.user)
    if last is not None:
        _copy(last, row)
    return row


def _copy(last: Diagnosis, row: Diagnosis) -> None:
    """All that the version before says; what the writer answers comes over it."""
    organisation = row.person.organisation_id
    for one in BarrierScore.objects.filter(diagnosis=last).order_by("code"):
        words = read_sealed(one, "words", organisation=organisation)["words"]
        made = BarrierScore(
            subject=row.subject,
            diagnosis=row,
            person=row.person,
            code=one.code,
            by_person=one.by_person,
            by_professional=one.by_professional,
            rank=one.rank,
            situations=one.situations,
        )
        write_sealed(made, organisation=organisation, words=words)
        made.save(force_insert=True)
    texts = read_sealed(last, "summary", "hard_to_say", organisation=organisation)
    write_sealed(row, organisation=organisation, **texts)


def _fill(row: Diagnosis, answers: Answers, groups: frozenset[str]) -> None:
    organisation = row.person.organisation_id
    row.made_on, row.with_person = answers.made_on, answers.with_person
    texts = {"summary": answers.summary} if "narrative" in groups else {}
    if "justice" in groups:
        texts["hard_to_say"] = answers.hard_to_say
    write_sealed(row, organisation=organisation, **texts)
    _fill_scores(row, answers, groups)
    Strength.objects.filter(diagnosis=row).delete()
    for code in answers.strengths:
        Strength.objects.create(subject=row.subject, diagnosis=row, person=row.person, code=code)
    if answers.other_strength:
        other = Strength(subject=row.subject, diagnosis=row, person=row.person)
        write_sealed(other, organisation=organisation, words=answers.other_strength)
        other.save(force_insert=True)


def _fill_scores(row: Diagnosis, answers: Answers, groups: frozenset[str]) -> None:
    known = {one.code: one for one in BarrierScore.objects.filter(diagnosis=row)}
    seen = [one.code for one in lists.barriers_for(groups)]
    taken = {one.rank for one in known.values() if one.code not in seen}
    free = [rank for rank in range(1, MOST_FIRST + len(taken) + 1) if rank not in taken]
    ranks = dict(zip(answers.first, free, strict=False))
    for code in seen:
        one = answers.said.get(code, Said())
        fresh = BarrierScore(subject=row.subject, diagnosis=row, person=row.person, code=code)
        score = known.get(code, fresh)
        score.by_person, score.by_professional = one.by_person, one.by_professional
        score.rank, score.situations = ranks.get(code), list(one.situations)
        if "narrative" in groups:
            write_sealed(score, organisation=row.person.organisation_id, words=one.words)
        score.save()


def _validate(by: Actor, row: Diagnosis, answers: Answers) -> None:
    """For good. Raises DomainError for a grid where nothing was said."""
    if not any(one.by_person or one.by_professional for one in answers.said.values()):
        raise DomainError(
            "Rien n’est encore répondu. Abordez au moins un sujet avec la personne, ou gardez le "
            "brouillon."
        )
    left = DiagnosisState(row.state)
    if DiagnosisState.VALIDATED not in DIAGNOSIS_MOVES[left]:
        raise DomainError("Ce diagnostic est déjà validé. Écrivez-en une nouvelle version.")
    require_time(row.person, on=row.made_on, otherwise="Vos réponses se gardent en brouillon.")
    row.state, row.validated_at = DiagnosisState.VALIDATED, clock.now()
    DiagnosisMove.objects.create(
        diagnosis=row, left=left, reached=DiagnosisState.VALIDATED, moved_by=by.user
    )


def _is_the_same(row: Diagnosis, answers: Answers, groups: frozenset[str]) -> bool:
    """Whether what is sent is what is already written: a button pressed twice."""
    organisation = row.person.organisation_id
    texts: dict[str, Any] = read_sealed(row, "summary", "hard_to_say", organisation=organisation)
    if (row.made_on, row.with_person) != (answers.made_on, answers.with_person):
        return False
    if texts["summary"] != answers.summary and "narrative" in groups:
        return False
    if texts["hard_to_say"] != answers.hard_to_say and "justice" in groups:
        return False
    there = {one.code: one for one in BarrierScore.objects.filter(diagnosis=row)}
    for code, one in answers.said.items():
        score = there.get(code)
        if score is None or (score.by_person, score.by_professional, score.situations) != (
            one.by_person,
            one.by_professional,
            list(one.situations),
        ):
            return False
    return True
