"""What the minutes of a committee say, as plain values that are kept for good. Pure."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from o2r.calls.selection.enums import DepartureKind
from o2r.calls.selection.figures import Figures
from o2r.calls.selection.wording import number, per_cent
from o2r.core.money import euros

FORMAT = "o2r-minutes/1"
NAMES_IN = {"ranking": 1, "decisions": 0, "departures": 0, "opinions": 0}
"""The column that names the application, in each table that tells something of one."""


@dataclass(frozen=True)
class Line:
    """One application in the minutes."""

    number: int
    title: str
    lead: str
    rank: int
    mean: str
    outcome: str
    amount: str
    reasons: str
    departure: str
    departure_reason: str


@dataclass(frozen=True)
class MinutesFacts:
    """All that the minutes are written from.

    ``present`` and ``absent``: members as « fonction, organisme (nom) ». ``withdrawals``: who left
    for which application, one sentence each. ``opinions``: of instances, a line of their table
    each. ``names``: of the publics, by code.
    """

    call: str
    service: str
    region: str
    meeting: str
    held_on: date | None
    present: Sequence[str]
    absent: Sequence[str]
    withdrawals: Sequence[str]
    remarks: str
    scenario: str
    lines: Sequence[Line]
    figures: Figures
    opinions: Sequence[Sequence[str]] = ()
    names: Mapping[str, str] = field(default_factory=dict)


def content_of(facts: MinutesFacts) -> dict[str, Any]:
    """The minutes as JSON values: amounts and shares already in words, so that no later version of
    the platform tells them otherwise."""
    figures = facts.figures
    return {
        "format": FORMAT,
        "call": facts.call,
        "service": facts.service,
        "region": facts.region,
        "meeting": facts.meeting,
        "held_on": facts.held_on.isoformat() if facts.held_on else "",
        "present": list(facts.present),
        "absent": list(facts.absent),
        "withdrawals": list(facts.withdrawals),
        "remarks": facts.remarks.strip(),
        "scenario": facts.scenario,
        "ranking": [
            [str(one.rank), named(one.number, one.title), one.lead, one.mean] for one in facts.lines
        ],
        "decisions": [
            [named(one.number, one.title), one.outcome, one.amount, one.reasons]
            for one in facts.lines
        ],
        "departures": [
            [named(one.number, one.title), one.departure, one.departure_reason]
            for one in facts.lines
            if one.departure
        ],
        "opinions": [list(one) for one in facts.opinions],
        "figures": _figures(figures, facts.names),
        "white_zones": [
            [zone.label, number(zone.communes), number(zone.population)] for zone in figures.white
        ],
    }


def named(number: int, title: str) -> str:
    """How the minutes name an application."""
    return f"n° {number} {title}"


def _figures(figures: Figures, names: Mapping[str, str]) -> list[list[str]]:
    money = figures.money
    rows = [["Candidatures retenues", number(figures.kept)], ["Montant", euros(money.given)]]
    if money.envelope is not None and money.left is not None:
        rows += [["Enveloppe", euros(money.envelope)], ["Reste", euros(money.left)]]
    rows += [
        ["Population de l’appel couverte", per_cent(figures.share)],
        ["Zones blanches", number(len(figures.white))],
        ["Communes couvertes plusieurs fois", number(figures.overlapped)],
    ]
    rows += [
        [f"Population couverte pour « {names.get(code, code)} »", per_cent(share)]
        for code, share in figures.publics.items()
    ]
    if figures.cost_per_place is not None:
        rows.append(["Coût par place et par an", euros(figures.cost_per_place)])
    return rows


def departure_words(kind: DepartureKind | None) -> str:
    """How a departure from the ranking is said; empty for none."""
    return kind.label if kind else ""


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of the content, in hexadecimal: one content has one text."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def lists_of(content: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """The lists of the minutes that hold something, with their titles."""
    titles = {
        "present": "Membres présents",
        "absent": "Membres absents",
        "withdrawals": "Retraits",
    }
    return [(title, content[key]) for key, title in titles.items() if content.get(key)]


def tables_of(content: Mapping[str, Any]) -> list[tuple[str, list[str], list[list[str]]]]:
    """The tables of the minutes: title, titles of the columns, lines.

    Minutes written before a table existed are without it.
    """
    titles = {
        "ranking": ("Classement des lecteurs", ["Rang", "Candidature", "Chef de file", "Note"]),
        "decisions": ("Décisions", ["Candidature", "Décision", "Montant", "Motifs"]),
        "departures": ("Écarts au classement", ["Candidature", "Écart", "Motif"]),
        "opinions": ("Avis des instances", ["Candidature", "Instance", "Date", "Avis", "Texte"]),
        "figures": ("Ce que couvrent et coûtent les décisions", ["Chiffre", "Valeur"]),
        "white_zones": ("Zones blanches qui restent", ["Zone", "Communes", "Habitants"]),
    }
    return [
        (title, headers, content[key]) for key, (title, headers) in titles.items() if key in content
    ]


def extract(content: Mapping[str, Any], closed: Collection[int]) -> dict[str, Any]:
    """The minutes for whom the gate of interests keeps from the applications of these numbers:
    their lines name them, and say no more."""
    starts = tuple(named(number, "") for number in sorted(closed))

    def told(line: Sequence[str], at: int) -> list[str]:
        if not starts or not line[at].startswith(starts):
            return list(line)
        return [cell if column == at else "–" for column, cell in enumerate(line)]

    tables = {
        key: [told(line, at) for line in content[key]]
        for key, at in NAMES_IN.items()
        if key in content
    }
    return {**content, **tables}
