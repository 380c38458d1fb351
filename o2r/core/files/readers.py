"""Who reads the files of an object: declared in ``belt.py`` of each app.

A kind that nobody declares is read by the organisation that sent the file.

::

    readable_with("application", of_my_applications("attached_id"))
"""

from o2r.core.belt.registry import Rule
from o2r.core.belt.rules import NOTHING

_rules: dict[str, Rule] = {}


def readable_with(kind: str, rule: Rule) -> None:
    """The files attached to a ``kind`` are in the reach of whom ``rule`` lets read that object.

    ``rule`` writes its condition on the column ``attached_id``. Raises ValueError for a kind that
    is declared twice.
    """
    if kind in _rules:
        raise ValueError(f"Who reads the files of {kind!r} is already declared.")
    _rules[kind] = rule


def by_what_they_are_attached_to() -> str:
    """The condition of the files of all the kinds that were declared."""
    conditions = [
        f"(\"attached_kind\" = '{kind}' AND ({rule()}))" for kind, rule in sorted(_rules.items())
    ]
    return " OR ".join(conditions) or NOTHING


def sent_by_my_organisation() -> str:
    """The condition of the files of the other kinds."""
    mine = '"organisation" = ANY ((SELECT o2r_my_places())::uuid[])'
    declared = ", ".join(f"'{kind}'" for kind in sorted(_rules))
    return f'{mine} AND "attached_kind" NOT IN ({declared})' if declared else mine
