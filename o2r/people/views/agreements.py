"""What the person was told, what they agreed to: for who follows them, and with them."""

from collections.abc import Collection
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.accounts.door import door
from o2r.accounts.door import shared as tell_of_share
from o2r.accounts.errors import DomainError
from o2r.accounts.models import Organisation
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.core import clock
from o2r.core.calendar_words import long_day
from o2r.people.contract_texts import language_name
from o2r.people.enums import (
    AgreementProof,
    AgreementState,
    Basis,
    Purpose,
    SharedField,
    Support,
)
from o2r.people.forms.agreements import (
    GiveForm,
    InformationForm,
    ProposalForm,
    RecipientSearchForm,
    SecrecyForm,
)
from o2r.people.models import Agreement, Person
from o2r.people.selectors.agreements import (
    agreements_of,
    longest_until,
    recipients_named,
    text_version,
    told_to,
)
from o2r.people.services import Terms, give, inform, propose, refuse, withdraw
from o2r.people.views.opened import OpenedFile, allows, opened_file


def followed(
    request: SignedInRequest, person: UUID, *, needs: str = "update", bring: Collection[str] = ()
) -> OpenedFile:
    """The file of somebody whom one follows: read, by who may ``needs``. A partner has the 404."""
    return opened_file(request, person, action="read", needs=needs, bring=bring)


@door("person-file", "update")
@never_cache
@require_safe
def agreements(request: SignedInRequest, person: UUID) -> HttpResponse:
    """All that was explained, proposed, given and taken back, and the card."""
    file = followed(request, person, bring=("cards",))
    return render(request, "people/agreements.html", file.context | _page(request, file.person))


def _page(request: SignedInRequest, person: Person) -> dict[str, object]:
    rows = list(agreements_of(person))
    in_force = [one for one in rows if one.is_in_force()]
    waiting = [one for one in rows if one.state == AgreementState.PROPOSED and not one.is_over]
    return {
        "information": [(one, language_name(one.language)) for one in told_to(person)],
        "consents": [one for one in in_force if one.is_consent],
        "secrecy": [one for one in in_force if not one.is_consent],
        "waiting": waiting,
        "past": [one for one in rows if one not in in_force and one not in waiting],
        "card": next((one for one in person.cards.all() if one.cancelled_at is None), None),
        "may_share": allows(request, "share", person),
    }


@door("person-file", "update")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def information(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Keep that the person was told what is written of them."""
    file = followed(request, person)
    held = file.person
    form = InformationForm(posted(request), initial={"language": held.language or "fr"})
    if form.is_valid() and done(
        request,
        lambda: inform(
            by=request.actor,
            person=held,
            support=Support(form.cleaned_data["support"]),
            language=form.cleaned_data["language"],
            text_version=text_version(form.cleaned_data["language"]),
        ),
        "L’information donnée est notée.",
        form,
    ):
        return redirect("agreements:of", person)
    return render(request, "people/information.html", file.context | {"form": form})


@door("person-file", "share")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Choose with the person what would be told, to whom, for what. Nothing is shared yet."""
    file = followed(request, person, needs="share")
    held = file.person
    search = RecipientSearchForm({"q": request.GET.get("q", "")})
    words = search.cleaned_data["q"].strip() if search.is_valid() else ""
    found = recipients_named(words, held) if words else []
    initial = {"language": held.language or "fr", "until": longest_until(clock.today())}
    form = ProposalForm(posted(request), recipients=found, initial=initial)
    if form.is_valid():
        made = _propose(request, held, form, found)
        if made is not None:
            return redirect("agreements:one", person, made.pk)
    context = file.context | {
        "search": search,
        "words": words,
        "found": found,
        "form": form,
        "wait": None if held.information.exists() else "information",
    }
    return render(request, "people/proposal.html", context)


def _propose(
    request: SignedInRequest, person: Person, form: ProposalForm, found: list[Organisation]
) -> Agreement | None:
    """Keep the proposal; None when it is refused, which the form then says."""
    given, made = form.cleaned_data, []
    terms = Terms(
        recipient=next(one for one in found if str(one.pk) == given["recipient"]),
        basis=Basis(given["basis"]),
        purpose=Purpose(given["purpose"]),
        fields=[SharedField(one) for one in given["shared"]],
        channel=Support(given["channel"]),
        language=given["language"],
        until=given["until"],
    )
    done(
        request,
        lambda: made.append(propose(by=request.actor, person=person, terms=terms)),
        "",
        form,
    )
    return made[0] if made else None


@door("person-file", "update")
@never_cache
@require_safe
def agreement(request: SignedInRequest, person: UUID, agreement: UUID) -> HttpResponse:
    """One agreement: its terms, what became of it, and what may be done."""
    file = followed(request, person)
    found = _one(file.person, agreement)
    return _agreement_page(request, file, found, _answer_form(found)())


def _agreement_page(
    request: SignedInRequest, file: OpenedFile, found: Agreement, form: Form
) -> HttpResponse:
    context = file.context | {
        "agreement": found,
        "language": language_name(found.language),
        "form": form,
        "waits": found.state == AgreementState.PROPOSED and not found.is_over,
        "may_share": allows(request, "share", file.person),
    }
    return render(request, "people/agreement.html", context)


@door("person-file", "share")
@never_cache
@require_POST
def answer_yes(request: SignedInRequest, person: UUID, agreement: UUID) -> HttpResponse:
    """The person says yes, or does not object: the recipient reads from now on."""
    file = followed(request, person, needs="share")
    found = _one(file.person, agreement)
    form = _answer_form(found)(request.POST)
    if not form.is_valid():
        return _agreement_page(request, file, found, form)
    tell_of_share(request, [file.person])
    proof = AgreementProof(form.cleaned_data["proof"]) if found.is_consent else None
    try:
        given = give(by=request.actor, agreement=found, proof=proof)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("agreements:one", person, agreement)
    messages.success(
        request,
        f"C’est partagé jusqu’au {long_day(given.until)}. Remettez le papier à la personne.",
    )
    return redirect("agreements:receipt", person)


@door("person-file", "update")
@require_POST
def answer_no(request: SignedInRequest, person: UUID, agreement: UUID) -> HttpResponse:
    """The person says no."""
    found = _one(followed(request, person).person, agreement)
    done(
        request,
        lambda: refuse(by=request.actor, agreement=found),
        "Le refus est noté. Rien n’est partagé, et l’aide continue.",
    )
    return redirect("agreements:of", person)


@door("person-file", "update")
@require_POST
def take_back(request: SignedInRequest, person: UUID, agreement: UUID) -> HttpResponse:
    """The person takes it back, or objects: at once, and no reason is asked."""
    found = _one(followed(request, person).person, agreement)
    done(
        request,
        lambda: withdraw(by=request.actor, agreement=found),
        f"C’est arrêté. {found.recipient} ne lit plus rien par cet accord, et en est prévenue.",
    )
    return redirect("agreements:of", person)


def _one(person: Person, agreement: UUID) -> Agreement:
    return get_object_or_404(agreements_of(person), pk=agreement)


def _answer_form(agreement: Agreement) -> type[Form]:
    return GiveForm if agreement.is_consent else SecrecyForm
