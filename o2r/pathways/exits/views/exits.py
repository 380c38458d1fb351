"""Where somebody went, what became of them, how they come back: for who follows them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.pathways.enums import PathwayState
from o2r.pathways.exits import services
from o2r.pathways.exits.enums import ExitKind
from o2r.pathways.exits.forms.exits import LeavingForm, NewsForm, ReturnForm
from o2r.pathways.exits.selectors.of_person import ExitShown, exits_of
from o2r.pathways.selectors.current import open_pathway_of
from o2r.pathways.states import LIVE, reachable
from o2r.people.models import Person
from o2r.people.views.opened import OpenedFile, opened_file

PARTS = ("exits", "situations", "pathways")


def _opened(request: SignedInRequest, person: UUID) -> tuple[OpenedFile, ExitShown | None]:
    """The file, and the exit that stands, if there is one. Raises Http404."""
    file = opened_file(request, person, bring=PARTS)
    shown = exits_of(file.reader, file.person)
    return file, next((one for one in shown if one.row.is_standing), None)


def _may_leave(person: Person) -> bool:
    """Whether a pathway is there to be ended."""
    pathway = open_pathway_of(person)
    return pathway is not None and pathway.state in LIVE


@door("person-file", "update")
@never_cache
@require_safe
def exit_page(request: SignedInRequest, person: UUID) -> HttpResponse:
    """The exit that stands, what is to be asked for, and those before a return."""
    file = opened_file(request, person, action="read", needs="update", bring=PARTS)
    shown = exits_of(file.reader, file.person)
    context = {
        "standing": next((one for one in shown if one.row.is_standing), None),
        "past": [one for one in shown if not one.row.is_standing],
        "may_leave": _may_leave(file.person),
        "pathway": open_pathway_of(file.person),
        "can_write": file.person.is_followed,
    }
    return render(request, "exits/exit.html", file.context | context)


@door("person-file", "update")
@never_cache
@require_http_methods(["GET", "POST"])
def leave(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Note where somebody goes."""
    file, standing = _opened(request, person)
    pathway = open_pathway_of(file.person)
    form = LeavingForm(posted(request))
    if standing is not None or pathway is None or pathway.state not in LIVE:
        # Sent twice, or from an old page.
        messages.info(request, "Aucun parcours n’est à finir : sa sortie est notée, ou il s’ouvre.")
        return redirect("exits:exit", person=person)
    if form.is_valid() and done(
        request,
        lambda: services.leave(by=request.actor, pathway=pathway, leaving=form.leaving),
        _said(form),
        form,
    ):
        return redirect("exits:exit", person=person)
    return render(request, "exits/leave.html", file.context | {"form": form})


def _said(form: LeavingForm) -> str:
    if form.cleaned_data["kind"] == ExitKind.DEATH:
        return "C’est noté. Plus rien ne sera demandé."
    return "La sortie est notée."


@door("person-file", "update")
@never_cache
@require_http_methods(["GET", "POST"])
def news(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Note what somebody becomes, at the step whose day has come."""
    file, standing = _opened(request, person)
    row = standing.to_note if standing else None
    if standing is None or row is None:
        messages.info(request, "Il n’y a pas de nouvelles à demander aujourd’hui.")
        return redirect("exits:exit", person=person)
    form = NewsForm(posted(request), initial={"step": row.step})
    if form.is_valid():
        # The step of the page that was open, not the next one.
        steps = {one.step: one for one in standing.situations}
        asked = steps.get(form.cleaned_data["step"], row)
        if done(
            request,
            lambda: services.note_news(by=request.actor, row=asked, news=form.news),
            "C’est noté.",
            form,
        ):
            return redirect("exits:exit", person=person)
    return render(request, "exits/news.html", file.context | {"form": form, "row": row})


@door("person-file", "update")
@never_cache
@require_http_methods(["GET", "POST"])
def come_back(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Take somebody back."""
    file, standing = _opened(request, person)
    pathway = open_pathway_of(file.person)
    if standing is None or pathway is None or standing.row.is_death:
        messages.info(request, "Il n’y a pas de retour à noter.")
        return redirect("exits:exit", person=person)
    live = [one for one in reachable(PathwayState(pathway.state)) if one in LIVE]
    form = ReturnForm(live, posted(request))
    if form.is_valid() and done(
        request,
        lambda: services.return_(
            by=request.actor, exit_=standing.row, to=form.state, on=form.cleaned_data["on"]
        ),
        "Le retour est noté. Le parcours reprend.",
        form,
    ):
        return redirect("exits:exit", person=person)
    return render(request, "exits/come_back.html", file.context | {"form": form})


@door("person-file", "update")
@never_cache
@require_http_methods(["GET", "POST"])
def close(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Close a pathway whose six months are over: what it means, then the act."""
    file, standing = _opened(request, person)
    pathway = open_pathway_of(file.person)
    if standing is None or pathway is None:
        messages.info(request, "Ce parcours est déjà clos, ou la personne est revenue.")
        return redirect("exits:exit", person=person)
    if request.method == "POST":
        done(
            request,
            lambda: services.close_watch(by=request.actor, exit_=standing.row),
            "Le parcours est clos.",
        )
        return redirect("exits:exit", person=person)
    return render(request, "exits/close.html", file.context)
