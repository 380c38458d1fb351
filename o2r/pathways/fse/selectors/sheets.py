"""Sheets as pages show them: whose, where they stand, what they lack, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from o2r.core.crypto.errors import NoKey
from o2r.core.crypto.fields import read_sealed
from o2r.core.crypto.sealing import prefetch_keys
from o2r.pathways.fse.answers import of_texts
from o2r.pathways.fse.completeness import has_begun, missing
from o2r.pathways.fse.enums import Moment
from o2r.pathways.fse.fields import Field
from o2r.pathways.fse.models import ParticipantSheet

COLUMNS = {Moment.ENTRY: "entry", Moment.LEAVING: "leaving", Moment.LATER: "later"}


@dataclass(frozen=True)
class Part:
    """One moment of a sheet: what lacks there, in words."""

    moment: Moment
    has_begun: bool
    lacks: tuple[Field, ...]

    @property
    def said(self) -> str:
        """Where it stands, in a few words."""
        if self.lacks:
            many = len(self.lacks)
            return f"il manque {many} réponse{'s' * (many > 1)}"
        if self.has_begun:
            return "complète"
        return "facultative" if self.moment is Moment.LATER else "à remplir le moment venu"

    @property
    def is_done(self) -> bool:
        return self.has_begun and not self.lacks


@dataclass(frozen=True)
class Shown:
    """A sheet and what it says, as far as one's organisation holds its key."""

    row: ParticipantSheet
    answers: Mapping[str, str]

    @property
    def name(self) -> str:
        """Who the participant is; what names the sheet, without a name."""
        words = (self.answers.get(code, "") for code in ("prenom", "nom"))
        return " ".join(filter(None, words)) or str(self.row).capitalize()

    @property
    def parts(self) -> list[Part]:
        """The three moments, in order."""
        return [
            Part(one, has_begun(self.answers, one), tuple(missing(self.answers, one)))
            for one in Moment
        ]

    def part(self, moment: Moment) -> Part:
        """One moment."""
        return next(one for one in self.parts if one.moment is moment)


def shown(rows: Iterable[ParticipantSheet], organisation: UUID | None) -> list[Shown]:
    """Sheets opened together: their keys are read at once. ``rows`` with their answers."""
    known = list(rows)
    if organisation is not None:
        prefetch_keys(organisation=organisation, subjects=[one.pk for one in known])
    return [Shown(one, opened(one, organisation)) for one in known]


def opened(sheet: ParticipantSheet, organisation: UUID | None) -> dict[str, str]:
    """The answers of a sheet; none for an organisation that does not hold its key."""
    if organisation is None:
        return {}
    try:
        texts = read_sealed(sheet.answers, *COLUMNS.values(), organisation=organisation)
    except NoKey:
        return {}
    return of_texts(texts.values())
