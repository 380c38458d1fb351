"""Activities: the list, one of them, who is expected and who came."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.accounts.acts import PROVED
from o2r.accounts.door import door, listed, open_one
from o2r.accounts.policy import Allow, decide
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import PER_PAGE, done, posted
from o2r.core import clock
from o2r.core.paging import paged
from o2r.outreach.selectors.people_seen import files_followed, known_as, people_to_note, writable
from o2r.pathways.appointments.enums import ActivityState, AttendanceState
from o2r.pathways.appointments.forms.activities import ActivityForm, EnrolForm, initial_of
from o2r.pathways.appointments.models import Activity, Attendance
from o2r.pathways.appointments.services.gathering import (
    announce,
    change,
    enrol,
    mark,
    move_activity,
)
from o2r.pathways.appointments.views.calendar import zone_of
from o2r.people.models import Person

MARKS = {
    "present": AttendanceState.PRESENT,
    "excuse": AttendanceState.EXCUSED,
    "absent": AttendanceState.ABSENT,
}


@door("activity", "list")
@require_safe
def activities(request: SignedInRequest) -> HttpResponse:
    """The activities of the operator, the last ones first."""
    rows = Activity.objects.visible_to(request.actor).select_related("organisation")
    context = paged(request, rows.order_by("-starts_at", "pk"), PER_PAGE)
    now, shown = clock.now(), list(context["page"])
    context |= {
        "coming": [one for one in shown if one.ends_at > now][::-1],
        "over": [one for one in shown if one.ends_at <= now],
    }
    return render(request, "appointments/activities.html", context)


@door("activity", "create")
@require_http_methods(["GET", "POST"])
def new_activity(request: SignedInRequest) -> HttpResponse:
    """Announce an activity."""
    form = ActivityForm(posted(request), zone=zone_of(request))
    if form.is_valid():
        made: list[Activity] = []
        if done(
            request,
            lambda: made.append(
                announce(by=request.actor, details=form.details, code=form.form_code)
            ),
            "L’activité est annoncée.",
            form,
        ):
            return redirect("appointments:activity", activity=made[0].pk)
    return render(request, "appointments/activity_form.html", {"form": form, "activity": None})


@door("activity", "update")
@require_http_methods(["GET", "POST"])
def change_activity(request: SignedInRequest, activity: UUID) -> HttpResponse:
    """Correct an activity that is planned."""
    row = _opened(request, activity)
    form = ActivityForm(posted(request), zone=row.zone, initial=initial_of(row))
    if form.is_valid() and done(
        request,
        lambda: change(by=request.actor, activity=row, details=form.details),
        "L’activité est à jour.",
        form,
    ):
        return redirect("appointments:activity", activity=activity)
    return render(request, "appointments/activity_form.html", {"form": form, "activity": row})


@door("activity", "read", POST="update")
@require_http_methods(["GET", "HEAD", "POST"])
def activity(request: SignedInRequest, activity: UUID) -> HttpResponse:
    """One activity, and those one follows among who is expected; a POST says what became of it."""
    row = _opened(request, activity)
    if request.method == "POST":
        to = {"tenue": ActivityState.HELD, "annulee": ActivityState.CANCELLED}.get(
            request.POST.get("act", "")
        )
        if to is not None:
            done(
                request,
                lambda: move_activity(by=request.actor, activity=row, to=to),
                f"C’est noté : {to.label}.",
            )
        return redirect("appointments:activity", activity=activity)
    return render(request, "appointments/activity.html", _context(request, row, form=None))


@door("activity", "update")
@require_POST
def enrol_person(request: SignedInRequest, activity: UUID) -> HttpResponse:
    """Expect somebody at an activity."""
    row = _opened(request, activity)
    form = EnrolForm(request.POST, people=_choices(request))
    if form.is_valid():
        person = _followed(request, UUID(form.cleaned_data["person"]))
        if done(
            request,
            lambda: enrol(by=request.actor, activity=row, person=person),
            "La personne est inscrite.",
            form,
        ):
            return redirect("appointments:activity", activity=activity)
    return render(request, "appointments/activity.html", _context(request, row, form=form))


@door("activity", "update")
@require_POST
def mark_person(request: SignedInRequest, activity: UUID) -> HttpResponse:
    """Say whether somebody came."""
    row = _opened(request, activity)
    asked, to = request.POST.get("attendance", ""), MARKS.get(request.POST.get("act", ""))
    found = next((one for one in _attendances(request, row) if str(one.pk) == asked), None)
    if found is not None and to is not None:
        typed = request.POST.get("minutes", "").strip()
        minutes = int(typed) if typed.isdecimal() and len(typed) < 5 else None
        done(
            request,
            lambda: mark(by=request.actor, attendance=found, to=to, minutes=minutes),
            f"C’est noté : {to.label}.",
        )
    return redirect("appointments:activity", activity=activity)


def _opened(request: SignedInRequest, activity: UUID) -> Activity:
    rows = Activity.objects.select_related("organisation")
    return open_one(request, rows, pk=activity).obj


def _followed(request: SignedInRequest, person: UUID) -> Person:
    row = files_followed(request.actor).filter(pk=person).first()
    if row is None:
        raise Http404
    return row


def _choices(request: SignedInRequest) -> list[tuple[str, str]]:
    """Those whom one follows, by what they are called."""
    people = people_to_note(request.actor)
    names = known_as(request.actor, people)
    return sorted(((str(one.pk), names[one.pk]) for one in people), key=lambda one: one[1].lower())


def _attendances(request: SignedInRequest, row: Activity) -> list[Attendance]:
    """Of the people one follows: the others are a number."""
    mine = files_followed(request.actor).values("pk")
    rows = Attendance.objects.filter(activity=row, person__in=mine)
    return list(rows.select_related("person", "activity").order_by("noted_at", "pk"))


def _context(request: SignedInRequest, row: Activity, form: EnrolForm | None) -> dict[str, Any]:
    people = people_to_note(request.actor)
    names = known_as(request.actor, people)
    shown = _attendances(request, row)
    missing = {one.person_id for one in shown} - set(names)
    if missing:
        more = files_followed(request.actor).with_followers().select_related("identity")
        found = writable(request.actor, more.filter(pk__in=missing).order_by("pk"))
        names |= known_as(request.actor, found)
        people += found
    listed(request, people)
    writes = isinstance(decide(request.actor, "update", row.subject(request.actor), PROVED), Allow)
    all_of_them = Attendance.objects.filter(activity=row).count()
    enrolled = {one.person_id for one in shown}
    choices = sorted(
        ((str(key), name) for key, name in names.items() if key not in enrolled),
        key=lambda one: one[1].lower(),
    )
    started = row.starts_at <= clock.now()
    return {
        "activity": row,
        "lines": [(one, names.get(one.person_id, "")) for one in shown],
        "others": all_of_them - len(shown),
        "many": all_of_them,
        "form": form or EnrolForm(people=choices),
        "can_write": writes,
        "can_mark": writes and started and not row.is_cancelled,
        "can_hold": writes and started and row.is_planned,
        "can_cancel": writes and row.is_planned,
        "whole": int(row.lasts.total_seconds() // 60),
    }
