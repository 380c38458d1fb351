"""The page of the card, for whoever holds one: without account, and without a fact of anybody.

The code leaves the page at once: the session keeps its digest, for a few minutes. From there on
every page is the same, byte for byte, whether the code is that of a card, of a cancelled one, or of
none.
"""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.accounts.door import door
from o2r.accounts.signin.enums import TryKind
from o2r.accounts.signin.lockout import TooManyTries, reserve
from o2r.accounts.views.rows import posted
from o2r.core import clock
from o2r.core.middleware import LEFT_AT_SIGN_OUT
from o2r.core.retention.enums import Right
from o2r.core.retention.errors import RetentionError
from o2r.core.retention.forms import AskForm
from o2r.people.card_codes import code_digest
from o2r.people.card_languages import wording
from o2r.people.forms.cards import CodeForm, StopForm, WordForm
from o2r.people.models import TrustCard
from o2r.people.registry import card_pages
from o2r.people.selectors.cards import live_card, shown_by
from o2r.people.services import (
    ask_with_card,
    cancel_with_card,
    open_by_word,
    stop_opened,
    stop_with_card,
)

TYPED, OPENED, UNTIL = "card.typed", "card.opened", "card.until"
"""Keys of the session: the digest of the code typed, the card that a word opened, until when."""
LANGUAGE = "langue"
"""The button of another language, and the key of the session that remembers it."""
IDLE = timedelta(minutes=5)
"""Without a gesture for that long, the page is closed (provisoire): libraries lend computers."""
REFUSED = "Ce n’est pas possible avec ce que vous avez saisi."
TOO_MANY = (
    "Trop de codes ont été essayés d’ici. Réessayez dans quelques minutes, ou montrez la carte à "
    "la personne qui vous l’a donnée."
)


@door("trust-card", "accept")
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def front(request: HttpRequest) -> HttpResponse:
    """Type the code; the square of the card brings it in the part of the address that browsers keep
    for themselves."""
    chosen = request.POST.get(LANGUAGE, "")
    # Another language: what is typed stays in the field, and nothing is tried.
    form = CodeForm(initial=request.POST.dict()) if chosen else CodeForm(posted(request))
    if chosen:
        _remember(request, {LANGUAGE: chosen[:20]})
    if form.is_valid():
        digest = code_digest(form.cleaned_data["code"])
        try:
            reserve(TryKind.CARD, digest, request)
        except TooManyTries:
            form.add_error(None, TOO_MANY)
        else:
            _keep(request, {TYPED: digest})
            return redirect("card:choose")
    return _show(request, "front", {"form": form})


@door("trust-card", "accept")
@never_cache
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """What a card may do: the same page for any code."""
    if not _kept(request, TYPED):
        return redirect("card:front")
    return _choices(request, StopForm(), WordForm())


def _choices(request: HttpRequest, stop: StopForm, word: WordForm) -> HttpResponse:
    return _show(request, "choose", {"stop": stop, "word": word})


@door("trust-card", "accept")
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Stop what was agreed, all of it or one by its number."""
    digest = _kept(request, TYPED)
    if not digest:
        return redirect("card:front")
    form = StopForm(request.POST)
    if not form.is_valid():
        return _choices(request, form, WordForm())
    stop_with_card(digest=digest, number=form.cleaned_data["number"])
    return redirect("card:done")


@door("trust-card", "accept")
@require_POST
def cancel(request: HttpRequest) -> HttpResponse:
    """Cancel the card."""
    digest = _kept(request, TYPED)
    if not digest:
        return redirect("card:front")
    cancel_with_card(digest=digest)
    return redirect("card:done")


@door("trust-card", "accept")
@never_cache
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """It is done, if it could be: the page does not know."""
    return _show(request, "done", {})


@door("trust-card", "accept")
@never_cache
@sensitive_post_parameters("word")
@require_POST
def open_page(request: HttpRequest) -> HttpResponse:
    """Open a little more with the word chosen with the worker."""
    digest = _kept(request, TYPED)
    if not digest:
        return redirect("card:front")
    form = WordForm(request.POST)
    if form.is_valid():
        try:
            reserve(TryKind.CARD_WORD, digest, request)
        except TooManyTries:
            form.add_error(None, TOO_MANY)
        else:
            card = open_by_word(digest=digest, word=form.cleaned_data["word"])
            if card is not None:
                _keep(request, {OPENED: str(card.pk)})
                return redirect("card:page")
            form.add_error(None, REFUSED)
    return _choices(request, StopForm(), form)


@door("trust-card", "accept")
@never_cache
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What is known in short, what was agreed, who saw the file."""
    card = _opened(request)
    if card is None:
        return redirect("card:front")
    return _page(request, card, AskForm())


def _page(request: HttpRequest, card: TrustCard, form: AskForm) -> HttpResponse:
    idle = int(IDLE.total_seconds())
    context = {
        "shown": shown_by(card),
        "idle_seconds": idle,
        "form": form,
        "pages": [(label, reverse(route)) for label, route in card_pages()],
    }
    return render(request, "people/card/page.html", context)


@door("trust-card", "accept")
@require_POST
def stop_from_page(request: HttpRequest) -> HttpResponse:
    """Stop one agreement, or all of them, from the page that the word has opened."""
    card, form = _opened(request), StopForm(request.POST)
    if card is None or not form.is_valid():
        return redirect("card:front")
    stop_opened(card=card, number=form.cleaned_data["number"])
    return redirect("card:page")


@door("trust-card", "accept")
@never_cache
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a copy, a correction, an erasure."""
    card, form = _opened(request), AskForm(request.POST)
    if card is None:
        return redirect("card:front")
    if not form.is_valid():
        return _page(request, card, form)
    right, details = Right(form.cleaned_data["right"]), form.cleaned_data["details"]
    try:
        ask_with_card(card=card, right=right, details=details)
    except RetentionError as error:
        form.add_error("details", str(error))
        return _page(request, card, form)
    return redirect("card:asked")


@door("trust-card", "accept")
@never_cache
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """The request was received: who answers, and when."""
    if _opened(request) is None:
        return redirect("card:front")
    return render(request, "people/card/asked.html", {})


@door("trust-card", "accept")
@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close: nothing is left in the browser, and « back » asks for the card again."""
    _forget(request)
    response = render(request, "people/card/left.html", {})
    response.headers["Clear-Site-Data"] = LEFT_AT_SIGN_OUT
    return response


def _show(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    """A page of the card, in the language of who reads it and in French."""
    chosen = str(request.session.get(LANGUAGE, ""))
    said = wording(chosen, request.headers.get("Accept-Language", ""))
    return render(request, f"people/card/{name}.html", context | {"said": said})


def _keep(request: HttpRequest, held: dict[str, str]) -> None:
    """Keep something for a few minutes, in a session that ends with the browser."""
    for key in (TYPED, OPENED):
        request.session.pop(key, None)
    _remember(request, {**held, UNTIL: (clock.now() + IDLE).isoformat()})


def _remember(request: HttpRequest, held: dict[str, str]) -> None:
    request.session.update(held)
    if not request.user.is_authenticated:
        request.session.set_expiry(0)


def _kept(request: HttpRequest, key: str) -> str:
    """What was kept and may still be used; the time starts again. Empty for nothing."""
    held: Any = request.session.get(key, "")
    until = request.session.get(UNTIL, "")
    if not held or not until or datetime.fromisoformat(until) <= clock.now():
        return ""
    request.session[UNTIL] = (clock.now() + IDLE).isoformat()
    return str(held)


def opened_card(request: HttpRequest) -> TrustCard | None:
    """The card that its word has opened here, while it works: for the pages of the apps above."""
    return _opened(request)


def _opened(request: HttpRequest) -> TrustCard | None:
    held = _kept(request, OPENED)
    return live_card(held) if held else None


def _forget(request: HttpRequest) -> None:
    """Nobody's session ends whole; that of who is signed in only forgets the card."""
    if not request.user.is_authenticated:
        request.session.flush()
        return
    for key in (TYPED, OPENED, UNTIL, LANGUAGE):
        request.session.pop(key, None)
