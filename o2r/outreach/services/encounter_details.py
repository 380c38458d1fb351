"""What is said of a meeting, and what is refused of it before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.core.typed_text import tidy, tidy_name
from o2r.outreach.enums import Channel, EncounterKind, Need, NextStep
from o2r.outreach.models import Encounter, Place, Round
from o2r.outreach.passage_counts import MOST, count_lines

LONGEST_NICKNAME = 80
LONGEST_WORDS = 5000
LONGEST_MINUTES = 720
OLDEST = timedelta(days=732)
"""How far back a meeting may be noted: beyond, the year was mistyped, or it is an import."""
NOTE = "noter une rencontre"


@dataclass(frozen=True)
class EncounterDetails:
    """One meeting. ``at``: None for now; ``counts``: by line of ``passage_counts``; ``needs``:
    codes of ``Need``; ``mood``: 0 to 10."""

    kind: EncounterKind = EncounterKind.MEETING
    at: datetime | None = None
    place: Place | None = None
    round: Round | None = None
    channel: Channel = Channel.STREET
    counts: Mapping[str, int] = field(default_factory=dict)
    needs: Sequence[str] = ()
    minutes: int | None = None
    mood: int | None = None
    is_meaningful: bool = True
    next_step: NextStep | None = None
    partner_present: str = ""


@dataclass(frozen=True)
class Heard:
    """What one person said: a need, and their words."""

    need_said: str = ""
    words: str = ""

    @property
    def texts(self) -> dict[str, str]:
        """What was said, tidied; empty when nothing was."""
        filled = {"need_said": tidy(self.need_said), "words": tidy(self.words)}
        return filled if any(filled.values()) else {}


def fill(row: Encounter, details: EncounterDetails, *, oldest: timedelta = OLDEST) -> None:
    """Give a new row its values. ``oldest``: how far back it may be.

    Raises DomainError at the field, NotAllowed.
    """
    row.kind = details.kind
    # Read once: what has just happened is not written before it has.
    row.written_at = clock.now()
    row.at = _instant(details.at, row.written_at, oldest)
    row.place, row.round = details.place, details.round
    for one in (details.place, details.round):
        if one is not None and one.organisation_id != row.organisation_id:
            raise NotAllowed(NOTE)
    row.channel = Channel(details.channel)
    row.counts = _counted(details.counts)
    row.needs = _needs(details.needs)
    row.minutes = _within(
        details.minutes, 1, LONGEST_MINUTES, "minutes", "La durée va de 1 à 720 minutes."
    )
    row.mood = _within(details.mood, 0, 10, "mood", "La réglette va de 0 à 10.")
    row.is_meaningful = details.is_meaningful and details.kind == EncounterKind.MEETING
    row.next_step = details.next_step or ""
    row.partner_present = tidy(details.partner_present, lines=False)
    if len(row.partner_present) > 120:
        raise DomainError(
            "Ce nom dépasse 120 caractères. Raccourcissez-le.", field="partner_present"
        )


def check_company(details: EncounterDetails, named: int) -> None:
    """Whether the kind of a meeting and how many people it names go together."""
    counted = sum(details.counts.values())
    if details.kind == EncounterKind.PASSAGE and named:
        raise DomainError(
            "Un passage anonyme ne nomme personne. Choisissez « rencontre », ou retirez la "
            "personne.",
            field="kind",
        )
    if details.kind == EncounterKind.PASSAGE and not counted:
        raise DomainError("Comptez au moins une personne vue.", field="counts")
    if details.kind == EncounterKind.MEETING and not named and not counted:
        raise DomainError(
            "Dites qui vous avez rencontré : une personne de votre liste, un surnom, ou un nombre.",
            field="persons",
        )


def check_heard(heard: Heard, named: int) -> None:
    """Words belong to one person: whose they are is never guessed."""
    if not heard.texts:
        return
    if named != 1:
        raise DomainError(
            "Ces mots sont ceux d’une seule personne. Enregistrez la rencontre sans eux, puis "
            "ajoutez sur sa page ce que chacun a dit.",
            field="words",
        )
    for name, text in heard.texts.items():
        if len(text) > LONGEST_WORDS:
            raise DomainError("Ce texte dépasse 5 000 caractères. Raccourcissez-le.", field=name)


def nickname(text: str) -> str:
    """A nickname as it is kept. Raises DomainError for one that is empty or too long."""
    kept = tidy_name(text)
    if not kept or len(kept) > LONGEST_NICKNAME:
        raise DomainError(
            f"Un surnom a de 1 à {LONGEST_NICKNAME} caractères. Gardez ce par quoi la personne se "
            "fait appeler.",
            field="nickname",
        )
    return kept


def _instant(at: datetime | None, now: datetime, oldest: timedelta) -> datetime:
    if at is None:
        return now
    if at > now:
        raise DomainError(
            "Cette heure est à venir : une rencontre se note après avoir eu lieu.", field="at"
        )
    if at < now - oldest:
        raise DomainError("C’était il y a plus de deux ans. Vérifiez l’année.", field="at")
    return at


def _counted(counts: Mapping[str, int]) -> dict[str, int]:
    known = {line.code for line in count_lines()}
    for code, number in counts.items():
        if code not in known or not 0 <= number <= MOST:
            raise DomainError(f"Un compte va de 0 à {MOST}.", field="counts")
    return {code: number for code, number in counts.items() if number}


def _needs(codes: Sequence[str]) -> list[str]:
    if not set(codes) <= set(Need.values):
        raise DomainError("Ce besoin n’est pas dans la liste.", field="needs")
    return [one for one in Need.values if one in codes]


def _within(value: int | None, least: int, most: int, name: str, said: str) -> int | None:
    if value is not None and not least <= value <= most:
        raise DomainError(said, field=name)
    return value
