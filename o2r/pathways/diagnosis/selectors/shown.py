"""What one reader sees of the diagnoses of a person: cut to the groups that the policy opens.

The file comes with its ``diagnoses``, ``barrier_scores`` and ``strengths`` (``bring``): no query.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from o2r.pathways.diagnosis import lists
from o2r.pathways.diagnosis.comparing import change_words, gap_words
from o2r.pathways.diagnosis.enums import Degree
from o2r.pathways.diagnosis.lists import Barrier
from o2r.pathways.diagnosis.models import BarrierScore, Diagnosis
from o2r.people.models import Person
from o2r.people.selectors.reading import Reader

BROUGHT = ("diagnoses__made_by", "barrier_scores", "strengths")


@dataclass(frozen=True)
class ScoreShown:
    """One barrier of a version. ``change``: since the version before, for the person."""

    barrier: Barrier
    by_person: Degree
    by_professional: Degree
    rank: int | None
    situations: tuple[str, ...]
    words: str
    change: str = ""

    @property
    def is_said(self) -> bool:
        """Whether anything was said of it, from any side."""
        return bool(self.is_answered or self.words or self.situations)

    @property
    def is_answered(self) -> bool:
        return bool(self.by_person or self.by_professional)

    @property
    def gap(self) -> str:
        return gap_words(self.by_person, self.by_professional)

    @property
    def weighs(self) -> bool:
        """Whether it is in the way, for one of them at least."""
        heavy = (Degree.SLIGHT, Degree.REAL, Degree.BLOCKING)
        return self.by_person in heavy or self.by_professional in heavy


@dataclass(frozen=True)
class Version:
    """One version as one reader sees it, what counts most for the person first."""

    number: int
    row: Diagnosis
    scores: tuple[ScoreShown, ...]
    strengths: tuple[str, ...]
    summary: str
    hard_to_say: str

    @property
    def first(self) -> list[ScoreShown]:
        """What counts most for the person, in order."""
        return [one for one in self.scores if one.rank]

    @property
    def said(self) -> list[ScoreShown]:
        """What was talked about; what has no answer of any side, words alone, comes last."""
        said = [one for one in self.scores if one.is_said]
        return sorted(said, key=lambda one: not one.is_answered)


def numbered(reader: Reader, person: Person) -> list[tuple[int, Diagnosis]]:
    """The versions that one may read, the oldest first, with their number: a partner reads no
    draft."""
    if "barriers" not in reader.groups:
        return []
    rows = [one for one in person.diagnoses.all() if one.is_validated or reader.shared is None]
    return list(enumerate(rows, 1))


def draft_of(person: Person) -> Diagnosis | None:
    """The draft that is begun, the last one when two files that became one had each theirs."""
    return next((one for one in reversed(person.diagnoses.all()) if not one.is_validated), None)


def version_of(
    reader: Reader, person: Person, number: int, row: Diagnosis, before: Diagnosis | None = None
) -> Version:
    """One version, opened: words for who follows the person, codes alone for a partner."""
    opened = reader.shared is None
    reads = opened and "narrative" in reader.groups
    then = _scores(person, before) if before else {}
    scores = [
        _shown(reader, one, _scores(person, row).get(one.code), then.get(one.code), reads)
        for one in lists.barriers_for(reader.groups)
    ]
    scores.sort(key=lambda one: one.rank or 99)
    secret = opened and "justice" in reader.groups
    texts = reader.open(
        row, *(("summary",) if reads else ()), *(("hard_to_say",) if secret else ())
    )
    return Version(
        number=number,
        row=row,
        scores=tuple(scores),
        strengths=tuple(_strengths(reader, person, row, reads)),
        summary=texts.get("summary", ""),
        hard_to_say=texts.get("hard_to_say", ""),
    )


def along(
    reader: Reader, person: Person, rows: Sequence[Diagnosis]
) -> list[tuple[Barrier, list[tuple[Degree, Degree]]]]:
    """For each barrier of which something was said, its two points of view along the versions."""
    known = [_scores(person, one) for one in rows]
    found = []
    for barrier in lists.barriers_for(reader.groups):
        both = [_both(scores.get(barrier.code)) for scores in known]
        if any(theirs or ours for theirs, ours in both):
            found.append((barrier, both))
    return found


def _both(score: BarrierScore | None) -> tuple[Degree, Degree]:
    if score is None:
        return Degree.NOT_EXPLORED, Degree.NOT_EXPLORED
    return Degree(score.by_person), Degree(score.by_professional)


def _scores(person: Person, row: Diagnosis) -> dict[str, BarrierScore]:
    return {one.code: one for one in person.barrier_scores.all() if one.diagnosis_id == row.pk}


def _shown(
    reader: Reader,
    barrier: Barrier,
    score: BarrierScore | None,
    before: BarrierScore | None,
    reads: bool,
) -> ScoreShown:
    theirs, ours = _both(score)
    known = {one.code: one.label for one in lists.situations()}
    return ScoreShown(
        barrier=barrier,
        by_person=theirs,
        by_professional=ours,
        rank=score.rank if score else None,
        situations=tuple(known.get(code, code) for code in (score.situations if score else ())),
        words=reader.open(score, "words").get("words", "") if score and reads else "",
        change=change_words(before.by_person, theirs) if before else "",
    )


def _strengths(reader: Reader, person: Person, row: Diagnosis, reads: bool) -> Iterable[str]:
    for one in person.strengths.all():
        if one.diagnosis_id != row.pk:
            continue
        if one.code:
            yield lists.strengths().get(one.code, one.code)
        elif reads and (words := reader.open(one, "words").get("words")):
            yield words
