"""From passages to trust, in figures: by month, place or channel, with the table that says them."""

from datetime import date, timedelta

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.core import clock
from o2r.core.calendar_words import MONTHS
from o2r.core.widgets import DayInput, PlainSelect
from o2r.outreach.funnel import Line, total
from o2r.outreach.models import Encounter
from o2r.outreach.selectors.encounters import By, funnel_of
from o2r.outreach.views.local_time import zone_of

PERIOD = timedelta(days=180)
"""What is shown first."""
LONGEST = timedelta(days=366)
"""A year is what a report tells: two are two pages."""
HEADERS = ("vues sans nom", "rencontres", "rencontrées", "revues", "en confiance")


class PeriodForm(forms.Form):
    """Between two days, cut by month, place or channel."""

    since = forms.DateField(label="Du", widget=DayInput())
    until = forms.DateField(label="Au", widget=DayInput())
    by = forms.ChoiceField(
        label="Par", choices=[(one.value, one.label) for one in By], widget=PlainSelect
    )

    def clean(self) -> None:
        """Two days in order, of one period that a page can read."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and not since <= until <= since + LONGEST:
            raise forms.ValidationError(
                "La période va d’un jour à un jour plus lointain, sur un an au plus."
            )


@door("encounter", "list")
@require_safe
def funnel_page(request: SignedInRequest) -> HttpResponse:
    """How many people at each step. Figures: nobody is named, nobody's file is read."""
    today = clock.today()
    first: dict[str, str] = {
        "since": (today - PERIOD).isoformat(),
        "until": today.isoformat(),
        "by": By.MONTH.value,
    }
    form = PeriodForm(first | {name: request.GET[name] for name in first if name in request.GET})
    by, lines = By.MONTH, list[Line]()
    if form.is_valid():
        by = By(form.cleaned_data["by"])
        lines = _lines(request, by, form.cleaned_data["since"], form.cleaned_data["until"])
    whole = total(lines)
    context = {
        "form": form,
        "whole": whole,
        "steps": _steps(whole),
        "headers": (by.label, *HEADERS),
        "rows": [(_group(by, one.group), *one.steps) for one in lines] + _whole(lines),
    }
    return render(request, "outreach/funnel.html", context)


def _lines(request: SignedInRequest, by: By, since: date, until: date) -> list[Line]:
    rows = Encounter.objects.all().visible_to(request.actor)
    lines = funnel_of(rows, by, since=since, until=until, zone=zone_of(request))
    return sorted(lines, key=lambda one: one.group) if by is By.MONTH else lines


def _group(by: By, group: str) -> str:
    """« novembre 2026 » for a month; places and channels are in words."""
    if by is not By.MONTH:
        return group
    year, month = map(int, group.split("-"))
    return f"{MONTHS[month - 1]} {year}"


def _whole(lines: list[Line]) -> list[tuple[str | int, ...]]:
    """The last line of the table, when there are several."""
    whole = total(lines)
    return [(whole.group, *whole.steps)] if len(lines) > 1 else []


def _steps(whole: Line) -> list[tuple[str, int, int]]:
    """The steps of people: the words, how many, and their share of those met, in hundredths."""
    numbers = (
        ("rencontrées", whole.met),
        ("revues", whole.again),
        ("en confiance", whole.trusting),
    )
    return [(label, many, 100 * many // whole.met) for label, many in numbers if whole.met]
