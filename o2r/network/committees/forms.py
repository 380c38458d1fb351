"""What State officers type about committees."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms

from o2r.accounts.models import Organisation
from o2r.core.widgets import DayInput
from o2r.network.committees.enums import InstanceKind
from o2r.network.committees.minutes import PURPOSE
from o2r.network.committees.models import Instance, InstanceQuerySet, Meeting, Seat
from o2r.network.committees.services import InstanceDetails, MeetingDetails, SeatDetails
from o2r.territory.forms import ZoneField
from o2r.territory.time_zones import time_zone_of
from o2r.territory.typography import typographic


def _day(label: str, hint: str = "", *, required: bool = False) -> forms.DateField:
    widget = DayInput()
    return forms.DateField(label=label, help_text=hint, required=required, widget=widget)


class InstanceForm(forms.Form):
    """An instance: its nature, its territory, its chairs by functions."""

    kind = forms.ChoiceField(label="Nature", choices=InstanceKind.choices)
    name = forms.CharField(
        label="Nom",
        max_length=150,
        help_text=typographic("Par exemple « Comité départemental pour l’emploi de l’Isère »."),
    )
    region = forms.ChoiceField(label="Région")
    zone_expression = ZoneField(
        label="Territoire",
        of="region",
        required=False,
        help_text=typographic("Vide : toute la région."),
    )
    parent = forms.ModelChoiceField(
        label="Comité départemental dont elle dépend",
        queryset=Instance.objects.none(),
        required=False,
        empty_label="Aucun",
        help_text="Pour une commission spécialisée seulement.",
    )
    chairs = forms.CharField(
        label="Présidence",
        max_length=300,
        required=False,
        help_text=typographic(
            "Des fonctions, jamais un nom : « préfète de région ; président du conseil régional »."
        ),
    )
    seat_count = forms.IntegerField(
        label="Nombre de sièges",
        required=False,
        min_value=1,
        max_value=200,
        help_text=typographic("Celui de l’arrêté de composition, s’il est connu."),
    )
    installed_on = _day("Installée le")
    closed_on = _day("Fin d’activité", "À remplir quand l’instance ne se réunit plus.")

    def __init__(
        self,
        *args: Any,
        regions: Iterable[tuple[str, str]],
        parents: InstanceQuerySet,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        known = list(regions)
        self.fields["region"].choices = known  # type: ignore[attr-defined]
        zone = self.fields["zone_expression"]
        assert isinstance(zone, ZoneField)  # noqa: S101 — said to mypy
        if len(known) == 1:
            zone.within = f"reg:{known[0][0]}"
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]

    def details(self) -> InstanceDetails:
        """What was typed, for the service."""
        given = dict(self.cleaned_data)
        return InstanceDetails(**{**given, "kind": InstanceKind(given["kind"])})


class SeatForm(forms.Form):
    """A member of an instance."""

    organisation = forms.ModelChoiceField(
        label="Organisation sur la plateforme",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="Elle n’y est pas",
        help_text=typographic("Ses équipes verront ce siège, et le nom de ce membre seulement."),
    )
    body = forms.CharField(
        label="Organisme",
        max_length=150,
        required=False,
        help_text="Vide : le nom de l’organisation choisie.",
    )
    function = forms.CharField(
        label="Fonction", max_length=150, help_text=typographic("Par exemple « directrice ».")
    )
    name = forms.CharField(label="Prénom et nom", max_length=120, required=False)
    email = forms.EmailField(label="Adresse électronique", required=False, max_length=254)
    is_chair = forms.BooleanField(label="Préside ou copréside l’instance", required=False)
    mandate_start = _day("Début du mandat", required=True)
    mandate_end = _day(
        "Fin du mandat",
        typographic("Vide : trois ans après le début (décret n° 2024-560 du 18 juin 2024)."),
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]

    def details(self) -> SeatDetails:
        """What was typed, for the service."""
        return SeatDetails(**self.cleaned_data)


class MeetingForm(forms.Form):
    """A meeting, at an hour of the région."""

    day = _day("Jour", required=True)
    hour = forms.TimeField(
        label="Heure",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=typographic("À l’heure légale de la région."),
    )
    place = forms.CharField(label="Lieu", max_length=200, required=False)
    is_plenary = forms.BooleanField(label="Séance plénière", required=False)
    agenda = forms.CharField(
        label="Ordre du jour",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=typographic("Lu par toutes les personnes de la région : aucun nom ici."),
    )
    quorum = forms.IntegerField(
        label="Quorum",
        required=False,
        min_value=1,
        max_value=200,
        help_text=typographic("Nombre de présents sans lequel la séance ne délibère pas."),
    )

    def __init__(self, *args: Any, region: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._zone = time_zone_of(region)

    def details(self) -> MeetingDetails:
        """What was typed, for the service."""
        given = dict(self.cleaned_data)
        start = datetime.combine(given.pop("day"), given.pop("hour"), tzinfo=self._zone)
        return MeetingDetails(starts_at=start, **given)


class AttendanceForm(forms.Form):
    """Who came, among the members in office that day."""

    present = forms.MultipleChoiceField(
        label="Présents",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=typographic("Cochez les membres présents ; les autres sont notés absents."),
    )

    def __init__(self, *args: Any, seats: Iterable[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(seat.pk), label_of(seat)) for seat in seats]
        self.fields["present"].choices = choices  # type: ignore[attr-defined]


def label_of(seat: Seat) -> str:
    """A member in one line: the name, if it is still kept, then the function and the body."""
    return f"{seat.name} – {seat}" if seat.name else str(seat)


class MinutesForm(forms.Form):
    """The minutes of a meeting, as a file."""

    file = forms.FileField(
        label="Fichier",
        help_text=typographic(f"{PURPOSE.accepted}, 20 Mo au plus. Le PDF est lisible plus vite."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.odt,.xlsx,.ods"}),
        error_messages={"required": "Choisissez un fichier."},
    )


def initial_of(meeting: Meeting) -> dict[str, Any]:
    """What the form of a meeting shows first."""
    names = ("day", "hour", "place", "is_plenary", "agenda", "quorum")
    return {name: getattr(meeting, name) for name in names}
