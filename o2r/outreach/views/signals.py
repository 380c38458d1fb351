"""Signals received by a team: the list, the sheet of one, who goes, what happened, the answer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.accounts.door import door, listed, open_one, visible
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, permitted_page, posted
from o2r.outreach.enums import Awareness, SignalAnswer, SignalState
from o2r.outreach.forms.signals import AnswerForm, MetForm, TakeForm
from o2r.outreach.models import PartnerSignal, Place
from o2r.outreach.selectors.people_seen import known_as, people_to_note
from o2r.outreach.selectors.places import commune_name
from o2r.outreach.selectors.signals import agreed_to_be_told, received, team_of, words_of
from o2r.outreach.services import signal_answering as services
from o2r.outreach.signal_words import NEUTRAL_ANSWERS, told
from o2r.outreach.views.local_time import zone_of

ACTS: dict[str, tuple[Callable[..., PartnerSignal], str]] = {
    "lu": (services.acknowledge_signal, "C’est noté : l’équipe l’a lu."),
    "pas-trouvee": (services.signal_not_met, "C’est noté : personne n’a été trouvé."),
    "pas-pour-nous": (services.signal_not_ours, "C’est noté : ce n’est pas pour vous."),
    "reprendre": (services.reopen_signal, "Le signalement attend de nouveau."),
}


@door("partner-signal", "list")
@require_safe
def signals(request: SignedInRequest) -> HttpResponse:
    """The signals that wait, the newest first; those that are over on another page."""
    is_over = request.GET.get("voir") == "finis"
    rows = received(request.actor, only_open=not is_over).order_by("-sent_at", "pk")
    context: dict[str, Any] = permitted_page(request, rows)
    context |= {
        "is_over": is_over,
        "lines": [(row.obj, commune_name(row.obj.commune)) for row in context["rows"]],
        "me": request.actor.user,
    }
    with timezone.override(zone_of(request)):
        return render(request, "outreach/signals.html", context)


@door("partner-signal", "read")
@never_cache
@require_safe
def signal_page(request: SignedInRequest, signal: UUID) -> HttpResponse:
    """One signal: what it says, where it stands, what to do."""
    one = _opened(request, signal, action="read")
    return _sheet(request, one, AnswerForm(initial={"answer": one.answer}, answers=_answers(one)))


def _opened(request: SignedInRequest, signal: UUID, *, action: str = "update") -> PartnerSignal:
    """The signal received: who sent it has another page."""
    rows = PartnerSignal.objects.for_lists().received_by(request.actor.organisation)
    return open_one(request, rows.select_related("person"), action=action, pk=signal).obj


def _answers(one: PartnerSignal) -> list[SignalAnswer]:
    """The sentences that may be sent: one more when the person agreed to it."""
    agreed = one.pk in agreed_to_be_told([one])
    return [*NEUTRAL_ANSWERS, *([SignalAnswer.AGREED] if agreed else [])]


def _sheet(request: SignedInRequest, one: PartnerSignal, form: AnswerForm) -> HttpResponse:
    agreed = SignalAnswer.AGREED in _answers(one)
    context = {
        "signal": one,
        "commune": commune_name(one.commune),
        "said": words_of(one),
        "moves": one.moves.select_related("by").order_by("at", "pk"),
        "is_secret": one.person_knows in (Awareness.IGNORES, Awareness.UNSURE),
        "form": form,
        "told": told(SignalState(one.state), one.answer, agreed=agreed),
        "is_mine": one.taken_by_id == request.actor.user,
        "me": request.actor.user,
    }
    with timezone.override(zone_of(request)):
        return render(request, "outreach/signal.html", context)


@door("partner-signal", "update")
@require_POST
def signal_act(request: SignedInRequest, signal: UUID, act: str) -> HttpResponse:
    """One of the acts that ask for nothing more than a button."""
    # The signal first: an act that does not exist takes as long as one that is refused.
    one = _opened(request, signal)
    if act not in ACTS:
        raise Http404
    service, said = ACTS[act]
    done(request, lambda: service(by=request.actor, signal=one), said)
    return redirect("outreach:signal", signal=signal)


@door("partner-signal", "update")
@require_http_methods(["GET", "HEAD", "POST"])
def signal_take(request: SignedInRequest, signal: UUID) -> HttpResponse:
    """Say who goes, and where."""
    one = _opened(request, signal)
    team = {row.user_id: row.user.display_name for row in _team(request)}
    form = TakeForm(
        posted(request),
        initial={"who": one.taken_by_id or request.actor.user, "place": one.place_id},
        team=team.items(),
        places=visible(request, Place.objects.active().order_by("name", "pk")),
    )
    if form.is_valid() and done(
        request,
        lambda: services.take_signal(
            by=request.actor,
            signal=one,
            who=UUID(form.cleaned_data["who"]),
            place=form.cleaned_data["place"],
        ),
        "C’est noté : quelqu’un y va.",
        form,
    ):
        return redirect("outreach:signal", signal=signal)
    return render(request, "outreach/signal_take.html", {"signal": one, "form": form})


def _team(request: SignedInRequest) -> Any:
    assert request.actor.organisation is not None  # noqa: S101 — the door asks for a role there
    return team_of(request.actor.organisation).select_related("user")


@door("partner-signal", "update")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def signal_met(request: SignedInRequest, signal: UUID) -> HttpResponse:
    """Say that the person was met, and who they are when one follows them."""
    one = _opened(request, signal)
    people = listed(request, people_to_note(request.actor))
    names = known_as(request.actor, people)
    form = MetForm(posted(request), people=((row.pk, names[row.pk]) for row in people))
    if form.is_valid() and done(
        request,
        lambda: services.signal_met(by=request.actor, signal=one, person=form.person_chosen()),
        "C’est noté : la personne a été rencontrée.",
        form,
    ):
        return redirect("outreach:signal", signal=signal)
    return render(request, "outreach/signal_met.html", {"signal": one, "form": form})


@door("partner-signal", "update")
@require_POST
def signal_answer(request: SignedInRequest, signal: UUID) -> HttpResponse:
    """Choose the one sentence that who sent it reads."""
    one = _opened(request, signal)
    form = AnswerForm(posted(request), answers=_answers(one))
    if form.is_valid() and done(
        request,
        lambda: services.answer_signal(by=request.actor, signal=one, answer=form.answer_chosen()),
        "La réponse est enregistrée : c’est la seule phrase que l’autre lira.",
        form,
    ):
        return redirect("outreach:signal", signal=signal)
    return _sheet(request, one, form)
