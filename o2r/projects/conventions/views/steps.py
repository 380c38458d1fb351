"""What the pages of conventions share: what one may do, and the page of one form."""

from collections.abc import Callable, Sequence
from typing import Any, TypedDict, Unpack
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
from o2r.accounts.views.rows import done
from o2r.projects.conventions import selectors
from o2r.projects.conventions.models import Convention


class Shown(TypedDict, total=False):
    """What the page of a form also says.

    ``kind``: of the button; ``caution``: said above the form; ``facts``: what does not change, by
    name; ``blanks``: what the public sheet lacks, to be completed at ``sheet_address``.
    """

    lead: str
    kind: str
    caution: str
    facts: Sequence[tuple[str, str]]
    blanks: str
    sheet_address: str


_NOTHING: dict[str, Any] = dict.fromkeys(Shown.__annotations__, "")


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


def one_form(
    request: SignedInRequest,
    *,
    form: Form,
    act: Callable[[], object],
    said: str,
    then: str | Callable[[], str],
    title: str,
    button: str,
    back: str = "",
    **shown: Unpack[Shown],
) -> HttpResponse:
    """The page of one form: once it is right, do its act, say so and go ``then``.

    ``then``: an address, or what gives it once the act is done. ``back``: where who gives up goes;
    by default ``then``.
    """
    if form.is_valid() and done(request, act, said, form):
        return redirect(then if isinstance(then, str) else then())
    context = _NOTHING | shown | {"form": form, "title": title, "button": button}
    context["back"] = back or then
    return render(request, "conventions/form.html", context)
