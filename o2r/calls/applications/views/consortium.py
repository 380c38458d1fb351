"""The consortium: who is in it, what each takes on, who has signed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from o2r.accounts.door import door
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted, say_at
from o2r.calls.applications import services
from o2r.calls.applications.errors import ChangedMeanwhile
from o2r.calls.applications.figures import members_shown
from o2r.calls.applications.forms import InviteForm, MemberForm, NewMemberForm
from o2r.calls.applications.models import Member
from o2r.calls.applications.presence import place_of_member
from o2r.calls.applications.sections import CONSORTIUM
from o2r.calls.applications.views.autosaving import autosaved, is_autosave
from o2r.calls.applications.views.frame import Frame, open_application
from o2r.core import clock
from o2r.territory.forms import edits_a_zone
from o2r.territory.map_policy import draws_a_map


@door("application", "read", POST="update")
@require_http_methods(["GET", "POST"])
def consortium(request: SignedInRequest, application: UUID) -> HttpResponse:
    """The members and their signatures; the chef de file adds and invites."""
    frame = open_application(request, application, current=CONSORTIUM, groups="content contacts")
    form = NewMemberForm(posted(request))
    if form.is_valid() and done(
        request, lambda: _added(request, frame, form), "Le membre est ajouté.", form
    ):
        return redirect("applications:consortium", application)
    mine = request.actor.organisation
    rows = {str(member.pk): member for member in frame.application.members.all()}
    leads = _leads(request, frame)
    now = clock.now()
    waiting = (
        {
            str(one.member_id): one
            for member in rows.values()
            for one in member.invitations.pending(now)
        }
        if leads and any(m.organisation_id is None for m in rows.values())
        else {}
    )
    context = frame.context(
        form=form,
        shown=[
            (one, rows[one.member.key], waiting.get(one.member.key))
            for one in members_shown(frame.content)
        ],
        mine=mine,
        leads=leads,
        others=frame.others_in(CONSORTIUM),
        problems=frame.of_section(CONSORTIUM),
    )
    return render(request, "applications/consortium.html", context)


def _added(request: SignedInRequest, frame: Frame, form: NewMemberForm) -> Member:
    data = form.cleaned_data
    made = services.add_member(
        by=request.actor, application=frame.application, name=data["name"], siret=data["siret"]
    )
    if data["email"]:
        services.invite_member(by=request.actor, member=made, email=data["email"])
        messages.info(request, f"L’invitation est partie vers {data['email']}.")
    return made


def _member(frame: Frame, member: UUID) -> Member:
    rows = Member.objects.filter(application=frame.application).select_related(
        "organisation", "application__call"
    )
    return get_object_or_404(rows, pk=member)


@door("application", "read", POST="update")
@draws_a_map
@require_http_methods(["GET", "POST"])
def member_page(request: SignedInRequest, application: UUID, member: UUID) -> HttpResponse:
    """What one member takes on; its own people, or the chef de file, change it."""
    frame = open_application(request, application, current=CONSORTIUM, groups="content contacts")
    found = _member(frame, member)
    form = MemberForm(posted(request), member=found)
    if is_autosave(request):
        return _part_autosaved(request, found, form)
    saving = request.method == "POST" and not edits_a_zone(form) and form.is_valid()
    if saving and _changed(request, found, form):
        return redirect("applications:consortium", application)
    return _member_shown(request, frame, found, form)


def _member_shown(
    request: SignedInRequest,
    frame: Frame,
    member: Member,
    form: MemberForm,
    invite: InviteForm | None = None,
) -> HttpResponse:
    key, place = str(member.pk), place_of_member(member)
    context = frame.context(
        member=member,
        part=next(one for one in members_shown(frame.content) if one.member.key == key),
        form=form,
        leads=_leads(request, frame),
        refused=services.why_not_yours(request.actor, member),
        place=place,
        others=frame.others_in(place),
        problems=[p for p in frame.of_section(CONSORTIUM) if p.member == key],
        invite=invite or InviteForm(initial={"email": member.contact_email}),
    )
    return render(request, "applications/member.html", context)


def _leads(request: SignedInRequest, frame: Frame) -> bool:
    """Whether they act for the chef de file."""
    mine, members = request.actor.organisation, frame.application.members.all()
    return any(member.is_lead and member.organisation_id == mine for member in members)


def _part_autosaved(request: SignedInRequest, member: Member, form: MemberForm) -> HttpResponse:
    rows = Member.objects.select_related("organisation", "application__call")
    return autosaved(
        form,
        call=member.application.call,
        write=lambda: services.change_member(
            by=request.actor, member=member, values=form.values, seen=form.shown
        ),
        fresh=lambda: MemberForm(member=rows.get(pk=member.pk)),
    )


def _changed(request: SignedInRequest, member: Member, form: MemberForm) -> bool:
    try:
        services.change_member(
            by=request.actor,
            member=member,
            values=form.values,
            seen=form.shown,
        )
    except NotAllowed as error:
        raise Http404 from error
    except ChangedMeanwhile as error:
        form.show_both(error.theirs)
        form.remember(form.shown | error.theirs)
        return False
    except DomainError as error:
        say_at(form, error)
        return False
    messages.success(request, f"{member.name} : sa partie est enregistrée.")
    return True


def _act(
    request: SignedInRequest,
    application: UUID,
    member: UUID,
    act: Callable[[Member], Any],
    said: str,
) -> HttpResponse:
    """One button of the consortium: do it, say it, come back."""
    frame = open_application(request, application, groups="content contacts")
    found = _member(frame, member)
    done(request, lambda: act(found), said.format(name=found.name))
    return redirect("applications:consortium", application)


@door("application", "read", POST="update")
@require_http_methods(["GET", "POST"])
def sign(request: SignedInRequest, application: UUID, member: UUID) -> HttpResponse:
    """Read one's own part as it will be sent, and sign it."""
    frame = open_application(
        request, application, current=CONSORTIUM, groups="content contacts budget"
    )
    found = _member(frame, member)
    part = next(one for one in members_shown(frame.content) if one.member.key == str(member))
    if request.method == "POST":
        digest = request.POST.get("digest", "")
        if done(
            request,
            lambda: services.sign_off(by=request.actor, member=found, digest=digest),
            f"{found.name} : sa partie est signée.",
        ):
            return redirect("applications:consortium", application)
        return redirect("applications:sign", application, member)
    lines = [line for line in frame.content.budget if line.member == str(member)]
    chart = frame.content.call.chart
    context = frame.context(
        member=found,
        part=part,
        is_mine=request.actor.organisation == found.organisation_id,
        lines=[
            (line.year, chart[line.account].label, line.amount)
            for line in lines
            if line.account in chart
        ],
    )
    return render(request, "applications/sign.html", context)


@door("application", "update")
@require_POST
def unsign(request: SignedInRequest, application: UUID, member: UUID) -> HttpResponse:
    """Take one's own signature back."""
    return _act(
        request,
        application,
        member,
        lambda found: services.unsign(by=request.actor, member=found),
        "{name} : la signature est retirée.",
    )


@door("application", "read", POST="update")
@require_http_methods(["GET", "POST"])
def lead(request: SignedInRequest, application: UUID, member: UUID) -> HttpResponse:
    """Hand the lead over, after a confirmation."""
    if request.method == "POST":
        return _act(
            request,
            application,
            member,
            lambda found: services.change_lead(by=request.actor, member=found),
            "{name} est maintenant chef de file.",
        )
    frame = open_application(request, application, current=CONSORTIUM, groups="content contacts")
    found = _member(frame, member)
    context = frame.context(
        question=f"Faire de {found.name} le chef de file ?",
        consequence="Lui seul pourra ensuite ajouter ou retirer des membres et désigner un autre "
        "chef de file. Les signatures que ce changement touche seront à redonner.",
        label="En faire le chef de file",
        back=reverse("applications:member", args=[application, member]),
    )
    return render(request, "applications/confirm.html", context)


@door("application", "update")
@require_POST
def invite(request: SignedInRequest, application: UUID, member: UUID) -> HttpResponse:
    """Send the link of a member to a mailbox; the former link dies."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        frame = open_application(
            request, application, current=CONSORTIUM, groups="content contacts"
        )
        found = _member(frame, member)
        return _member_shown(request, frame, found, MemberForm(None, member=found), form)
    return _act(
        request,
        application,
        member,
        lambda found: services.invite_member(
            by=request.actor, member=found, email=form.cleaned_data["email"]
        ),
        "L’invitation est partie. Elle vaut vingt et un jours.",
    )


@door("application", "update")
@require_POST
def withdraw_invitation(request: SignedInRequest, application: UUID, member: UUID) -> HttpResponse:
    """Close the link of a member."""
    return _act(
        request,
        application,
        member,
        lambda found: services.withdraw_invitation(by=request.actor, member=found),
        "{name} : l’invitation est retirée.",
    )


@door("application", "update")
@require_POST
def ask_to_sign(request: SignedInRequest, application: UUID) -> HttpResponse:
    """Tell the members whose signature is missing."""
    frame = open_application(request, application)
    done(
        request,
        lambda: services.ask_to_sign(by=request.actor, application=frame.application),
        "Les membres qui n’ont pas signé sont prévenus.",
    )
    return redirect("applications:consortium", application)


@door("application", "read", POST="update")
@require_http_methods(["GET", "POST"])
def remove(request: SignedInRequest, application: UUID, member: UUID) -> HttpResponse:
    """Take a member out, after a confirmation."""
    frame = open_application(request, application, current=CONSORTIUM, groups="content contacts")
    found = _member(frame, member)
    if request.method == "POST":
        leaving = request.actor.organisation == found.organisation_id
        if done(
            request,
            lambda: services.remove_member(by=request.actor, member=found),
            f"{found.name} n’est plus dans le consortium.",
        ):
            return (
                redirect("applications:home")
                if leaving
                else redirect("applications:consortium", application)
            )
        return redirect("applications:consortium", application)
    context = frame.context(
        question=f"Retirer {found.name} ?",
        consequence="Son rôle, son budget et ses pièces jointes seront effacés. Les textes de la "
        "candidature restent.",
        label="Retirer ce membre",
        back=reverse("applications:consortium", args=[application]),
    )
    return render(request, "applications/confirm.html", context)
