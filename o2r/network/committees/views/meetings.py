"""Meetings of an instance: planned, held, their attendance and their minutes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.door import door, listed, open_one
from o2r.accounts.policy import decide
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, permitted, posted
from o2r.core.files.views import serve
from o2r.network.committees import services
from o2r.network.committees.forms import AttendanceForm, MeetingForm, MinutesForm, initial_of
from o2r.network.committees.minutes import current_minutes, minutes_of
from o2r.network.committees.models import Attendance, Instance, Meeting
from o2r.network.committees.selectors import attendance as attendance_of
from o2r.network.committees.selectors import members_on


@door("committee", "update")
@require_http_methods(["GET", "POST"])
def new_meeting(request: SignedInRequest, instance: UUID) -> HttpResponseBase:
    """Put a meeting in the calendar of an instance."""
    found = open_one(request, Instance.objects.all(), pk=instance).obj
    form = MeetingForm(posted(request), initial={"is_plenary": True}, region=found.region)
    if form.is_valid() and done(
        request,
        lambda: services.plan_meeting(by=request.actor, instance=found, details=form.details()),
        "La réunion est enregistrée.",
        form,
    ):
        return redirect("committees:instance", instance=found.pk)
    context = {"instance": found, "meeting": None, "form": form}
    return render(request, "committees/meeting_form.html", context)


@door("committee", "update")
@require_http_methods(["GET", "POST"])
def change_meeting(request: SignedInRequest, meeting: UUID) -> HttpResponseBase:
    """Correct a meeting, or take it out of the calendar."""
    found = open_one(request, Meeting.objects.select_related("instance"), pk=meeting).obj
    sent = posted(request)
    if sent is not None and "cancel" in sent:
        instance = found.instance_id
        if done(
            request,
            lambda: services.cancel_meeting(by=request.actor, meeting=found),
            "La réunion est annulée.",
        ):
            return redirect("committees:instance", instance=instance)
        return redirect("committees:meeting", meeting=meeting)
    form = MeetingForm(sent, initial=initial_of(found), region=found.instance.region)
    if form.is_valid() and done(
        request,
        lambda: services.change_meeting(by=request.actor, meeting=found, details=form.details()),
        "La réunion est à jour.",
        form,
    ):
        return redirect("committees:meeting", meeting=found.pk)
    context = {"instance": found.instance, "meeting": found, "form": form}
    return render(request, "committees/meeting_form.html", context)


@door("committee", "read")
@require_safe
def meeting(request: SignedInRequest, meeting: UUID) -> HttpResponseBase:
    """One meeting: agenda, quorum, and who came for those who may read it."""
    found = open_one(request, Meeting.objects.select_related("instance"), pk=meeting).obj
    rows = Attendance.objects.filter(meeting=found).select_related("seat__instance")
    ordered = rows.order_by("-seat__is_chair", "seat__body", "seat__function", "seat_id")
    attended = [(row.obj.seat, row.obj.is_present) for row in permitted(request, ordered)]
    update = decide(request.actor, "update", found.subject(request.actor), request.proof)
    context = {
        "meeting": found,
        "instance": found.instance,
        "attended": attended,
        "can_change": bool(update),
        "files": minutes_of(found) if update else [],
        "readable": current_minutes(found) if update else None,
        "form": MinutesForm() if update and found.is_past else None,
    }
    return render(request, "committees/meeting.html", context)


@door("committee-member", "update")
@require_http_methods(["GET", "POST"])
def attendance(request: SignedInRequest, meeting: UUID) -> HttpResponseBase:
    """Say who came."""
    rows = Meeting.objects.select_related("instance")
    found = open_one(request, rows, action="update", pk=meeting).obj
    on_that_day = members_on(found.instance, found.day).select_related("instance")
    seats = [row.obj for row in permitted(request, on_that_day)]
    came = [str(seat.pk) for seat, present in attendance_of(found) if present]
    form = AttendanceForm(posted(request), initial={"present": came}, seats=seats)
    if form.is_valid() and done(
        request,
        lambda: services.record_attendance(
            by=request.actor,
            meeting=found,
            present=[UUID(pk) for pk in form.cleaned_data["present"]],
        ),
        "Les présences sont enregistrées.",
        form,
    ):
        return redirect("committees:meeting", meeting=found.pk)
    context = {"meeting": found, "instance": found.instance, "form": form, "seats": seats}
    return render(request, "committees/attendance.html", context)


@door("committee", "update")
@require_http_methods(["GET", "POST"])
def minutes(request: SignedInRequest, meeting: UUID) -> HttpResponseBase:
    """The minutes, which name people: read and sent by who manages the instance."""
    found = open_one(request, Meeting.objects.select_related("instance"), pk=meeting).obj
    if request.method == "POST":
        form = MinutesForm(request.POST, request.FILES)
        if form.is_valid():
            done(
                request,
                lambda: services.deposit_minutes(
                    by=request.actor, meeting=found, upload=form.cleaned_data["file"]
                ),
                "Le compte rendu est reçu. Il sera lisible dès qu’il sera vérifié.",
            )
        else:
            messages.error(request, "Aucun fichier n’est arrivé. Choisissez-le, puis recommencez.")
        return redirect("committees:meeting", meeting=found.pk)
    file = current_minutes(found)
    if file is None:
        messages.info(request, "Aucun compte rendu n’est encore lisible pour cette réunion.")
        return redirect("committees:meeting", meeting=found.pk)
    # Minutes name those who came: reading them is reading the members.
    listed(request, [seat for seat, _ in attendance_of(found)])
    return serve(file)
