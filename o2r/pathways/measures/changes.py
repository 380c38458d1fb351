"""What a difference of scores lets one say, and what it does not. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from o2r.core.typography import typographic
from o2r.pathways.measures.scales import Scale, is_noticed

NO_THRESHOLD = (
    "Le plus petit changement que cette échelle sait voir n’est pas publié : un écart, seul, ne "
    "prouve rien."
)


@dataclass(frozen=True)
class ScoreChange:
    """The first score and the last one of a scale, what may be said of their difference, and by
    what: the least change published, with its source, or that none is."""

    first: Decimal
    last: Decimal
    verdict: str
    ground: str

    @property
    def difference(self) -> str:
        return signed(self.last - self.first)


def plain(value: Decimal | float | int) -> str:
    """A number the French way, without zeros that say nothing: « 3,67 », « 56 »."""
    rounded = Decimal(value).quantize(Decimal("0.01"))
    text = f"{rounded:f}".rstrip("0").rstrip(".") if rounded else "0"
    return text.replace(".", ",").replace("-", "\u2212")


def signed(value: Decimal) -> str:
    """« +16 », « −3,5 », « 0 »."""
    said = plain(value)
    return f"+{said}" if value > 0 and said != "0" else said


def change_between(scale: Scale, first: Decimal, last: Decimal) -> ScoreChange | None:
    """What to say of two scores of one scale; None for a snapshot, which shows no change."""
    if not scale.shows_change:
        return None
    noticed = is_noticed(scale, last - first)
    if noticed is None or scale.change is None:
        return ScoreChange(first, last, "", NO_THRESHOLD)
    least = plain(scale.change.least)
    verdict = (
        f"C’est un changement {scale.change.kind} : {least} points ou plus."
        if noticed
        else f"C’est moins de {least} points : on ne peut pas dire qu’il y a un changement."
    )
    return ScoreChange(first, last, typographic(verdict), typographic(scale.change.source))
