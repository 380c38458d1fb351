"""Dated values of the FSE+ in ``data/pathways/rules.csv``."""

from decimal import Decimal
from pathlib import Path

from django.conf import settings

from o2r.core.dated_rules import Rule, rule_in
from o2r.pathways.fse.indicators import Definitions


def rule(code: str) -> Rule:
    """The value in force today. Raises ImproperlyConfigured when no row gives one."""
    return rule_in((Path(settings.O2R_DATA_DIR) / "pathways" / "rules.csv",), code)


def limits() -> tuple[Decimal, Decimal]:
    """The shares of incomplete sheets, in percent: what is told, then what costs money."""
    return rule("fse-amber-percent").value, rule("fse-red-percent").value


def exit_weeks() -> int:
    """How many weeks after the end of an operation an exit may still be unwritten."""
    return int(rule("fse-exit-weeks").value)


def definitions() -> Definitions:
    """What the definitions of the Commission leave to be checked, as of today."""
    return Definitions(
        young_age=int(rule("fse-long-unemployed-age").value),
        young_months=int(rule("fse-long-unemployed-young-months").value),
        months=int(rule("fse-long-unemployed-months").value),
        only_new_jobs=bool(rule("fse-eecr05-new-jobs").value),
    )
