"""The page on which a project's public sheet is corrected, by who carries it or by the State."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import posted, say_at
from o2r.projects.errors import SheetChanged
from o2r.projects.forms import SheetForm
from o2r.projects.models import FundedProject
from o2r.projects.services.correcting import LISTS, Sheet, sheet_of
from o2r.territory.forms import edits_a_zone
from o2r.territory.geography import current_geography
from o2r.territory.zones import resolve


@dataclass(frozen=True)
class Editing:
    """Who corrects the sheet of a project, and how it is kept.

    ``for_bearer``: the team of the project, rather than the State. ``save`` is given the sheet, the
    revision that was read, and whether it is confirmed. ``said`` once it is done; ``back``: where.
    """

    for_bearer: bool
    save: Callable[[Sheet, int, bool], object]
    said: Callable[[bool], None]
    back: str


def sheet_page(request: SignedInRequest, project: FundedProject, how: Editing) -> HttpResponse:
    """Show the form, or keep what was typed. When somebody wrote meanwhile, both are shown.

    ``project`` is read with its ``facets``. Raises Http404 for who may not.
    """
    form = _form(project, posted(request), how)
    theirs: list[tuple[str, str]] = []
    if not edits_a_zone(form) and form.is_valid():
        typed = _typed(project, form)
        confirmed = bool(form.cleaned_data.get("confirmed"))
        try:
            how.save(typed, form.cleaned_data["revision"], confirmed)
        except NotAllowed as error:
            raise Http404 from error
        except SheetChanged as error:
            form = _again(request, project, how)
            theirs = list(_differences(form, typed, sheet_of(project)))
            form.add_error(None, str(error))
        except DomainError as error:
            say_at(form, error)
        else:
            how.said(confirmed)
            return redirect(how.back)
    context = {
        "form": form,
        "project": project,
        "theirs": theirs,
        "for_bearer": how.for_bearer,
        "back": how.back,
    }
    return render(request, "projects/sheet.html", context)


def _form(project: FundedProject, data: QueryDict | None, how: Editing) -> SheetForm:
    return SheetForm(
        data,
        initial={**asdict(sheet_of(project)), "revision": project.revision},
        for_bearer=how.for_bearer,
        # The dates of a project under convention are those of its convention.
        dated=not hasattr(project, "convention"),
    )


def _typed(project: FundedProject, form: SheetForm) -> Sheet:
    """What was typed; what the form does not ask stays as it is."""
    known = asdict(sheet_of(project))
    given = {name: value for name, value in form.cleaned_data.items() if name in known}
    for name in LISTS:
        codes = LISTS[name].codes.values
        given[name] = tuple(code for code in codes if code in given[name])
    return replace(sheet_of(project), **given)


def _again(request: SignedInRequest, project: FundedProject, how: Editing) -> SheetForm:
    """The same words, to be written knowingly over what is there today."""
    data = request.POST.copy()
    data["revision"] = str(project.revision)
    return _form(project, data, how)


def _differences(form: SheetForm, typed: Sheet, today: Sheet) -> Iterator[tuple[str, str]]:
    for name, field in form.fields.items():
        value = getattr(today, name, None)
        if hasattr(today, name) and value != getattr(typed, name):
            yield str(field.label), _in_words(name, value)


def _in_words(name: str, value: Any) -> str:
    if name in LISTS:
        value = ", ".join(str(LISTS[name].codes(code).label) for code in value)
    elif name == "zone_expression":
        value = resolve(value, current_geography()).label
    elif isinstance(value, bool):
        value = "oui" if value else "non"
    return str(value or "vide")
