"""The scans of what was signed: joined, replaced, read."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import posted
from o2r.core.files.views import serve
from o2r.projects.conventions import selectors, services
from o2r.projects.conventions.forms import SignedActForm
from o2r.projects.conventions.models import Avenant, Convention
from o2r.projects.conventions.views.money import avenant_of
from o2r.projects.conventions.views.steps import (
    one_form,
    opened,
    opened_whole,
    page_of,
    summary_only,
)


@door("convention", "update")
@require_http_methods(["GET", "POST"])
def attach_scan(request: SignedInRequest, convention: UUID) -> HttpResponse:
    """Join the scan of a signed convention, such as one taken over from a spreadsheet."""
    found = opened(request, convention)
    what = f"la convention {found.reference}"
    return _attach(request, found, None, what, page_of(found))


@door("convention", "update")
@require_http_methods(["GET", "POST"])
def attach_avenant_scan(request: SignedInRequest, convention: UUID, avenant: UUID) -> HttpResponse:
    """Join the scan of a signed avenant."""
    found = opened(request, convention)
    one = avenant_of(found, avenant)
    back = page_of(found, "echeancier")
    return _attach(request, found, one, f"l’avenant n° {one.number}", back)


def _attach(
    request: SignedInRequest, found: Convention, avenant: Avenant | None, what: str, back: str
) -> HttpResponse:
    form = SignedActForm(posted(request), request.FILES or None)
    known = avenant.scan if avenant else found.signed_scan
    return one_form(
        request,
        form=form,
        act=lambda: services.attach_signed_act(
            by=request.actor,
            convention=found,
            upload=form.cleaned_data["scan"],
            avenant=avenant,
        ),
        said="L’acte est joint : il se lira une fois vérifié.",
        then=back,
        title=f"Joindre l’acte signé : {what}",
        button="Joindre l’acte signé",
        caution="Un acte est déjà joint : celui-ci le remplacera." if known else "",
    )


@door("convention", "read")
@require_safe
def signed_scan(request: SignedInRequest, convention: UUID) -> HttpResponseBase:
    """The scan of the convention that was signed."""
    found, is_whole = opened_whole(request, convention)
    if not is_whole:
        return summary_only(request, found)
    return _read(request, found.signed_scan, page_of(found))


@door("convention", "read")
@require_safe
def avenant_scan(request: SignedInRequest, convention: UUID, avenant: UUID) -> HttpResponseBase:
    """The scan of an avenant that was signed."""
    found, is_whole = opened_whole(request, convention)
    if not is_whole:
        return summary_only(request, found)
    return _read(request, avenant_of(found, avenant).scan, page_of(found, "echeancier"))


def _read(request: SignedInRequest, scan: UUID | None, back: str) -> HttpResponseBase:
    kept = selectors.file_of(scan)
    if kept is None or not kept.is_servable:
        messages.info(request, "Aucun document signé ne peut être lu pour le moment.")
        return redirect(back)
    return serve(kept)
