"""What other apps and the pages ask: who is blocked, which alerts wait, with what proof."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from o2r.core import clock
from o2r.core.watch.models import (
    Alert,
    AlertMove,
    Block,
    KnownNetwork,
    ObservedEvent,
    ThresholdAdjustment,
)
from o2r.core.watch.registry import guardians
from o2r.core.watch.thresholds import BY_CODE, DEFAULTS, THRESHOLDS, Limits, Threshold

SHOWN_EVIDENCE = 50
UNKNOWN = "compte inconnu"


def blocked(user: UUID, *, now: datetime | None = None) -> Block | None:
    """The block in force on an account, if any: whoever decides on an access asks this first."""
    return Block.objects.in_force(now or clock.now()).filter(user=user).first()


def latest_sign_in(user: UUID) -> datetime | None:
    """When an account was last seen coming in, from any place that is still remembered."""
    places = KnownNetwork.objects.filter(user=user).order_by("-last_seen_at", "id")
    return places.values_list("last_seen_at", flat=True).first()


def limits() -> Limits:
    """The thresholds of this instance."""
    adjusted = ThresholdAdjustment.objects.filter(code__in=BY_CODE)
    return {**DEFAULTS, **dict(adjusted.values_list("code", "value"))}


@dataclass(frozen=True)
class SetThreshold:
    """A threshold, its value here, and why it was changed if it was."""

    threshold: Threshold
    value: float
    reason: str


def thresholds() -> list[SetThreshold]:
    """Every threshold, with its value in this instance."""
    adjusted = {row.code: row for row in ThresholdAdjustment.objects.all()}
    return [
        SetThreshold(
            one,
            adjusted[one.code].value if one.code in adjusted else one.value,
            adjusted[one.code].reason if one.code in adjusted else "",
        )
        for one in THRESHOLDS
    ]


def name_of(user: UUID | None) -> str:
    """The name to show for an account; « compte inconnu » when nothing is known of it."""
    if user is None:
        return "aucun compte en particulier"
    return guardians().names([user]).get(user, UNKNOWN)


def names_of(users: Collection[UUID | None]) -> dict[UUID, str]:
    """Names to show for some accounts."""
    return guardians().names({user for user in users if user})


def evidence_lines(alert: Alert) -> list[str]:
    """The acts that show it, in French sentences; those already forgotten are not there."""
    events = ObservedEvent.objects.filter(id__in=alert.evidence).order_by("-at", "id")
    return [sentence_of(event) for event in events[:SHOWN_EVIDENCE]]


def moves_of(alert: Alert) -> list[tuple[AlertMove, str]]:
    """What was done of an alert, oldest first, with the name of who did it."""
    moves = list(alert.moves.all())
    names = names_of([move.by for move in moves])
    return [(move, names.get(move.by, UNKNOWN)) for move in moves]


def blocks_of(alert: Alert) -> list[tuple[Block, str]]:
    """The blocks that it put, with the name of the account."""
    blocks = list(alert.blocks.all())
    names = names_of([block.user for block in blocks])
    return [(block, names.get(block.user, UNKNOWN)) for block in blocks]


def sentence_of(event: ObservedEvent) -> str:
    """One act in words, without any value: when, what, how many files, from where."""
    at = timezone.localtime(event.at)
    words = f"{at:%d/%m/%Y à %H h %M} : {event.get_action_display()}"
    number = len(event.objects_shown)
    if number == 1:
        words += f", dossier {str(event.objects_shown[0])[:8]}"
    elif number:
        words += f", {number} dossiers"
    if event.new_network:
        words += ", depuis un lieu nouveau"
    return words + "."
