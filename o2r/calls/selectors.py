"""What the pages of calls read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from o2r.calls.content import Change, changes, eliminatory, number, scale, shown
from o2r.calls.enums import Phase
from o2r.calls.models import Call, CallVersion, Criterion
from o2r.calls.phases import NOT_PUBLISHED
from o2r.core import clock
from o2r.projects.enums import AttentionPoint, Public, Stage
from o2r.territory.geography import current_geography


@dataclass(frozen=True)
class CallCard:
    """A call in a list: what everyone sees of it now."""

    call: Call
    phase: Phase
    region: str
    perimeter: str

    @property
    def kind(self) -> str:
        """The tone of its badge."""
        return {Phase.OPEN: "confirmed", Phase.UPCOMING: "info"}.get(self.phase, "")


def card(call: Call, now: datetime) -> CallCard:
    """One call, as a list shows it."""
    unit = current_geography().units.get(f"reg:{call.region}")
    place = call.footprint.label if call.footprint else call.zone_note or NOT_PUBLISHED
    return CallCard(call, call.phase(now), unit.name if unit else call.region, place)


@dataclass(frozen=True)
class PublicCalls:
    """The announced calls, by what one may do with them."""

    open: list[CallCard]
    upcoming: list[CallCard]
    past: list[CallCard]


def public_calls() -> PublicCalls:
    """The calls that everyone may read: those open close first, the others newest first."""
    now = clock.now()
    cards = [card(call, now) for call in Call.objects.shown_to_public().select_related("dreets")]
    last = datetime.max.replace(tzinfo=now.tzinfo)
    is_open = [one for one in cards if one.phase is Phase.OPEN]
    return PublicCalls(
        open=sorted(is_open, key=lambda one: one.call.closes.last_instant or last),
        upcoming=[one for one in cards if one.phase is Phase.UPCOMING],
        past=[one for one in cards if one.phase not in (Phase.OPEN, Phase.UPCOMING)],
    )


@dataclass(frozen=True)
class VersionShown:
    """One version of a call, and what it changed."""

    version: CallVersion
    changes: tuple[Change, ...]


def history(call: Call) -> list[VersionShown]:
    """Every version, the newest first, each compared with the one before."""
    rows = list(call.versions.order_by("number"))
    found = []
    for before, after in zip([None, *rows], rows, strict=False):
        told = changes(before.content, after.content) if before else ()
        found.append(VersionShown(after, told))
    return found[::-1]


def labels(codes: list[str], choices: Any) -> list[str]:
    """Codes of a list, in words."""
    return [str(choices(code).label) for code in codes if code in choices.values]


def facts(call: Call) -> dict[str, Any]:
    """What the page of a call says, in words; « non publié » where it says nothing."""
    return {
        "publics": labels(call.publics, Public),
        "attention": labels(call.attention_points, AttentionPoint),
        "stages": labels(call.stages, Stage),
        "required": labels(call.required_stages, Stage),
        "envelope": shown("envelope", call.envelope and str(call.envelope)),
        "floor": shown("floor_amount", call.floor_amount and str(call.floor_amount)),
        "envelopes": [
            shown("envelopes", {one.department: str(one.amount)}) for one in call.envelopes.all()
        ],
        "years": _years(call.convention_years),
        "rules": _candidate_rules(call) if call.receives_here else [],
    }


def _years(count: int | None) -> str:
    if count is None:
        return NOT_PUBLISHED
    return f"{count} an{'s' if count > 1 else ''}"


def _candidate_rules(call: Call) -> list[tuple[str, str]]:
    """What an application may do, where this platform checks it before it is sent."""
    return [
        ("Une organisation dans deux candidatures", call.get_member_rule_display()),
        ("Une demande au-dessus de l’enveloppe", call.get_envelope_rule_display()),
    ]


def rules(call: Call) -> list[tuple[str, str]]:
    """What the service alone reads of a call: how applications are read."""
    threshold = call.dispersion_threshold
    return [
        ("Lecteurs par dossier", str(call.readers_per_application)),
        (
            "Écart qui demande un lecteur de plus",
            "aucun" if threshold is None else number(threshold),
        ),
    ]


@dataclass(frozen=True)
class LineShown:
    """A line of the grid. ``measures``: its weight, its scale when readers mark it, its threshold;
    ``anchors``: marks and what they mean."""

    code: str
    label: str
    help_text: str
    measures: str
    anchors: tuple[tuple[str, str], ...]


def grid(call: Call) -> list[tuple[LineShown, list[LineShown]]]:
    """The families of the grid, each with its sub-criteria."""
    rows = list(call.criteria.all())
    families = {one.parent_id for one in rows}
    shown_rows = [(one, _line(one, is_marked=one.pk not in families)) for one in rows]
    return [
        (line, [sub for other, sub in shown_rows if other.parent_id == one.pk])
        for one, line in shown_rows
        if one.parent_id is None
    ]


def _line(one: Criterion, *, is_marked: bool) -> LineShown:
    said = [f"poids {number(one.weight)}"]
    if is_marked:
        said.append(scale(one.lowest, one.highest))
    if one.is_eliminatory:
        said.append(eliminatory(one.eliminatory_below))
    anchors = tuple((number(anchor["value"]), anchor["text"]) for anchor in one.anchors)
    return LineShown(one.code, one.label, one.help_text, ", ".join(said), anchors)
