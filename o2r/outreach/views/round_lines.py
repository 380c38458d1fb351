"""A round as pages say it: when, who, how far it went."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from o2r.outreach import round_words
from o2r.outreach.enums import Channel, RoundState
from o2r.outreach.models import Round


@dataclass(frozen=True)
class RoundLine:
    """One round for one reader, on a day. Reads ``organisation`` and ``members``."""

    round: Round
    today: date
    reader: UUID | None

    @property
    def is_mine(self) -> bool:
        """Whether the reader goes."""
        return any(one.pk == self.reader for one in self.round.members.all())

    @property
    def kind(self) -> str:
        """« Ma tournée », « Permanence mobile », « Tournée en ligne »."""
        match self.round.channel:
            case Channel.MOBILE:
                return "Permanence mobile"
            case Channel.DIGITAL:
                return "Tournée en ligne"
        return "Ma tournée" if self.is_mine else "Tournée"

    @cached_property
    def moment(self) -> str:
        """« mardi soir »."""
        return round_words.moment(self.round.local(self.round.starts_at), self.today)

    @property
    def hours(self) -> str:
        """« 18 h 30 → 22 h »."""
        one = self.round
        return round_words.hours(one.local(one.starts_at), one.local(one.ends_at))

    @property
    def who(self) -> str:
        """« Samir Belloc et Inès Valmont »."""
        names = sorted(one.display_name for one in self.round.members.all())
        return round_words.together(names, self.round.guests)

    @property
    def back_by(self) -> str:
        """« 22 h 30 »."""
        return round_words.hour(self.round.local(self.round.back_by))

    @property
    def since(self) -> str:
        """« En cours depuis 18 h 35 », « Rentrée à 22 h 10 », else its state."""
        one, at = self.round, None
        match one.state:
            case RoundState.UNDER_WAY:
                said, at = "En cours depuis", one.started_at
            case RoundState.DONE:
                said, at = ("Rentrée à" if one.goes_out else "Terminée à"), one.back_at
        if at is None:
            return str(one.get_state_display()).capitalize()
        return f"{said} {round_words.hour(one.local(at))}"
