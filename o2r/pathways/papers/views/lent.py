"""The page of a code that somebody was given: without account, one paper, for a while.

The code leaves the page at once: the session keeps its digest, a few minutes. Unknown, too old,
used up or taken back: one answer for all.
"""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.accounts.door import door
from o2r.accounts.signin.enums import TryKind
from o2r.accounts.signin.lockout import TooManyTries, reserve
from o2r.accounts.views.rows import posted
from o2r.core import clock
from o2r.core.middleware import LEFT_AT_SIGN_OUT
from o2r.pathways.papers.selectors.papers import file_lent, lent
from o2r.pathways.papers.services import open_by_code
from o2r.pathways.papers.views.safe import as_file
from o2r.people.card_codes import code_digest
from o2r.people.forms.cards import CodeForm

TYPED, UNTIL = "safe-code.typed", "safe-code.until"
"""Keys of the session: the digest of the code typed, and until when it is kept."""
IDLE = timedelta(minutes=5)
"""Without a gesture for that long, the page is closed (provisoire): counters share computers."""
TOO_MANY = (
    "Trop de codes ont été essayés d’ici. Réessayez dans quelques minutes, ou demandez un autre "
    "code à la personne."
)


@door("trust-card", "accept")
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def front(request: HttpRequest) -> HttpResponse:
    """Type the code that the person gave."""
    form = CodeForm(posted(request))
    form.fields["code"].label = "Le code que la personne vous a donné"
    if form.is_valid():
        digest = code_digest(form.cleaned_data["code"])
        try:
            reserve(TryKind.CARD, digest, request)
        except TooManyTries:
            form.add_error(None, TOO_MANY)
        else:
            request.session[TYPED] = digest
            _go_on(request)
            if not request.user.is_authenticated:
                request.session.set_expiry(0)
            return redirect("lent:paper")
    return render(request, "papers/lent/front.html", {"form": form})


@door("trust-card", "accept")
@never_cache
@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    """What the code opens, before it is opened: the nature of the paper, until when."""
    digest = _typed(request)
    if not digest:
        return redirect("lent:front")
    return render(request, "papers/lent/paper.html", {"code": lent(digest)})


@door("trust-card", "accept")
@never_cache
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Open the paper: counted, and told to the person."""
    digest = _typed(request)
    code = open_by_code(digest=digest) if digest else None
    content = file_lent(code) if code is not None else None
    return as_file(content) if content is not None else redirect("lent:paper")


@door("trust-card", "accept")
@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close: nothing is left in the browser."""
    if request.user.is_authenticated:
        for key in (TYPED, UNTIL):
            request.session.pop(key, None)
    else:
        request.session.flush()
    response = render(request, "papers/lent/left.html", {})
    response.headers["Clear-Site-Data"] = LEFT_AT_SIGN_OUT
    return response


def _go_on(request: HttpRequest) -> None:
    request.session[UNTIL] = (clock.now() + IDLE).isoformat()


def _typed(request: HttpRequest) -> str:
    """The digest of the code, while it is kept; empty after."""
    digest, until = request.session.get(TYPED, ""), request.session.get(UNTIL, "")
    if not digest or not until or datetime.fromisoformat(until) <= clock.now():
        return ""
    _go_on(request)
    return str(digest)
