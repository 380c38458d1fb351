"""The safe of a person, from the page of their card: theirs, without anybody beside them."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.accounts.door import door
from o2r.pathways.papers import services
from o2r.pathways.papers.models import SafeDocument
from o2r.pathways.papers.selectors.papers import own_file, own_paper, safe_of_card
from o2r.pathways.papers.views.safe import as_file
from o2r.people.models import TrustCard
from o2r.people.views.card import opened_card

CHOSEN = "papier"
"""What names the paper chosen: a random key, which opens nothing without the card."""


@door("trust-card", "accept")
@never_cache
@require_safe
def own_safe(request: HttpRequest) -> HttpResponse:
    """What one has asked to keep."""
    card = opened_card(request)
    if card is None:
        return redirect("card:front")
    return render(request, "papers/own/safe.html", {"papers": safe_of_card(card)})


@door("trust-card", "accept")
@never_cache
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Take a copy."""
    card = opened_card(request)
    if card is None:
        return redirect("card:front")
    row = _found(card, request.POST)
    content = own_file(card, row)
    if content is None:
        raise Http404
    services.tell_taken(card=card, document=row)
    return as_file(content)


@door("trust-card", "accept")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Erase a paper: which one, then the act."""
    card = opened_card(request)
    if card is None:
        return redirect("card:front")
    row = _found(card, request.POST or request.GET)
    if request.method == "POST":
        services.erase_own(card=card, document=row)
        return redirect("own:safe")
    return render(request, "papers/own/erase.html", {"paper": row})


def _found(card: TrustCard, sent: QueryDict) -> SafeDocument:
    """The paper that was chosen, of this card alone. Raises Http404."""
    try:
        key = UUID(sent.get(CHOSEN, ""))
    except ValueError:
        raise Http404 from None
    row = own_paper(card, key)
    if row is None:
        raise Http404
    return row
