"""Why a silence is worth a call, in sentences that the person may read too. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from o2r.core.calendar_words import long_day
from o2r.pathways.silence.noticing import Code, Reason

SENTENCES = {
    Code.AGREED: "Un contact était convenu pour le {day} : il n’a pas eu lieu, ou n’est pas noté.",
    Code.THEIRS: (
        "Ce que la personne pensait faire pour le {day} n’a pas pu se faire. Quelque chose l’en a "
        "peut-être empêchée."
    ),
    Code.APPOINTMENT: (
        "Le rendez-vous du {day} n’a pas eu lieu : la personne n’est pas venue. Demandez-lui ce "
        "qui l’en a empêchée."
    ),
    Code.OURS: (
        "Une promesse faite à la personne pour le {day} n’a pas été tenue. C’est à nous de le lui "
        "dire."
    ),
    Code.UNWRITTEN: (
        "Une promesse, un rendez-vous ou une action pour le {day} n’a pas de suite écrite."
    ),
    Code.PACE: (
        "D’habitude, {usual} jours au plus passent entre deux contacts. Le dernier est du {day}."
    ),
    Code.LONG: "Aucun contact depuis le {day}.",
}
"""Day: « 3 novembre 2026 »."""


def sentence(one: Reason) -> str:
    """« Un contact était convenu pour le 3 novembre 2026… »."""
    return SENTENCES[one.code].format(day=long_day(one.on), usual=one.usual)


def kept(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    """Reasons as a row keeps them: codes and days."""
    return [
        {"code": one.code.value, "on": one.on.isoformat(), "usual": one.usual} for one in reasons
    ]


def read(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """The sentences of what a row keeps; a code that is no longer known says nothing."""
    known = set(Code)
    return [
        sentence(Reason(Code(row["code"]), date.fromisoformat(row["on"]), int(row["usual"])))
        for row in rows
        if row["code"] in known
    ]
