"""Where each thing to correct is corrected: the address of its page, down to its field."""

from dataclasses import dataclass

from django.urls import reverse

from o2r.calls.applications.completeness import Problem
from o2r.calls.applications.models import Application
from o2r.calls.applications.sections import BUDGET, CONSORTIUM, PIECES, section

PAGES = {CONSORTIUM: "consortium", BUDGET: "budget", PIECES: "pieces"}
_OF_A_MEMBER = {"siret", "role", "member_stages", "member_zone", "contact_email"}
_GRIDS = ("year_", "in_kind_")


@dataclass(frozen=True)
class Located:
    """Something to correct, and where."""

    problem: Problem
    url: str


def page_of(code: str, application: Application) -> str:
    """The address of the page of a section."""
    if code in PAGES:
        return reverse(f"applications:{PAGES[code]}", args=[application.pk])
    return reverse("applications:section", args=[application.pk, code])


def located(problem: Problem, application: Application) -> Located:
    """A problem with the address of its field, or of the page where it is corrected."""
    return Located(problem, _url(problem, application))


def _url(problem: Problem, application: Application) -> str:
    page, field, member = page_of(problem.section, application), problem.field, problem.member
    if problem.section == CONSORTIUM and member and field in _OF_A_MEMBER:
        own = reverse("applications:member", args=[application.pk, member])
        return f"{own}#id_{field.removeprefix('member_')}"
    if problem.section == BUDGET and member and field.startswith(_GRIDS):
        year = int(field.rpartition("_")[2])
        return reverse("applications:grid", args=[application.pk, member, year])
    if problem.section in PAGES:
        return page
    return f"{page}#id_{field}"


def is_of_a_text(problem: Problem) -> bool:
    """Whether it is said under a text, and not among the facts of its section."""
    return problem.field in {asked.code for asked in section(problem.section).texts}
