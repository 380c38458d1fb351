"""What visitors type: a search, a message to a project, an error report, a question."""

from functools import cache, lru_cache
from typing import Any

from django import forms

from o2r.core.widgets import PlainSelect
from o2r.projects.enums import Channel, Origin, Public, Stage
from o2r.territory.enums import UnitKind
from o2r.territory.geography import current_geography

EVERYBODY = ("", "Toute personne")


def _units(kind: UnitKind, everywhere: str) -> list[tuple[str, str]]:
    units = sorted(current_geography().of_kind(kind), key=lambda unit: unit.name)
    return [("", everywhere), *((unit.code, unit.name) for unit in units)]


@cache
def region_choices() -> list[tuple[str, str]]:
    return _units(UnitKind.REG, "Toutes les régions")


@cache
def department_choices() -> list[tuple[str, str]]:
    departments = sorted(current_geography().of_kind(UnitKind.DEP), key=lambda unit: unit.code)
    listed = [(unit.code, f"{unit.code} – {unit.name}") for unit in departments]
    return [("", "Tous les départements"), *listed]


@lru_cache(maxsize=512)
def epci_choices(region: str, department: str, chosen: str) -> list[tuple[str, str]]:
    """The EPCI that touch the chosen département or région (1,255 would not fit in a list).

    An EPCI is kept when it shares at least one commune: 89 of them straddle départements.
    """
    geography = current_geography()
    around = (
        geography.unit(UnitKind.DEP, department)
        if department
        else geography.unit(UnitKind.REG, region)
    )
    near = around.bits if around else 0
    units = [
        unit for unit in geography.of_kind(UnitKind.EPCI) if unit.bits & near or unit.code == chosen
    ]
    first = "Toutes les intercommunalités" if units else "Choisissez d’abord une région"
    return [("", first), *((u.code, u.name) for u in sorted(units, key=lambda u: u.name))]


class SearchForm(forms.Form):
    """The question of the home page. Every field is optional; an unknown value is ignored.

    A link kept in a bookmark must never break: a code that no longer exists empties its field
    instead of refusing the whole search.
    """

    q = forms.CharField(label="Commune", required=False, max_length=80, strip=True)
    commune = forms.CharField(required=False, widget=forms.HiddenInput, max_length=5)
    public = forms.ChoiceField(
        widget=PlainSelect, label="Public", required=False, choices=[EVERYBODY, *Public.choices[1:]]
    )
    region = forms.ChoiceField(
        widget=PlainSelect, label="Région", required=False, choices=region_choices
    )
    department = forms.ChoiceField(
        widget=PlainSelect, label="Département", required=False, choices=department_choices
    )
    epci = forms.ChoiceField(widget=PlainSelect, label="Intercommunalité (EPCI)", required=False)
    stage = forms.ChoiceField(
        widget=PlainSelect,
        label="Étape",
        required=False,
        choices=[("", "Toutes les étapes"), *Stage.choices],
    )
    channel = forms.ChoiceField(
        widget=PlainSelect,
        label="Canal de repérage",
        required=False,
        choices=[("", "Tous les canaux"), *Channel.choices],
    )
    origin = forms.ChoiceField(
        widget=PlainSelect,
        label="Origine du projet",
        required=False,
        choices=[("", "Toutes les origines"), *Origin.choices],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = ("region", "department", "epci")
        region, department, epci = (str(self.data.get(name, "")) for name in names)
        field = self.fields["epci"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 — for the type checker
        field.choices = epci_choices(region, department, epci)

    def readable(self) -> dict[str, str]:
        """The values understood, all present, empty where nothing (or nonsense) was given."""
        self.is_valid()
        cleaned: dict[str, Any] = self.cleaned_data
        return {name: cleaned.get(name, "") for name in self.fields}


class _Considerate(forms.Form):
    """A form open to everyone, with a trap for robots instead of a test for people."""

    website = forms.CharField(required=False, widget=forms.HiddenInput, label="")

    def looks_automatic(self) -> bool:
        """True when the field that no person sees was filled."""
        return bool(self.cleaned_data.get("website"))


class RelayForm(_Considerate):
    name = forms.CharField(label="Votre nom", max_length=120)
    email = forms.EmailField(
        label="Votre adresse électronique",
        help_text="Le projet vous répondra à cette adresse.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    message = forms.CharField(
        label="Votre message",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=(
            "N’écrivez ni le nom ni la situation détaillée d’une personne : "
            "dites seulement dans quelle commune et comment vous joindre."
        ),
    )


class ReportForm(_Considerate):
    message = forms.CharField(
        label="Qu’est-ce qui est faux ou manquant ?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    email = forms.EmailField(
        label="Votre adresse électronique",
        required=False,
        help_text="Pour vous dire que c’est corrigé. Effacée au bout de douze mois.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class ContactForm(_Considerate):
    name = forms.CharField(label="Votre nom", max_length=120)
    email = forms.EmailField(
        label="Votre adresse électronique",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    message = forms.CharField(
        label="Votre question", max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )


class WhiteZonesForm(forms.Form):
    region = forms.ChoiceField(
        widget=PlainSelect, label="Région", required=False, choices=region_choices
    )
    department = forms.ChoiceField(
        widget=PlainSelect, label="Département", required=False, choices=department_choices
    )
    public = forms.ChoiceField(
        widget=PlainSelect, label="Public", required=False, choices=[EVERYBODY, *Public.choices[1:]]
    )
