"""What is said of a place: where it is, when people are there, what to beware of."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from o2r.accounts.models import Team
from o2r.core.calendar_words import WEEKDAYS
from o2r.core.widgets import DayInput, PlainSelect
from o2r.outreach.enums import PlaceKind
from o2r.outreach.models import Place
from o2r.outreach.models.places import LONGEST_VISIT
from o2r.outreach.services import PlaceDetails
from o2r.territory.commune_field import CommuneField
from o2r.territory.typography import typographic


class PlaceForm(forms.Form):
    """A place."""

    name = forms.CharField(
        label="Nom",
        max_length=120,
        help_text=typographic("Comme l’équipe l’appelle : « Gare, côté bus »."),
    )
    kind = forms.ChoiceField(label="Nature", widget=PlainSelect, choices=PlaceKind.choices)
    commune = CommuneField(label="Commune", help_text="Nom ou code postal.")
    sector = forms.CharField(
        label="Secteur",
        max_length=80,
        required=False,
        help_text="Le découpage de votre équipe. Les secteurs connus sont proposés.",
        widget=forms.TextInput(attrs={"list": "secteurs", "autocomplete": "off"}),
    )
    where = forms.CharField(
        label="Où exactement",
        max_length=200,
        required=False,
        help_text=typographic("Ce qui aide à s’y retrouver : entrée, étage, repère."),
    )
    rhythm = forms.IntegerField(
        label="Rythme voulu, en jours",
        min_value=1,
        max_value=366,
        help_text=typographic("Nombre de jours entre deux passages : 7 pour chaque semaine."),
    )
    minutes = forms.IntegerField(
        label="Durée d’un passage, en minutes", min_value=5, max_value=LONGEST_VISIT
    )
    needs_two = forms.BooleanField(label="On n’y va jamais seul", required=False)
    safety_note = forms.CharField(
        label="Sécurité",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=typographic(
            "Ce qu’il faut savoir avant d’y aller : accès, réseau, tensions. Jamais le nom d’une "
            "personne."
        ),
    )
    team = forms.ModelChoiceField(
        label="Équipe",
        queryset=Team.objects.none(),
        required=False,
        empty_label="Toutes les équipes",
        widget=PlainSelect,
    )
    point = forms.CharField(
        label="Point GPS",
        max_length=60,
        required=False,
        help_text=typographic(
            "Latitude et longitude, copiées d’une carte : « 45.6970, 4.8876 ». Sert aux temps de "
            "trajet. Jamais publié."
        ),
    )

    def __init__(self, *args: Any, teams: Any, sectors: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sectors = list(sectors)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
        if not teams:
            del self.fields["team"]

    def clean_point(self) -> tuple[Decimal, Decimal] | None:
        """Latitude then longitude, in degrees; None for nothing."""
        text = self.cleaned_data["point"].strip()
        return point_of(text) if text else None

    def details(self) -> PlaceDetails:
        """What was typed, for the service."""
        given = dict(self.cleaned_data)
        latitude, longitude = given.pop("point") or (None, None)
        given["kind"] = PlaceKind(given["kind"])
        return PlaceDetails(**given, latitude=latitude, longitude=longitude)


def point_of(text: str) -> tuple[Decimal, Decimal]:
    """« 45.6970, 4.8876 », « 45,6970 4,8876 » or « 45,6970 ; 4,8876 ». Raises ValidationError."""
    parts = text.replace(";", " ").replace(", ", " ").split()
    if len(parts) == 1:
        parts = text.split(",")
    try:
        latitude, longitude = (Decimal(part.strip(",").replace(",", ".")) for part in parts)
    except (InvalidOperation, ValueError):
        latitude = longitude = Decimal(1000)
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise forms.ValidationError(
            typographic(
                "Ce point ne se lit pas. Écrivez deux nombres : la latitude, puis la longitude."
            )
        )
    return round(latitude, 5), round(longitude, 5)


def initial_of(place: Place) -> dict[str, Any]:
    """What the form of a place shows first."""
    names = (
        *("name", "kind", "commune", "sector", "where", "rhythm"),
        *("minutes", "needs_two", "safety_note", "team"),
    )
    shown = {name: getattr(place, name) for name in names}
    if place.latitude is not None:
        shown["point"] = f"{place.latitude}, {place.longitude}"
    return shown


class BandForm(forms.Form):
    """Hours of a place, on some days of the week."""

    weekdays = forms.TypedMultipleChoiceField(
        label="Jours",
        coerce=int,
        choices=[(number, name.capitalize()) for number, name in enumerate(WEEKDAYS, start=1)],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins un jour."},
    )
    starts = forms.TimeField(
        label="De", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label="À", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )


class ClosingForm(forms.Form):
    """Until when nobody is to be found there."""

    until = forms.DateField(
        label="Dernier jour de fermeture",
        widget=DayInput(),
    )
