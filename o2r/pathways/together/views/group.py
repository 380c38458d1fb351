"""« Qui m’accompagne »: the group of a person, who is invited, who stays, until when."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.accounts.door import door
from o2r.accounts.models import User
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.core import clock
from o2r.pathways.rules import rule
from o2r.pathways.together.forms.group import InviteForm, KnownForm, RenewForm
from o2r.pathways.together.models import CareMember
from o2r.pathways.together.selectors.group import agreed_with, meetings_of, member_shown
from o2r.pathways.together.services.inviting import invite, note_answer
from o2r.pathways.together.services.lasting import end_member, present, renew
from o2r.pathways.together.terms import furthest
from o2r.pathways.together.views.followed import followed, group_in, with_group
from o2r.people.models import Person
from o2r.people.views.opened import OpenedFile

Act = Callable[[], Any]


@door("person-file", "update")
@require_safe
def group(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Who accompanies the person, what each was asked, what does not go together."""
    file = with_group(request, person)
    context = file.context | {
        "group": group_in(file),
        "meetings": meetings_of(file.person),
        "can_write": file.person.is_followed,
        "days": rule("contradiction-days"),
        "today": clock.today(),
    }
    return render(request, "together/group.html", context)


@door("person-file", "update")
@require_safe
def who_does_what(request: SignedInRequest, person: UUID) -> HttpResponse:
    """The sheet that the person takes away: who is who, who does what, for when."""
    file = with_group(request, person)
    context = file.context | {"group": group_in(file), "today": clock.today()}
    return render(request, "together/who_does_what.html", context)


@door("person-file", "update")
@require_http_methods(["GET", "HEAD", "POST"])
def group_invite(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Offer a place beside the person."""
    file = followed(request, person)
    form = InviteForm(
        posted(request),
        colleagues=_followers(file.person),
        agreements=agreed_with(file.person, clock.today()),
    )
    if form.is_valid() and done(
        request,
        lambda: invite(by=request.actor, person=file.person, offer=form.offer()),
        "L’invitation est partie. La place commence quand la personne connaît ce professionnel.",
        form,
    ):
        return redirect("together:group", person=person)
    context = file.context | {"form": form, "months": rule("care-months")}
    return render(request, "together/invite.html", context)


def _followers(person: Person) -> list[User]:
    """Who follows a file today: nobody else reads it. No query: the page has read them."""
    today = clock.today()
    beside = [one.user_id for one in person.follow_ups.all() if one.lasts(today)]
    keys = [one for one in (person.referent_id, *beside) if one is not None]
    return list(User.objects.filter(pk__in=keys, is_active=True).order_by("display_name", "pk"))


def _member(file: OpenedFile, key: UUID) -> CareMember:
    """A place of this file. Raises Http404."""
    rows = CareMember.objects.filter(person=file.person, pk=key)
    row = rows.select_related("user", "organisation", "agreement", "outside").first()
    if row is None:
        raise Http404
    return row


@door("person-file", "update")
@require_safe
def member(request: SignedInRequest, person: UUID, care: UUID) -> HttpResponse:
    """One place: its days, and what may be done with it."""
    file = followed(request, person)
    row = _member(file, care)
    context = file.context | {
        "member": member_shown(file.reader, file.person, row, getattr(row, "outside", None)),
        "row": row,
        "can_write": file.person.is_followed,
        "known": KnownForm(initial={"on": clock.today()}),
        "renew": RenewForm(initial={"until": furthest(row.agreement)}),
    }
    return render(request, "together/member.html", context)


@door("person-file", "update")
@require_POST
def member_act(request: SignedInRequest, person: UUID, care: UUID, act: str) -> HttpResponse:
    """What the button of a place says: who it is for said yes, the person met them, an end."""
    file = followed(request, person)
    found = _act(request, _member(file, care), act)
    if found is None:
        messages.error(request, "Cette date ne se lit pas. Écrivez : 03/02/2026.")
    elif done(request, *found):
        return redirect("together:group", person=person)
    return redirect("together:member", person=person, care=care)


def _act(request: SignedInRequest, row: CareMember, act: str) -> tuple[Act, str] | None:
    """The act asked for, and what is said once it is done; None for a date that does not read.

    Raises Http404 for a word that is no act.
    """
    by = request.actor
    match act:
        case "oui" | "non":
            answered = partial(note_answer, by=by, member=row, yes=act == "oui")
            return answered, "La réponse est notée."
        case "connu":
            known = KnownForm(request.POST)
            if not known.is_valid():
                return None
            on = known.cleaned_data["on"]
            return partial(present, by=by, member=row, on=on), "C’est noté : il accompagne."
        case "prolonger":
            longer = RenewForm(request.POST)
            if not longer.is_valid():
                return None
            until = longer.cleaned_data["until"]
            return partial(renew, by=by, member=row, until=until), "La place est prolongée."
        case "terminer":
            return partial(end_member, by=by, member=row), "C’est terminé. Dites-le à la personne."
    raise Http404
