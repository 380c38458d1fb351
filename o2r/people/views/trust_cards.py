"""The card and the paper handed to the person, by who follows them."""

from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.people.forms.agreements import IssueCardForm
from o2r.people.services import cancel_card, issue_card
from o2r.people.views.agreements import followed


def typed_address() -> str:
    """Where the code of a card is typed: short, without https://."""
    return f"{urlsplit(settings.PUBLIC_URL).netloc}{reverse('card:front').rstrip('/')}"


@door("person-file", "update")
@never_cache
@sensitive_post_parameters("word")
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Hand a card out. Its code is shown in answer, once: it is nowhere else."""
    held = followed(request, person).obj
    form, codes = IssueCardForm(posted(request)), []
    if form.is_valid():
        word = form.cleaned_data["word"]
        done(
            request,
            lambda: codes.append(issue_card(by=request.actor, person=held, word=word)[1]),
            "",
            form,
        )
    context = {
        "person": held,
        "form": form,
        "code": codes[0] if codes else "",
        "address": typed_address(),
        "card": held.cards.filter(cancelled_at=None).order_by("pk").first(),
    }
    return render(request, "people/issue_card.html", context)


@door("person-file", "update")
@require_POST
def cancel(request: SignedInRequest, person: UUID) -> HttpResponse:
    """The card was lost."""
    held = followed(request, person).obj
    done(
        request,
        lambda: cancel_card(by=request.actor, person=held),
        "La carte ne fait plus rien, où qu’elle soit.",
    )
    return redirect("agreements:card", person)
