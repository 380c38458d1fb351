"""Dated values that rule the pathways: ``data/pathways/rules.csv``."""

from pathlib import Path

from django.conf import settings

from o2r.core.dated_rules import Rule, rule_in


def rule(code: str) -> Rule:
    """The value in force today. Raises ImproperlyConfigured when no row gives one."""
    return rule_in((Path(settings.O2R_DATA_DIR) / "pathways" / "rules.csv",), code)


def number(code: str) -> int:
    """The whole number in force today."""
    return int(rule(code).value)
