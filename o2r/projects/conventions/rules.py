"""Dated values that rule the conventions: ``data/conventions/rules.csv``.

The rows of the file that ``O2R_CONVENTION_RULES_FILE`` names come on top of them for one instance.
"""

from datetime import date
from pathlib import Path

from django.conf import settings

from o2r.core.dated_rules import Rule, rule_in

__all__ = ["Rule", "number", "rule"]


def rule(code: str, on: date | None = None) -> Rule:
    """The value in force on a day, today when none is given.

    Raises ImproperlyConfigured when no row gives one.
    """
    files = [Path(settings.O2R_DATA_DIR) / "conventions" / "rules.csv"]
    if settings.CONVENTION_RULES_FILE:
        files.append(Path(settings.CONVENTION_RULES_FILE))
    return rule_in(tuple(files), code, on)


def number(code: str) -> int:
    """The whole number in force today."""
    return int(rule(code).value)
