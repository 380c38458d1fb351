"""Meetings around a person, and what is asked there."""

from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.core import clock
from o2r.pathways.together.enums import ObligationState
from o2r.pathways.together.forms.group import MeetingForm, ObligationForm
from o2r.pathways.together.models import Meeting, Obligation
from o2r.pathways.together.services.asking import ask, note_meeting, settle
from o2r.pathways.together.views.followed import followed, group_in, with_group


@door("person-file", "update")
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_new(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Note that several met about the person, with them."""
    file = with_group(request, person)
    form = MeetingForm(
        posted(request),
        members=group_in(file).active,
        initial={"day": clock.today()},
    )
    made: list[Meeting] = []
    if form.is_valid() and done(
        request,
        lambda: made.append(note_meeting(by=request.actor, person=file.person, noted=form.noted())),
        "La rencontre est notée. Ajoutez ce qui a été décidé.",
        form,
    ):
        return redirect("together:meeting", person=person, meeting=made[0].pk)
    return render(request, "together/meeting_form.html", file.context | {"form": form})


@door("person-file", "update")
@require_safe
def meeting(request: SignedInRequest, person: UUID, meeting: UUID) -> HttpResponse:
    """One meeting: who was there, what was said and decided."""
    file = with_group(request, person)
    rows = Meeting.objects.filter(person=file.person, pk=meeting).select_related("noted_by")
    row = rows.prefetch_related("present").first()
    if row is None:
        raise Http404
    found = group_in(file)
    there = {one.pk for one in row.present.all()}
    context = file.context | {
        "meeting": row,
        "at": row.held_at.astimezone(ZoneInfo(file.person.organisation.time_zone)),
        "said": file.reader.open(row, "said").get("said", ""),
        "present": [one for one in found.members if one.row.pk in there],
        "decided": [one for one in found.obligations if one.row.meeting_id == row.pk],
        "can_write": file.person.is_followed,
    }
    return render(request, "together/meeting.html", context)


@door("person-file", "update")
@require_http_methods(["GET", "HEAD", "POST"])
def obligation_new(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Note what is asked; « ?rencontre= » says at which meeting it was decided."""
    file = with_group(request, person)
    form = ObligationForm(posted(request), members=group_in(file).active)
    at = _key(request.GET.get("rencontre", ""))
    if form.is_valid() and done(
        request,
        lambda: ask(by=request.actor, person=file.person, asked=form.asked(at)),
        "C’est noté.",
        form,
    ):
        return redirect("together:group", person=person)
    return render(request, "together/obligation_form.html", file.context | {"form": form})


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@door("person-file", "update")
@require_POST
def obligation_act(
    request: SignedInRequest, person: UUID, obligation: UUID, act: str
) -> HttpResponse:
    """Say what became of what was asked."""
    file = followed(request, person)
    row = Obligation.objects.filter(person=file.person, pk=obligation).first()
    if row is None or act not in ObligationState or act == ObligationState.OPEN:
        raise Http404
    to = ObligationState(act)
    done(
        request,
        partial(settle, by=request.actor, obligation=row, to=to),
        f"C’est noté : {to.label}.",
    )
    return redirect("together:group", person=person)
