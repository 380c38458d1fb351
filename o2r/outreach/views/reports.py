"""The report of the day: the list, one of them, and writing it beside what the day counted."""

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.door import door, open_one, visible
from o2r.accounts.models import Team
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, permitted, permitted_page, posted
from o2r.core import clock
from o2r.outreach.enums import EntryForm
from o2r.outreach.forms.reports import DayForm, ReportForm, initial_of_report
from o2r.outreach.models import DailyReport, Observation
from o2r.outreach.selectors.day_figures import figures_between, figures_of
from o2r.outreach.selectors.drafts import about_report, begun
from o2r.outreach.services.drafting import forget_entry
from o2r.outreach.services.reporting import TEXTS, write_report
from o2r.outreach.views.local_time import zone_of

DAYS_SHOWN = timedelta(days=14)


@door("daily-report", "list")
@require_safe
def daily_reports(request: SignedInRequest) -> HttpResponse:
    """The reports of the teams, the newest day first."""
    context = permitted_page(request, DailyReport.objects.for_lists())
    return render(request, "outreach/daily_reports.html", context)


@door("daily-report", "list")
@require_safe
def team_days(request: SignedInRequest) -> HttpResponse:
    """The last days, newest first: what each counted, its reports, what was noticed."""
    today, zone, actor = clock.today(), zone_of(request), request.actor
    first = today - DAYS_SHOWN + timedelta(days=1)
    kept = DailyReport.objects.for_lists().filter(day__gte=first).order_by("-day", "pk")
    reports = [row.obj for row in permitted(request, kept)]
    start = datetime.combine(first, time(), zone)
    noticed = visible(request, Observation.objects.for_lists().filter(at__gte=start))
    seen = [(one.at.astimezone(zone).date(), one) for one in noticed.order_by("-at", "pk")]
    days = [
        (
            figures,
            [one for one in reports if one.day == figures.day],
            [one for day, one in seen if day == figures.day],
        )
        for figures in reversed(figures_between(actor, None, first, today, zone))
    ]
    return render(request, "outreach/team_days.html", {"days": days})


@door("daily-report", "read")
@require_safe
def daily_report(request: SignedInRequest, report: UUID) -> HttpResponse:
    """One report, with what its day counted."""
    one = open_one(request, DailyReport.objects.for_lists(), pk=report).obj
    zone = zone_of(request)
    with timezone.override(zone):
        context = {
            "report": one,
            "figures": figures_of(request.actor, one.team, one.day, zone),
            "write_address": _address(one.day, one.team),
        }
        return render(request, "outreach/daily_report.html", context)


@door("daily-report", "create")
@require_http_methods(["GET", "POST"])
def daily_report_write(request: SignedInRequest) -> HttpResponse:
    """Write the report of a day: a new one, or the one that colleagues have begun."""
    zone = zone_of(request)
    with timezone.override(zone):
        days = _day_form(request)
        day, team = (
            (days.cleaned_data["day"], days.cleaned_data["team"])
            if days.is_valid()
            else (clock.today(), None)
        )
        held = _existing(request, day, team)
        form = ReportForm(posted(request), initial=initial_of_report(held))
        about = about_report(day, team.pk if team else "")
        kept = begun(request.actor, EntryForm.REPORT, about) if posted(request) is None else None
        if kept:
            form.initial.update(kept.initial(form))
        made: list[DailyReport] = []
        if days.is_valid() and form.is_valid():
            reported = form.reported(day, team)
            if done(
                request,
                lambda: made.append(write_report(by=request.actor, reported=reported)),
                "Le compte rendu est enregistré.",
                form,
            ):
                forget_entry(by=request.actor, form=EntryForm.REPORT, about=about)
                return redirect("outreach:daily_report", report=made[0].pk)
            held = _existing(request, day, team)
        context = {
            "days": days,
            "day": day,
            "team": team,
            "form": form,
            "held": held,
            "theirs": _theirs(form, held),
            "figures": figures_of(request.actor, team, day, zone),
            "begun": kept,
            "draft_address": _address(day, team, "daily_report_draft"),
        }
        return render(request, "outreach/daily_report_form.html", context)


def _day_form(request: SignedInRequest) -> DayForm:
    """The day and the team of the address; today, and the only team of who has one alone."""
    teams = visible(request, Team.objects.order_by("name", "pk"))
    mine = request.actor.teams
    first = next(iter(mine)) if len(mine) == 1 else ""
    asked = {"day": request.GET.get("day") or clock.today().isoformat()}
    asked["team"] = request.GET.get("team", str(first))
    return DayForm(asked, teams=teams)


def _existing(request: SignedInRequest, day: date, team: Team | None) -> DailyReport | None:
    """The report that is already written of a day, opened to be changed."""
    if (here := request.actor.organisation) is None:
        return None
    found = DailyReport.objects.all().visible_to(request.actor).of_day(here, team, day)
    if found is None:
        return None
    return open_one(request, DailyReport.objects.for_lists(), action="update", pk=found.pk).obj


def _theirs(form: ReportForm, held: DailyReport | None) -> list[tuple[str, str]]:
    """What a colleague wrote while this form was being filled in, by label; empty: nothing.

    The form then expects their revision: what is sent next is written over it, knowingly.
    """
    if held is None or not isinstance(form.data, QueryDict):
        return []
    if form.data.get("revision") == str(held.revision):
        return []
    form.data = {**form.data.dict(), "revision": str(held.revision)}
    return [(str(form.fields[name].label), getattr(held, name)) for name in TEXTS]


def _address(day: date, team: Team | None, page: str = "daily_report_write") -> str:
    asked: dict[str, Any] = {"day": day.isoformat(), "team": team.pk if team else ""}
    return f"{reverse(f'outreach:{page}')}?{urlencode(asked)}"
