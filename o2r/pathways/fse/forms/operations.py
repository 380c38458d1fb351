"""Describing an operation, estimating EECO15, saying when it was paid."""

from collections.abc import Iterable
from typing import Any

from django import forms

from o2r.core.widgets import DayInput
from o2r.pathways.fse.models import Operation
from o2r.pathways.fse.services import Described
from o2r.projects.models import FundedProject
from o2r.territory.typography import typographic


def _day(label: str, hint: str = "") -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), help_text=typographic(hint))


def _count(label: str, hint: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=100_000, help_text=typographic(hint)
    )


class OperationForm(forms.Form):
    """An operation, as « Ma Démarche FSE+ » knows it."""

    number = forms.CharField(
        label="Numéro Ma Démarche FSE+",
        max_length=30,
        help_text="Celui de la convention, par exemple 202301234.",
    )
    title = forms.CharField(label="Intitulé", max_length=200)
    starts_on = _day("Premier jour")
    ends_on = _day("Dernier jour")
    project = forms.ChoiceField(label="Projet O2R", required=False)
    public_services = _count(
        "Services publics soutenus", "Indicateur EECO18 : pour l’opération entière."
    )
    small_firms = _count(
        "Petites et moyennes entreprises soutenues",
        "Indicateur EECO19 : pour l’opération entière.",
    )

    def __init__(self, *args: Any, projects: Iterable[FundedProject], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._projects = {str(one.pk): one for one in projects}
        named = [(key, one.title) for key, one in self._projects.items()]
        self.fields["project"].choices = [("", "Aucun"), *named]  # type: ignore[attr-defined]

    @property
    def described(self) -> Described:
        """What was typed, for the service."""
        given = self.cleaned_data
        return Described(
            number=given["number"],
            title=given["title"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            project=self._projects.get(given["project"]),
            public_services=given["public_services"],
            small_firms=given["small_firms"],
        )


def initial_of(operation: Operation) -> dict[str, Any]:
    """What the form of an operation shows first."""
    names = ("number", "title", "starts_on", "ends_on", "public_services", "small_firms")
    shown = {name: getattr(operation, name) for name in names}
    return shown | {"project": str(operation.project_id or "")}


class EstimateForm(forms.Form):
    """EECO15: an informed estimate, never a count of persons."""

    number = _count("Estimation, en personnes", "Vide : pas d’estimation.")
    method = forms.CharField(
        label="Comment l’estimation est faite",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=typographic(
            "Par exemple : « part de la population du quartier selon l’étude de 2024 ». Aucun nom, "
            "aucun décompte personne par personne."
        ),
    )


class PaidForm(forms.Form):
    """When the operation was paid for the last time."""

    day = _day(
        "Dernier paiement reçu le",
        "Les fiches sont gardées cinq ans à partir du 31 décembre de cette année-là (à vérifier).",
    )
