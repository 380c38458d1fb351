"""Dated values of the FSE+ in ``data/pathways/rules.csv``."""

from decimal import Decimal

from o2r.pathways.fse.indicators import Definitions
from o2r.pathways.rules import number, rule


def limits() -> tuple[Decimal, Decimal]:
    """The shares of incomplete sheets, in percent: what is told, then what costs money."""
    return rule("fse-amber-percent").value, rule("fse-red-percent").value


def exit_weeks() -> int:
    """How many weeks after the end of an operation an exit may still be unwritten."""
    return number("fse-exit-weeks")


def definitions() -> Definitions:
    """What the definitions of the Commission leave to be checked, as of today."""
    return Definitions(
        young_age=number("fse-long-unemployed-age"),
        young_months=number("fse-long-unemployed-young-months"),
        months=number("fse-long-unemployed-months"),
        only_new_jobs=bool(number("fse-eecr05-new-jobs")),
    )
