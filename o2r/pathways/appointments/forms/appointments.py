"""What is typed of an appointment, at the hours of the organisation."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django import forms

from o2r.accounts.models import User
from o2r.core.widgets import DayInput, PlainSelect
from o2r.pathways.appointments.codes import codes
from o2r.pathways.appointments.enums import MeetingWay, ReminderChannel
from o2r.pathways.appointments.services.booking import LONGEST, Booking
from o2r.territory.typography import typographic

PARTNER = ""


def hour_field(label: str) -> forms.TimeField:
    """An hour of the day."""
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget)


def _text(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST,
        help_text=typographic(hint),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class AppointmentForm(forms.Form):
    """An appointment. ``code``: the same form sent twice writes one."""

    code = forms.UUIDField(widget=forms.HiddenInput)
    day = forms.DateField(label="Jour", widget=DayInput())
    starts = hour_field("De")
    ends = hour_field("À")
    way = forms.ChoiceField(label="Comment", choices=MeetingWay.choices, widget=PlainSelect)
    colleague = forms.ChoiceField(label="Avec", required=False, widget=PlainSelect)
    with_whom = _text("Nom du partenaire", "Quand ce n’est pas un collègue.")
    place = _text("Lieu", "Adresse, étage, numéro à appeler ou lien.")
    about = _text("Objet", "Lu par ceux qui suivent la personne, jamais dans un rappel.")
    motive = forms.ChoiceField(label="Motif", widget=PlainSelect)
    body = forms.ChoiceField(label="Organisme", widget=PlainSelect)
    remind = forms.MultipleChoiceField(
        label="Rappeler par",
        required=False,
        choices=ReminderChannel.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=typographic(
            "La veille, aux heures que la personne accepte. Un SMS ou un courriel ne part que si "
            "elle a dit oui. Une lettre s’imprime : vous la postez."
        ),
    )

    def __init__(
        self, *args: Any, zone: ZoneInfo, colleagues: Iterable[User], **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"code": uuid4(), "body": "IND"} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self._zone = zone
        people = [(str(one.pk), one.display_name) for one in colleagues]
        self._choose("colleague", [*people, (PARTNER, "Un partenaire, nommé ci-dessous")])
        self._choose("motive", codes("motive").items())
        self._choose("body", codes("body").items())

    def _choose(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]

    @property
    def form_code(self) -> UUID:
        return UUID(str(self.cleaned_data["code"]))

    @property
    def booking(self) -> Booking:
        """What was typed, for the service."""
        given = self.cleaned_data
        starts_at, ends_at = span(given["day"], given["starts"], given["ends"], self._zone)
        return Booking(
            starts_at=starts_at,
            ends_at=ends_at,
            way=MeetingWay(given["way"]),
            motive=given["motive"],
            body=given["body"],
            user=UUID(given["colleague"]) if given["colleague"] else None,
            with_whom=given["with_whom"],
            about=given["about"],
            place=given["place"],
            remind=tuple(ReminderChannel(one) for one in given["remind"]),
        )


def span(day: date, starts: time, ends: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Two instants of one day, where it happens."""
    return (
        datetime.combine(day, starts, tzinfo=zone),
        datetime.combine(day, ends, tzinfo=zone),
    )


class MoveForm(forms.Form):
    """Another hour for the same appointment: it lasts as long."""

    day = forms.DateField(label="Nouveau jour", widget=DayInput())
    starts = hour_field("Nouvelle heure")
    remind = forms.BooleanField(
        label="Rappeler de nouveau, par les mêmes moyens", required=False, initial=True
    )

    def starts_at(self, zone: ZoneInfo) -> datetime:
        """The new instant."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["starts"], tzinfo=zone)


def default_hours(now: datetime) -> dict[str, Any]:
    """Tomorrow, at the next whole hour of a working day, for one hour."""
    start = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    start = start if 8 <= start.hour <= 18 else start.replace(hour=10)
    return {
        "day": now.date() + timedelta(days=1),
        "starts": start.time(),
        "ends": (start + timedelta(hours=1)).time(),
    }
