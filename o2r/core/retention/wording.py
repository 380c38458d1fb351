"""The declarations in French words: for the documentation, the exports, the screens."""

from datetime import date

from o2r.core.retention.periods import period
from o2r.core.retention.registry import Declaration, Follows, Since, Until


def how_long(one: Declaration, on: date) -> str:
    """How long the rows are kept: « 12 mois après le signalement »."""
    match one.clock:
        case Since(words=words):
            return f"{period(one.period, on).words} après {words}"
        case Follows(field=field):
            parent = one.model._meta.get_field(field).related_model
            return f"avec : {parent._meta.verbose_name}"  # type: ignore[union-attr]
        case Until(words=words):
            return words
        case _:
            return "sans limite"


def source(one: Declaration, on: date) -> str:
    """Where the period comes from, for the DPO."""
    return period(one.period, on).source if one.period else "—"


def table_row(one: Declaration, on: date) -> tuple[str, ...]:
    """Model, what it holds of a person, ground, how long, what remains, source of the period."""
    ground = one.ground.label if one.ground else "—"
    remains = one.remains.label if isinstance(one.clock, Since) else "—"
    return (
        f"`{one.label.split('.')[1]}`",
        one.personal,
        ground,
        how_long(one, on),
        remains,
        source(one, on),
    )


TABLE_HEAD = (
    "Modèle",
    "Données personnelles",
    "Base légale",
    "Conservation",
    "Ce qu’il reste",
    "Source de la durée",
)


def table(declared: list[Declaration], on: date) -> list[str]:
    """The retention table in Markdown, as it stands in ``docs/personal-data.md``."""
    rows = [TABLE_HEAD, ("---",) * len(TABLE_HEAD), *(table_row(one, on) for one in declared)]
    return ["| " + " | ".join(row) + " |" for row in rows]
