"""Protecting a file: what will happen, the act, lifting it, and who has opened it since."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.acts import PROVED
from o2r.accounts.door import door, open_one
from o2r.accounts.models import User
from o2r.accounts.policy import decide
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.people.enums import ProtectionReason
from o2r.people.forms.guarding import LiftForm, ProtectionForm
from o2r.people.models import Person
from o2r.people.selectors.protection import protection_of, readings_of
from o2r.people.services.protecting import lift_protection, protect, shared_with


def _file(request: SignedInRequest, person: UUID, *, needs: str) -> Person:
    """A file, by who may do ``needs`` with it: looking at the page is reading, in the journal."""
    rows = Person.objects.with_followers()
    held = open_one(request, rows, action="read", needs=needs, pk=person).obj
    beside = list(held.follow_ups.all())
    users = User.objects.filter(pk__in=[one.user_id for one in beside]).order_by("pk")
    known = {one.pk: one for one in users}
    for one in beside:
        one.user = known[one.user_id]
    return held


def _may(request: SignedInRequest, action: str, person: Person) -> bool:
    """Whether the person could do it, a fresh proof apart: the page will ask for it."""
    return bool(decide(request.actor, action, person.subject(request.actor), PROVED))


@door("person-file", "protect")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def protection(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Protect a file, or see since when it is and why."""
    held = _file(request, person, needs="protect")
    shared = shared_with(held)
    form = ProtectionForm(posted(request), shared=shared)
    if form.is_valid():
        given = form.cleaned_data
        if done(
            request,
            lambda: protect(
                by=request.actor,
                person=held,
                reason=ProtectionReason(given["reason"]),
                words=given["words"],
                stops_sharing=given.get("stops_sharing", False),
            ),
            "Le dossier est protégé. Seules les personnes nommées ici le trouvent désormais.",
            form,
        ):
            return redirect("protection:file", person=held.pk)
    context = {
        "person": held,
        "form": form,
        "shared": shared,
        "protection": protection_of(request.actor, held),
        "may_lift": _may(request, "unprotect", held),
        "oversees": _may(request, "oversee", held),
    }
    return render(request, "people/protection.html", context)


@door("person-file", "unprotect")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lifting(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Lift the protection of a file: what will happen, why, then the act."""
    held = _file(request, person, needs="unprotect")
    form = LiftForm(posted(request))
    if form.is_valid() and done(
        request,
        lambda: lift_protection(by=request.actor, person=held, words=form.cleaned_data["words"]),
        "Le dossier n’est plus protégé.",
        form,
    ):
        return redirect("protection:file", person=held.pk)
    return render(request, "people/lift_protection.html", {"person": held, "form": form})


@door("person-file", "oversee")
@never_cache
@require_safe
def readings(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Who has opened a protected file, day by day."""
    held = _file(request, person, needs="oversee")
    context = {"person": held, "readings": readings_of(held)}
    return render(request, "people/protected_readings.html", context)
