"""A referral prepared with the person, in five clicks: their page, « Orienter », a service, what is
told, « Envoyer »."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.door import door
from o2r.accounts.door import shared as tell_of_share
from o2r.accounts.errors import DomainError
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, permitted_page, posted
from o2r.network.directory.models import Service
from o2r.pathways.diagnosis.selectors.needs import first_need
from o2r.pathways.diagnosis.selectors.shown import BROUGHT
from o2r.pathways.referrals import services
from o2r.pathways.referrals.enums import ReferralState
from o2r.pathways.referrals.forms import PlainReferralForm, ReferralForm, ServiceSearchForm
from o2r.pathways.referrals.models import Referral
from o2r.pathways.referrals.selectors.lists import files_to_take_up, lines_of, one_of
from o2r.pathways.referrals.selectors.reaching import reach
from o2r.pathways.referrals.selectors.reading import words_of
from o2r.pathways.referrals.selectors.services_near import near
from o2r.pathways.referrals.views.acting import found_referral
from o2r.people.selectors.caseload import rows_of
from o2r.people.views.opened import OpenedFile, allows, opened_file

KEPT = "L’orientation est préparée. Rien n’est encore parti."
SENT = "C’est envoyé. Vous serez prévenu de la réponse, ou du silence."


@door("person-file", "list")
@require_safe
def to_take_up(request: SignedInRequest) -> HttpResponse:
    """The referrals of those one follows: what waits, and what did not lead anywhere."""
    context = permitted_page(request, files_to_take_up(request.actor))
    rows = rows_of(request.actor, [(row.obj, row.fields) for row in context["rows"]])
    lines = [(row, lines_of(row.person)) for row in rows]
    return render(request, "referrals/to_take_up.html", context | {"lines": lines})


@door("person-file", "update")
@never_cache
@require_safe
def choose(request: SignedInRequest, person: UUID) -> HttpResponse:
    """The services near this person, the most suitable first."""
    file = opened_file(request, person, action="read", needs="update", bring=BROUGHT)
    need = first_need(file.reader, file.person)
    form = ServiceSearchForm(request.GET if {"theme", "words"} & set(request.GET) else None)
    asked = form.cleaned_data if form.is_valid() else {}
    services = near(file.person, theme=need.data_inclusion) if need and not form.is_bound else []
    former = request.GET.get("apres", "")
    context = file.context | {
        "form": form,
        "need": need if services else None,
        "services": services or near(file.person, **asked),
        "may_share": allows(request, "share", file.person),
        "former": former if _is_key(former) else "",
    }
    return render(request, "referrals/choose.html", context)


@door("person-file", "share")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest, person: UUID, service: UUID) -> HttpResponse:
    """Say what the structure may know, and send; or keep for later."""
    file = opened_file(request, person, action="read", needs="share")
    return _new(request, file, service, ReferralForm(posted(request)))


@door("person-file", "update")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_plain(request: SignedInRequest, person: UUID, service: UUID) -> HttpResponse:
    """The same without identity, for who accompanies and shares nothing."""
    file = opened_file(request, person, action="read", needs="update")
    return _new(request, file, service, PlainReferralForm(posted(request)))


def _new(
    request: SignedInRequest, file: OpenedFile, service: UUID, form: PlainReferralForm
) -> HttpResponse:
    rows = Service.objects.visible_to(request.actor).with_structure()
    chosen = get_object_or_404(rows, pk=service)
    if not chosen.is_open and request.method != "POST":
        messages.error(request, services.closed_words(chosen))
        return redirect("referrals:choose", file.person.pk)
    if not reach(chosen, file.person).may_carry:
        form = PlainReferralForm(posted(request))
    if form.is_valid():
        made = _prepared(request, file, chosen, form)
        if made is not None:
            return _leave(request, made)
    return render(request, "referrals/new.html", _form_page(file, chosen, form))


def _form_page(file: OpenedFile, service: Service, form: PlainReferralForm) -> dict[str, Any]:
    return file.context | {
        "service": service,
        "form": form,
        "reached": reach(service, file.person),
        "informed": file.person.information.exists(),
        "row": None,
    }


def _draft(
    request: SignedInRequest, file: OpenedFile, service: Service, form: PlainReferralForm
) -> services.Draft:
    former = request.GET.get("apres", "")
    followed = one_of(file.person, UUID(former)) if _is_key(former) else None
    return services.Draft(
        service=service,
        theme=next(iter(service.themes), ""),
        words=form.cleaned_data["words"],
        fields=form.fields_shared,
        proof=form.proof,
        follows=followed,
    )


def _prepared(
    request: SignedInRequest, file: OpenedFile, service: Service, form: PlainReferralForm
) -> Referral | None:
    """Keep the draft; None when it is refused, which the form then says."""
    draft, made = _draft(request, file, service, form), []
    if draft.fields:
        tell_of_share(request, [file.person])
    code = form.cleaned_data["code"]
    done(
        request,
        lambda: made.append(
            services.prepare(by=request.actor, person=file.person, draft=draft, code=code)
        ),
        "",
        form,
    )
    return made[0] if made else None


def _leave(request: SignedInRequest, made: Referral) -> HttpResponse:
    """Send what was prepared, unless it is kept for later; a refusal keeps the draft."""
    if request.POST.get("act") == "keep":
        messages.success(request, KEPT)
    else:
        try:
            services.send(by=request.actor, referral=made)
            messages.success(request, SENT)
        except DomainError as error:
            messages.error(request, str(error))
    return redirect("referrals:referral", made.person_id, made.pk)


@door("person-file", "share")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rework(request: SignedInRequest, person: UUID, referral: UUID) -> HttpResponse:
    """Correct a draft, or ask the person again: what is told, the words."""
    file = opened_file(request, person, action="read", needs="share")
    row = found_referral(file, referral)
    if row.state != ReferralState.DRAFT or row.service is None:
        return redirect("referrals:referral", person, referral)
    first = {"words": words_of(row, row.organisation_id)}
    form = ReferralForm(posted(request), initial=first)
    if form.is_valid() and _reworked(request, file, row, form):
        return _leave(request, row)
    context = _form_page(file, row.service, form) | {"row": row}
    return render(request, "referrals/new.html", context)


def _reworked(
    request: SignedInRequest, file: OpenedFile, row: Referral, form: ReferralForm
) -> bool:
    assert row.service is not None  # noqa: S101 — checked by the page
    draft = _draft(request, file, row.service, form)
    if draft.fields:
        tell_of_share(request, [file.person])
    return done(
        request,
        lambda: services.rework(by=request.actor, referral=row, draft=draft),
        "",
        form,
    )


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
