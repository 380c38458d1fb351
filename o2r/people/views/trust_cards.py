"""The card and the paper handed to the person, by who follows them."""

from collections.abc import Callable
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from o2r.accounts.door import door
from o2r.accounts.errors import DomainError
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted, say_at
from o2r.core.documents import PDF_TYPE, pdf_available
from o2r.core.instance import holds_real_people
from o2r.people import papers
from o2r.people.card_codes import code_digest
from o2r.people.contract_texts import usable
from o2r.people.forms.agreements import CardPaperForm, IssueCardForm, ReceiptForm
from o2r.people.models import TrustCard
from o2r.people.papers import Paper, Size
from o2r.people.selectors.papers import access_of, contact_of, receipt_of, typed_address
from o2r.people.services import cancel_card, issue_card
from o2r.people.views.agreements import followed
from o2r.people.views.opened import OpenedFile


@door("person-file", "update")
@never_cache
@sensitive_post_parameters("word")
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Hand a card out. Its code is shown in answer, once: it is nowhere else."""
    file = followed(request, person)
    held = file.person
    form, codes = IssueCardForm(posted(request)), []
    if form.is_valid():
        word = form.cleaned_data["word"]
        done(
            request,
            lambda: codes.append(issue_card(by=request.actor, person=held, word=word)[1]),
            "",
            form,
        )
    if codes:
        language = held.language or "fr"
        paper = CardPaperForm(initial={"code": codes[0], "language": language})
        return _code_page(request, file, codes[0], paper)
    in_service = held.cards.filter(cancelled_at=None).order_by("pk").first()
    context = file.context | {"form": form, "card": in_service}
    return render(request, "people/issue_card.html", context)


def _code_page(
    request: SignedInRequest, file: OpenedFile, code: str, paper: CardPaperForm
) -> HttpResponse:
    context = file.context | {"code": code, "address": typed_address(), "paper": paper}
    return render(request, "people/card_code.html", context)


@door("person-file", "update")
@require_POST
def cancel(request: SignedInRequest, person: UUID) -> HttpResponse:
    """The card was lost."""
    held = followed(request, person).person
    done(
        request,
        lambda: cancel_card(by=request.actor, person=held),
        "La carte ne fait plus rien, où qu’elle soit.",
    )
    return redirect("agreements:card", person)


@door("person-file", "update")
@never_cache
@sensitive_post_parameters("code")
@require_POST
def card_paper(request: SignedInRequest, person: UUID) -> HttpResponse:
    """The card to print, from the page that has just made it: the code is sent again by it.

    Any other code leads back to where a card is made.
    """
    file = followed(request, person)
    form, code = CardPaperForm(request.POST), request.POST.get("code", "")
    is_valid = form.is_valid()
    live = TrustCard.objects.live().filter(person=file.person, digest=code_digest(code))
    if not live.exists():
        return redirect("agreements:card", person)
    if is_valid:
        text = usable(form.cleaned_data["language"], production=holds_real_people())
        paper, access = Paper(form.cleaned_data["paper"]), access_of(code)
        answer = _printed(
            form,
            "carte.pdf",
            lambda: papers.card(access, text, paper=paper),
            lambda: papers.card_page(access, text, paper=paper, in_browser=True),
        )
        if answer is not None:
            return answer
    return _code_page(request, file, code, form)


@door("person-file", "update")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: SignedInRequest, person: UUID) -> HttpResponse:
    """The paper to hand over: what was explained and agreed to, and how to stop."""
    file = followed(request, person)
    held = file.person
    initial = {"language": held.language or "fr", "contact": contact_of(held)}
    form = ReceiptForm(posted(request), initial=initial)
    if form.is_valid():
        asked = form.cleaned_data
        text = usable(asked["language"], production=holds_real_people())
        facts = receipt_of(held, contact=asked["contact"])
        size = Size.LARGE if asked["is_large"] else Size.STANDARD
        drawn = asked["with_pictograms"]
        answer = _printed(
            form,
            "papier.pdf",
            lambda: papers.receipt(facts, text, size=size, pictograms=drawn),
            lambda: papers.receipt_page(facts, text, size=size, pictograms=drawn, in_browser=True),
        )
        if answer is not None:
            return answer
    return render(request, "people/receipt.html", file.context | {"form": form})


def _printed(
    form: Form, name: str, pdf: Callable[[], bytes], page: Callable[[], str]
) -> HttpResponse | None:
    """A paper as a PDF, or as the page that a browser prints where none is made here; None when it
    cannot be handed, which the form then says. ``name``: tells nothing of what it holds."""
    try:
        if not pdf_available():
            return HttpResponse(page())
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(pdf(), content_type=PDF_TYPE, headers=headers)
    except DomainError as error:
        say_at(form, error)
        return None
