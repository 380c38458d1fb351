"""Opening one file in an emergency: asking, what became of it, a second person, the review."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.accounts.acts import PROVED
from o2r.accounts.door import door, open_one
from o2r.accounts.models import Organisation
from o2r.accounts.policy import decide, may_try
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.selectors import who_may_follow
from o2r.accounts.views.rows import done, permitted_page, posted
from o2r.people.enums import EmergencyReason, EmergencyVerdict
from o2r.people.forms.guarding import EmergencyForm, LeaveWordForm, ReviewForm
from o2r.people.minutes import minutes_left
from o2r.people.models import EmergencyOpening
from o2r.people.models.opening import EmergencyOpeningQuerySet
from o2r.people.selectors.emergencies import for_pages, left_for, readings_of, words_of
from o2r.people.services.emergencies import SENTENCE, open_in_emergency
from o2r.people.services.reviewing import leave_word
from o2r.people.services.reviewing import review as give_review
from o2r.people.services.reviewing import second as decide_as_second


def _openings() -> EmergencyOpeningQuerySet:
    return for_pages(EmergencyOpening.objects.all())


@door("emergency-opening", "list")
@never_cache
@require_safe
def openings(request: SignedInRequest) -> HttpResponse:
    """One's own openings; for who answers for the data, those of the organisation."""
    context = permitted_page(request, _openings().order_by("-asked_at", "pk")) | {
        "may_ask": bool(may_try(request.actor, "create", "emergency-opening", PROVED)),
        "me": request.user.pk,
    }
    return render(request, "people/emergencies.html", context)


@door("emergency-opening", "create")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest) -> HttpResponse:
    """Say which file, and why. Nothing here tells whether there is one."""
    place = get_object_or_404(Organisation, pk=request.actor.organisation)
    # Before the act: one more blocks the account, which then reads nothing, not even this.
    left = left_for(request.actor)
    form = EmergencyForm(posted(request), colleagues=who_may_follow(place))
    made: list[EmergencyOpening] = []
    if form.is_valid():
        given = form.cleaned_data
        if done(
            request,
            lambda: made.append(
                open_in_emergency(
                    by=request.actor,
                    said=form.said,
                    reason=EmergencyReason(given["reason"]),
                    words=given["words"],
                )
            ),
            "",
            form,
        ):
            return redirect("emergency:one", opening=made[0].pk)
    return render(request, "people/ask_emergency.html", {"form": form, "left": left})


@door("emergency-opening", "read")
@never_cache
@require_safe
def opening(request: SignedInRequest, opening: UUID) -> HttpResponse:
    """One opening, as its author sees it, or who answers for the data."""
    held = open_one(request, _openings(), pk=opening).obj
    mine = held.by_id == request.user.pk
    # Its author reads nothing of it before it opens: of a file or of none, as many questions.
    reads = held.opened_at is not None or not mine
    context = {
        "opening": held,
        "mine": mine,
        "left": minutes_left(held.until) if held.is_open else "",
        "said": words_of(held, request.actor.organisation if reads else None),
        "sentence": SENTENCE,
        **({} if mine else _answers(request, held)),
    }
    return render(request, "people/emergency.html", context)


def _answers(request: SignedInRequest, held: EmergencyOpening) -> dict[str, object]:
    """What somebody else than its author may do with it."""

    def may(action: str) -> bool:
        return bool(decide(request.actor, action, held.subject(request.actor), PROVED))

    undecided = held.is_waiting and held.refused_at is None
    return {
        "readings": readings_of(held),
        "may_second": undecided and may("approve"),
        "may_review": held.opened_at is not None and not held.reviewed_at and may("update"),
    }


@door("emergency-opening", "complete")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def word(request: SignedInRequest, opening: UUID) -> HttpResponse:
    """Leave a word to the referent of the file that was opened."""
    held = open_one(request, _openings(), action="read", needs="complete", pk=opening).obj
    form = LeaveWordForm(posted(request))
    if form.is_valid() and done(
        request,
        lambda: leave_word(by=request.actor, opening=held, words=form.cleaned_data["words"]),
        "Votre mot est laissé, et le référent est prévenu.",
        form,
    ):
        return redirect("emergency:one", opening=held.pk)
    return render(request, "people/leave_word.html", {"opening": held, "form": form})


@door("emergency-opening", "approve")
@never_cache
@require_POST
def second(request: SignedInRequest, opening: UUID) -> HttpResponse:
    """Agree as a second person, or refuse: anything but a clear yes is a no."""
    held = open_one(request, _openings(), action="read", needs="approve", pk=opening).obj
    agrees = request.POST.get("answer") == "yes"
    done(
        request,
        lambda: decide_as_second(by=request.actor, opening=held, agrees=agrees),
        "Le dossier s’ouvre pour une heure." if agrees else "Vous avez refusé. Rien ne s’ouvre.",
    )
    return redirect("emergency:one", opening=held.pk)


@door("emergency-opening", "update")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SignedInRequest, opening: UUID) -> HttpResponse:
    """Say what one thinks of an opening."""
    held = open_one(request, _openings(), action="read", needs="update", pk=opening).obj
    form = ReviewForm(posted(request))
    if form.is_valid() and done(
        request,
        lambda: give_review(
            by=request.actor,
            opening=held,
            verdict=EmergencyVerdict(form.cleaned_data["verdict"]),
            remark=form.cleaned_data["remark"],
        ),
        "Votre avis est enregistré.",
        form,
    ):
        return redirect("emergency:one", opening=held.pk)
    said = words_of(held, request.actor.organisation)
    return render(
        request, "people/review_emergency.html", {"opening": held, "form": form, "said": said}
    )
