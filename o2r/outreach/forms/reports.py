"""What a team types at the end of a day: a report, and what it noticed of the territory."""

from typing import Any
from uuid import uuid4

from django import forms

from o2r.accounts.models import Team
from o2r.core import clock
from o2r.core.widgets import DayInput, PlainSelect
from o2r.outreach.enums import ObservationKind
from o2r.outreach.models import DailyReport, Observation, Place
from o2r.outreach.services.noticing import Noticed
from o2r.outreach.services.reporting import TEXTS, Reported
from o2r.outreach.written_texts import LONGEST_TEXT
from o2r.territory.typography import typographic


def _lines(label: str, rows: int, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto", "autocomplete": "off"}),
        help_text=typographic(hint),
    )


class ReportForm(forms.Form):
    """The texts of a report. ``revision``: that of the text shown when the page was made."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    text = _lines("Ce qui a été fait", 6, "Sans nommer personne : le dossier est fait pour cela.")
    transmissions = _lines("À transmettre à l’équipe suivante", 4)
    priorities = _lines("Priorités", 3)

    def reported(self, day: Any, team: Team | None) -> Reported:
        """What was typed. Once the form is valid."""
        given = self.cleaned_data
        texts = {name: given[name] for name in TEXTS}
        return Reported(day=day, team=team, revision=given["revision"], **texts)


class DayForm(forms.Form):
    """Which day of which team a report is of."""

    day = forms.DateField(
        label="Jour",
        widget=DayInput(),
    )
    team = forms.ModelChoiceField(
        label="Équipe",
        queryset=Team.objects.none(),
        required=False,
        empty_label="toutes les équipes",
        widget=PlainSelect,
    )

    def __init__(self, *args: Any, teams: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]

    def clean_day(self) -> Any:
        """A day that is over, or today."""
        day = self.cleaned_data["day"]
        if day > clock.today():
            raise forms.ValidationError("Ce jour est à venir. Choisissez aujourd’hui ou avant.")
        return day


class ObservationForm(forms.Form):
    """Something seen of the territory. ``entry``: the key made by the page."""

    entry = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    kind = forms.ChoiceField(
        label="De quoi s’agit-il ?", choices=ObservationKind.choices, widget=PlainSelect
    )
    place = forms.ModelChoiceField(
        label="Lieu",
        queryset=Place.objects.none(),
        required=False,
        empty_label="—",
        widget=PlainSelect,
    )
    text = _lines(
        "Ce que l’équipe a vu", 5, "Jamais de nom, ni ce qui ferait reconnaître quelqu’un."
    )

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places  # type: ignore[attr-defined]

    def noticed(self) -> Noticed:
        """What was typed. Once the form is valid."""
        given = self.cleaned_data
        return Noticed(ObservationKind(given["kind"]), given["text"], given["place"])


def initial_of_report(row: DailyReport | None) -> dict[str, Any]:
    """What the form shows of a report; empty for a new one."""
    if row is None:
        return {"revision": 0}
    return {"revision": row.revision} | {name: getattr(row, name) for name in TEXTS}


def initial_of_observation(row: Observation) -> dict[str, Any]:
    """What the form shows of an observation to correct."""
    return {"entry": row.pk, "kind": row.kind, "place": row.place_id, "text": row.text}
