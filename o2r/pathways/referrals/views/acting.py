"""One referral, for who follows the person: where it stands, and what to do next."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done
from o2r.core import clock
from o2r.core.documents import DOCX_TYPE, PDF_TYPE, docx, pdf, pdf_available
from o2r.pathways.referrals import services
from o2r.pathways.referrals.enums import REFERRAL_MOVES, Channel, ReferralState
from o2r.pathways.referrals.letters import letter_document
from o2r.pathways.referrals.models import Referral
from o2r.pathways.referrals.selectors.lists import one_of
from o2r.pathways.referrals.selectors.reading import words_of
from o2r.pathways.referrals.views.answers import answer_forms, asked_answer
from o2r.people.enums import SharedField
from o2r.people.views.opened import OpenedFile, allows, opened_file


def found_referral(file: OpenedFile, referral: UUID) -> Referral:
    """A referral of this file. Raises Http404."""
    row = one_of(file.person, referral)
    if row is None:
        raise Http404
    return row


def _opened(request: SignedInRequest, person: UUID, referral: UUID) -> tuple[OpenedFile, Referral]:
    file = opened_file(request, person, action="read", needs="update")
    return file, found_referral(file, referral)


@door("person-file", "update")
@never_cache
@require_safe
def referral(request: SignedInRequest, person: UUID, referral: UUID) -> HttpResponse:
    """Where a referral stands."""
    file, row = _opened(request, person, referral)
    return _page(request, file, row, answer_forms(row))


def _page(
    request: SignedInRequest, file: OpenedFile, row: Referral, answers: list[Any]
) -> HttpResponse:
    state = ReferralState(row.state)
    context = file.context | {
        "referral": row,
        "answers": answers,
        "moves": list(row.moves.all()),
        "words": words_of(row, row.organisation_id),
        "shared": [SharedField(one).label for one in row.fields],
        "is_shared": bool(row.open_fields()),
        "openings": list(row.openings.all()),
        "is_draft": state == ReferralState.DRAFT,
        "may_cancel": ReferralState.CANCELLED in REFERRAL_MOVES[state],
        "may_print": row.channel != Channel.ACCOUNT and row.is_under_way,
        "may_share": allows(request, "share", file.person),
        "has_pdf": pdf_available(),
    }
    return render(request, "referrals/referral.html", context)


@door("person-file", "update")
@require_POST
def send_draft(request: SignedInRequest, person: UUID, referral: UUID) -> HttpResponse:
    """Send a draft: a second click changes nothing."""
    _, row = _opened(request, person, referral)
    done(
        request,
        lambda: services.send(by=request.actor, referral=row),
        "C’est envoyé. Vous serez prévenu de la réponse, ou du silence.",
    )
    return redirect("referrals:referral", person, referral)


@door("person-file", "update")
@require_POST
def note(request: SignedInRequest, person: UUID, referral: UUID) -> HttpResponse:
    """Note what the structure said by telephone or by letter."""
    file, row = _opened(request, person, referral)
    form = asked_answer(request, row)
    if form is not None and form.is_valid():
        if done(
            request,
            lambda: services.answer_for_structure(by=request.actor, referral=row, said=form.said),
            "La réponse est notée.",
            form,
        ):
            return redirect("referrals:referral", person, referral)
        row = found_referral(file, referral)
    return _page(request, file, row, answer_forms(row, form))


@door("person-file", "update")
@require_POST
def cancel(request: SignedInRequest, person: UUID, referral: UUID) -> HttpResponse:
    """Take a referral back, or give a draft up."""
    _, row = _opened(request, person, referral)
    done(
        request,
        lambda: services.cancel(by=request.actor, referral=row),
        "L’orientation est annulée : la structure n’y lit plus rien.",
    )
    return redirect("referrals:referral", person, referral)


@door("person-file", "update")
@require_POST
def withdraw(request: SignedInRequest, person: UUID, referral: UUID) -> HttpResponse:
    """The person takes back what they let the structure know: at once, and no reason is asked."""
    _, row = _opened(request, person, referral)
    done(
        request,
        lambda: services.withdraw_consent(by=request.actor, referral=row),
        "C’est arrêté : la structure ne lit plus rien de la personne.",
    )
    return redirect("referrals:referral", person, referral)


@door("person-file", "update")
@never_cache
@require_POST
def letter(request: SignedInRequest, person: UUID, referral: UUID) -> HttpResponse:
    """The letter of a referral as a file: what it bears is nowhere else."""
    _, row = _opened(request, person, referral)
    made: list[tuple[Referral, str, str]] = []
    done(
        request,
        lambda: made.append(services.make_letter(by=request.actor, referral=row)),
        "",
    )
    if not made:
        return redirect("referrals:referral", person, referral)
    document, now = letter_document(*made[0]), clock.now()
    if request.POST.get("format") == "pdf" and pdf_available():
        content, kind, ending = pdf(document, made_at=now), PDF_TYPE, "pdf"
    else:
        content, kind, ending = docx(document, made_at=now), DOCX_TYPE, "docx"
    name = f"orientation-{row.reference}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
