"""What the pages of conventions share: what one may do, and the page of one form."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from o2r.accounts.acts import PROVED
from o2r.accounts.door import open_one
from o2r.accounts.governed import Governed
from o2r.accounts.policy import decide
from o2r.accounts.requests import SignedInRequest
from o2r.projects.conventions import selectors
from o2r.projects.conventions.models import Convention


def may(request: SignedInRequest, action: str, obj: Governed) -> bool:
    """Whether the person may do an act on a row, once they have given the proof it asks for."""
    return bool(decide(request.actor, action, obj.subject(request.actor), PROVED))


def opened_whole(request: SignedInRequest, convention: UUID) -> tuple[Convention, bool]:
    """The convention of the page, and whether the person reads all of it. Raises Http404."""
    found = open_one(request, Convention.objects.with_parties(), pk=convention)
    return found.obj, selectors.CONTENT in found.fields


def summary_only(request: SignedInRequest, convention: Convention) -> HttpResponse:
    """Back to the convention: its papers are read by its bearer and by the State."""
    messages.info(
        request,
        "Les actes et leurs montants se lisent chez le chef de file et au service de l’État.",
    )
    return redirect(page_of(convention))


def opened(request: SignedInRequest, convention: UUID) -> Convention:
    """The convention of the page. Raises Http404."""
    return open_one(request, Convention.objects.with_parties(), pk=convention).obj


def page_of(convention: Convention, anchor: str = "") -> str:
    """The address of a convention, at one of its sections."""
    address = reverse("conventions:convention", args=[convention.pk])
    return f"{address}#{anchor}" if anchor else address


def form_page(
    request: SignedInRequest,
    *,
    form: Form,
    title: str,
    button: str,
    back: str,
    lead: str = "",
    kind: str = "",
    caution: str = "",
    facts: Sequence[tuple[str, str]] = (),
    blanks: str = "",
    sheet_address: str = "",
) -> HttpResponse:
    """A page that holds one form.

    ``kind``: of the button; ``caution``: said above the form; ``facts``: what does not change, by
    name; ``blanks``: what the public sheet lacks, to be completed at ``sheet_address``.
    """
    context: dict[str, Any] = {
        "form": form,
        "title": title,
        "lead": lead,
        "button": button,
        "button_kind": kind,
        "back": back,
        "caution": caution,
        "facts": facts,
        "blanks": blanks,
        "sheet_address": sheet_address,
    }
    return render(request, "conventions/form.html", context)
