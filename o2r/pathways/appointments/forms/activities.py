"""What is typed of an activity, and of who came."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django import forms

from o2r.core.widgets import DayInput, PlainSelect
from o2r.pathways.appointments.codes import codes
from o2r.pathways.appointments.forms.appointments import hour_field, span
from o2r.pathways.appointments.models import Activity
from o2r.pathways.appointments.services.gathering import ActivityDetails
from o2r.territory.typography import typographic

MOST = 500


class ActivityForm(forms.Form):
    """An activity, on one day. ``code``: the same form sent twice announces one."""

    code = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(
        label="Titre", max_length=120, help_text="Jamais le nom d’une personne suivie."
    )
    kind = forms.ChoiceField(label="Nature", widget=PlainSelect)
    day = forms.DateField(label="Jour", widget=DayInput())
    starts = hour_field("De")
    ends = hour_field("À")
    place = forms.CharField(label="Lieu", required=False, max_length=200)
    capacity = forms.IntegerField(
        label="Places",
        min_value=0,
        max_value=MOST,
        initial=0,
        help_text=typographic("0 : sans limite."),
    )

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        kwargs["initial"] = {"code": uuid4()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self._zone = zone
        self.fields["kind"].choices = list(codes("activity").items())  # type: ignore[attr-defined]

    @property
    def form_code(self) -> UUID:
        return UUID(str(self.cleaned_data["code"]))

    @property
    def details(self) -> ActivityDetails:
        """What was typed, for the service."""
        given = self.cleaned_data
        starts_at, ends_at = span(given["day"], given["starts"], given["ends"], self._zone)
        return ActivityDetails(
            title=given["title"],
            kind=given["kind"],
            starts_at=starts_at,
            ends_at=ends_at,
            place=given["place"],
            capacity=given["capacity"],
        )


def initial_of(row: Activity) -> dict[str, Any]:
    """What the form of a known activity shows first."""
    return {
        "code": row.pk,
        "title": row.title,
        "kind": row.kind,
        "day": row.day,
        "starts": row.local_start.time(),
        "ends": row.local_end.time(),
        "place": row.place,
        "capacity": row.capacity,
    }


class EnrolForm(forms.Form):
    """Who is expected, among those whom one follows."""

    person = forms.ChoiceField(
        label="Qui vient",
        widget=PlainSelect,
        error_messages={"required": typographic("Choisissez une personne que vous suivez.")},
    )

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", "Choisir"),
            *people,
        ]
