"""A State service prepares, publishes and changes its calls."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.door import door, open_one
from o2r.accounts.enums import MembershipRole
from o2r.accounts.policy import may_try
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, permitted_page, posted
from o2r.calls import selectors, services
from o2r.calls.enums import CallState, Phase
from o2r.calls.forms import (
    PARTS,
    STEPS,
    AsksReason,
    CriterionForm,
    EnvelopesForm,
    MoveForm,
    NewCallForm,
    PieceForm,
    RemovalForm,
)
from o2r.calls.models import Call, CallVersion
from o2r.calls.services.announcing import missing_before_publication
from o2r.calls.ways import Page, ways
from o2r.core import clock
from o2r.core.access import mark_of
from o2r.territory.forms import edits_a_zone
from o2r.territory.map_policy import draws_a_map

View = Callable[..., HttpResponse]


@door("call", "list")
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """The calls of one's State service, drafts included; all those announced for the others."""
    calls = Call.objects.select_related("dreets")
    if request.actor.has(MembershipRole.STATE_OFFICER):
        calls = calls.run_by(request.actor.organisation)
    context = permitted_page(request, calls)
    now = clock.now()
    context |= {
        "cards": [selectors.card(row.obj, now) for row in context["rows"]],
        "can_create": bool(may_try(request.actor, "create", "call", request.proof)),
        "can_manage": bool(may_try(request.actor, "update", "call", request.proof)),
    }
    return render(request, "calls/home.html", context)


@door("call", "create")
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: SignedInRequest) -> HttpResponse:
    """Open the draft of a call."""
    form = NewCallForm(posted(request))
    if form.is_valid():
        fields = form.cleaned_data

        def act() -> None:
            services.create_call(by=request.actor, slug=fields["slug"], title=fields["title"])

        if done(request, act, "Le brouillon est ouvert. Personne d’autre ne le voit.", form):
            return redirect("calls:manage", call=fields["slug"])
    return render(request, "calls/create.html", {"form": form})


def _opened(request: SignedInRequest, slug: str) -> Call:
    return open_one(request, Call.objects.with_lists(), slug=slug).obj


def _to_change(request: SignedInRequest, slug: str) -> Call:
    """The call; a published one, only on the route that asks for a fresh proof.

    Raises Http404 on the other route: what everyone reads is not changed there.
    """
    found = _opened(request, slug)
    match = request.resolver_match
    mark = mark_of(match.func) if match else None
    if found.state != CallState.DRAFT and (mark is None or mark.writing != "publish"):
        raise Http404
    return found


def of_published(view: View) -> View:
    """The same page for a published call: a dated act, with its reason and a fresh proof."""

    @wraps(view)
    def published(*args: Any, **kwargs: Any) -> HttpResponse:
        return view(*args, **kwargs)

    return door("call", "publish")(published)


@door("call", "update")
@require_safe
def manage(request: SignedInRequest, call: str) -> HttpResponse:
    """Where a call stands: its pages, what is missing, what can be done now."""
    found = _opened(request, call)
    state = CallState(found.state)
    context = {
        "call": found,
        "card": selectors.card(found, clock.now()),
        "facts": selectors.facts(found),
        "grid": selectors.grid(found),
        "parts": [(code, title) for code, (title, _) in PARTS.items()],
        "missing": missing_before_publication(found) if state is CallState.DRAFT else [],
        "is_draft": state is CallState.DRAFT,
        "may_change": state is CallState.DRAFT or _may_amend(found),
        "moves": _moves(found),
        "ways": ways(Page.SERVICE, found),
        "history": selectors.history(found),
        "log": found.moves.select_related("moved_by").order_by("moved_at", "pk"),
    }
    return render(request, "calls/manage.html", context)


def _moves(call: Call) -> list[tuple[str, str]]:
    """The steps that follow, with their words; none while applications may still arrive."""
    if call.phase() in (Phase.UPCOMING, Phase.OPEN):
        return []
    return [(to.value, words) for (start, to), words in STEPS.items() if start == call.state]


def _may_amend(call: Call) -> bool:
    closes = call.closes.last_instant
    return call.state == CallState.PUBLISHED and (closes is None or clock.now() < closes)


@door("call", "update")
@require_http_methods(["GET", "HEAD", "POST"])
@draws_a_map
def part(request: SignedInRequest, call: str, part: str) -> HttpResponse:
    """One page of what the call says."""
    found = _to_change(request, call)
    if part not in PARTS:
        raise Http404
    title, form_class = PARTS[part]
    form = form_class(posted(request), call=found)
    if (
        not edits_a_zone(form)
        and form.is_valid()
        and _saved(request, found, form, fields=form.values)
    ):
        return redirect("calls:manage", call=call)
    return _form_page(request, found, form, title)


def _saved(
    request: SignedInRequest,
    call: Call,
    form: AsksReason,
    *,
    fields: dict[str, Any] | None = None,
    act: Callable[[Call], object] | None = None,
) -> bool:
    """Change a draft at once, a published call as one amendment, and say what became public.

    A refusal is said in the form.
    """
    by = request.actor
    versions: list[CallVersion | None] = []

    def change() -> None:
        if call.state != CallState.DRAFT:
            versions.append(
                services.amend_call(by=by, call=call, reason=form.reason, fields=fields, act=act)
            )
        elif act is not None:
            act(call)
        else:
            services.write_call(by=by, call=call, fields=fields or {})

    if not done(request, change, "", form):
        return False
    messages.success(request, _said(versions))
    return True


def _said(versions: list[CallVersion | None]) -> str:
    """What a change made public. ``versions``: empty for a draft, None when nothing is new."""
    if not versions:
        return "C’est enregistré."
    version = versions[0]
    if version is None:
        return (
            "C’est enregistré dans le service. Rien ne change dans ce que chacun lit : il n’y a "
            "pas de nouvelle version, et personne n’est prévenu."
        )
    return (
        f"La modification est publiée : version {version.number}. Chaque candidat qui a commencé "
        "un dossier est prévenu."
    )


def _form_page(
    request: SignedInRequest, call: Call, form: AsksReason, title: str, label: str = "Enregistrer"
) -> HttpResponse:
    published = call.state != CallState.DRAFT
    context = {
        "call": call,
        "form": form,
        "title": title,
        "published": published,
        "label": "Publier la modification" if published and not form.is_inside else label,
        "without": form.without,
    }
    return render(request, "calls/part.html", context)


@door("call", "update", POST="publish")
@require_http_methods(["GET", "HEAD", "POST"])
@draws_a_map
def publish(request: SignedInRequest, call: str) -> HttpResponse:
    """Read once more, then announce to everyone."""
    found = _opened(request, call)
    if request.method == "POST":

        def act() -> None:
            services.publish_call(by=request.actor, call=found)

        if done(request, act, "L’appel est publié."):
            return redirect("calls:manage", call=call)
    grid = selectors.grid(found)
    context = {
        "call": found,
        "facts": selectors.facts(found),
        "zone": found.footprint.zone if found.footprint else None,
        "grid": grid if found.grid_is_published else [],
        "hidden_grid": [] if found.grid_is_published else grid,
        "rules": selectors.rules(found),
        "missing": missing_before_publication(found),
    }
    return render(request, "calls/publish.html", context)


@door("call", "update")
@require_http_methods(["POST"])
def move(request: SignedInRequest, call: str) -> HttpResponse:
    """Take a call to its next state."""
    found = _opened(request, call)
    form = MoveForm(posted(request))
    if form.is_valid():
        wanted = CallState(form.cleaned_data["to"])
        if (CallState(found.state), wanted) not in STEPS:
            messages.error(request, str(services.ImpossibleMove(found, wanted)))
            return redirect("calls:manage", call=call)

        def act() -> None:
            services.move_call(by=request.actor, call=found, to=wanted)

        done(request, act, f"L’appel est maintenant « {wanted.label} ».")
    return redirect("calls:manage", call=call)


@door("call", "update")
@require_http_methods(["GET", "HEAD", "POST"])
def envelopes(request: SignedInRequest, call: str) -> HttpResponse:
    """What the call keeps for each département."""
    found = _to_change(request, call)
    form = EnvelopesForm(posted(request), call=found)

    def change(locked: Call) -> object:
        return services.write_envelopes(by=request.actor, call=locked, envelopes=form.envelopes)

    if form.is_valid() and _saved(request, found, form, act=change):
        return redirect("calls:manage", call=call)
    return _form_page(request, found, form, "Les enveloppes départementales")


@door("call", "update")
@require_http_methods(["POST"])
def start_grid(request: SignedInRequest, call: str) -> HttpResponse:
    """Begin with the five families of the cahier des charges."""
    found = _opened(request, call)
    done(
        request,
        lambda: services.start_grid(by=request.actor, call=found),
        "La grille est ouverte : réglez maintenant les poids.",
    )
    return redirect("calls:manage", call=call)


@door("call", "update")
@require_http_methods(["GET", "HEAD", "POST"])
def criterion(request: SignedInRequest, call: str, criterion: UUID | None = None) -> HttpResponse:
    """Add a line to the grid, or change it."""
    found = _to_change(request, call)
    row = get_object_or_404(found.criteria.all(), pk=criterion) if criterion else None
    form = CriterionForm(posted(request), call=found, criterion=row)

    def change(locked: Call) -> object:
        if row is None:
            return services.add_criterion(by=request.actor, call=locked, fields=form.values)
        return services.write_criterion(by=request.actor, criterion=row, fields=form.values)

    if form.is_valid() and _saved(request, found, form, act=change):
        return redirect("calls:manage", call=call)
    return _form_page(request, found, form, row.label if row else "Un critère de plus")


@door("call", "update")
@require_http_methods(["GET", "HEAD", "POST"])
def remove_criterion(request: SignedInRequest, call: str, criterion: UUID) -> HttpResponse:
    """Take a line off the grid, after a word of confirmation."""
    found = _to_change(request, call)
    row = get_object_or_404(found.criteria.all(), pk=criterion)
    return _remove(
        request,
        found,
        f"Retirer « {row.label} » de la grille",
        lambda locked: services.remove_criterion(by=request.actor, criterion=row),
        is_inside=not found.grid_is_published,
    )


@door("call", "update")
@require_http_methods(["GET", "HEAD", "POST"])
def piece(request: SignedInRequest, call: str) -> HttpResponse:
    """Ask for one more document."""
    found = _to_change(request, call)
    form = PieceForm(posted(request), call=found)

    def change(locked: Call) -> object:
        return services.add_piece(by=request.actor, call=locked, fields=form.values)

    if form.is_valid() and _saved(request, found, form, act=change):
        return redirect("calls:manage", call=call)
    return _form_page(request, found, form, "Une pièce de plus", "Ajouter")


@door("call", "update")
@require_http_methods(["GET", "HEAD", "POST"])
def remove_piece(request: SignedInRequest, call: str, piece: UUID) -> HttpResponse:
    """Ask for a document no more, after a word of confirmation."""
    found = _to_change(request, call)
    row = get_object_or_404(found.pieces.all(), pk=piece)
    return _remove(
        request,
        found,
        f"Ne plus demander « {row.label} »",
        lambda locked: services.remove_piece(by=request.actor, piece=row),
    )


def _remove(
    request: SignedInRequest,
    call: Call,
    title: str,
    change: Callable[[Call], object],
    *,
    is_inside: bool = False,
) -> HttpResponse:
    form = RemovalForm(posted(request), call=call, is_inside=is_inside)
    if form.is_valid() and _saved(request, call, form, act=change):
        return redirect("calls:manage", call=call.slug)
    return _form_page(request, call, form, title, "Retirer")
