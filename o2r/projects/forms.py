"""What professionals type in their space."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import models

from o2r.accounts.errors import DomainError
from o2r.accounts.models import Organisation
from o2r.core.widgets import DayInput
from o2r.projects.enums import (
    AttentionPoint,
    Channel,
    PredecessorOutcome,
    PredecessorProgramme,
    Public,
    Stage,
)
from o2r.projects.exchange import values
from o2r.projects.exchange.tables import MAX_BYTES, PROJECTS, Sheet, read
from o2r.projects.models import FundedProject
from o2r.territory.forms import ZoneField
from o2r.territory.typography import typographic


def import_file(label: str, *, accepted: str, accept: str, of: str) -> forms.FileField:
    """A file to import. ``accepted``: its formats, in words; ``of``: what it holds."""
    return forms.FileField(
        label=label,
        help_text=typographic(
            f"{accepted}, 10 Mo au plus. Rien n’est écrit à cette étape : vous verrez d’abord ce "
            "que le fichier changerait."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": accept}),
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": f"Le fichier est vide. Choisissez un fichier qui contient des {of}.",
        },
    )


class ImportForm(forms.Form):
    """A file of projects, read at once so that what is unreadable is said beside the field."""

    sheet: ClassVar[Sheet] = PROJECTS
    file = import_file(
        "Fichier de projets",
        accepted="CSV, XLSX ou GeoJSON",
        accept=".csv,.xlsx,.geojson,.json",
        of="projets",
    )

    def clean_file(self) -> "UploadedFile[Any]":
        upload: UploadedFile[Any] = self.cleaned_data["file"]
        try:
            # One byte too many is enough to refuse: the rest is not read into memory.
            content = upload.read(MAX_BYTES + 1)
            read(upload.name or "", content, self.sheet)
        except DomainError as error:
            raise forms.ValidationError(str(error)) from error
        self.content = content
        return upload


def _day(label: str) -> forms.DateField:
    widget = DayInput()
    return forms.DateField(label=label, required=False, widget=widget)


class ConfirmImportForm(forms.Form):
    skip_invalid = forms.BooleanField(
        label="Importer les lignes justes et laisser de côté les lignes refusées",
        required=False,
    )


class TreatReportForm(forms.Form):
    treatment = forms.CharField(
        label="Suite donnée",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Pour la mémoire de l’équipe, par exemple « téléphone corrigé ».",
    )


class PredecessorForm(forms.Form):
    """A project of an earlier programme, and what became of it."""

    programme = forms.ChoiceField(label="Programme", choices=PredecessorProgramme.choices)
    title = forms.CharField(label="Intitulé", max_length=200)
    bearer = forms.ModelChoiceField(
        label="Porteur", queryset=Organisation.objects.all(), empty_label="Choisissez"
    )
    outcome = forms.ChoiceField(label="Devenir", choices=PredecessorOutcome.choices)
    reason = forms.CharField(
        label="Pourquoi",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ce qui a permis la suite, ou ce qui a arrêté le projet.",
    )
    continued_by = forms.ModelChoiceField(
        label="Projet O2R qui le continue",
        queryset=FundedProject.objects.all(),
        required=False,
        empty_label="Aucun",
    )
    source_url = forms.URLField(
        label="Source", required=False, max_length=300, assume_scheme="https"
    )


class RegionalContactForm(forms.Form):
    """The State service that visitors of a région are told to call."""

    region = forms.ChoiceField(label="Région")
    name = forms.CharField(
        label="Service", max_length=150, help_text="Par exemple « DREETS Bretagne »."
    )
    url = forms.URLField(label="Site internet", max_length=300, assume_scheme="https")
    phone = forms.CharField(label="Téléphone", max_length=30, required=False)
    email = forms.EmailField(
        label="Adresse électronique",
        required=False,
        help_text="Une boîte partagée, publiée par le service ; jamais celle d’une personne.",
    )
    source_url = forms.URLField(
        label="Page où ce contact a été lu", max_length=300, required=False, assume_scheme="https"
    )
    seen_on = _day("Lu le")

    def __init__(self, *args: Any, regions: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_name = sorted(regions.items(), key=lambda item: item[1])
        choice = self.fields["region"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 — said to mypy
        choice.choices = [("", "Choisissez"), *by_name]


def _codes(label: str, choices: type[models.TextChoices], hint: str = "") -> forms.Field:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices.choices,
        required=False,
        help_text=hint,
        widget=forms.CheckboxSelectMultiple,
    )


class SheetForm(forms.Form):
    """What the public page of a project says.

    ``for_bearer``: whether it is the team of the project that writes; only they know the mailbox
    that is never shown, and only they confirm. ``dated``: whether no convention says the dates.
    """

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    title = forms.CharField(label="Intitulé", max_length=200)
    description = forms.CharField(
        label="Ce que fait le projet",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Lu par des professionnels qui cherchent où orienter quelqu’un.",
    )
    zone_expression = ZoneField(label="Territoire", of="project")
    publics = _codes("Publics", Public, "« Tous publics » se coche seul.")
    attention = _codes("Personnes recherchées d’abord", AttentionPoint)
    stages = _codes("Étapes", Stage)
    channels = _codes("Comment l’équipe va vers les personnes", Channel)
    uncertain_note = forms.CharField(
        label="Point à vérifier",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Affiché en tête de la fiche. Videz-le une fois le point réglé.",
    )
    phone = forms.CharField(
        label="Téléphone",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
        help_text="Par exemple 01 99 00 12 34.",
    )
    email = forms.EmailField(
        label="Adresse électronique",
        required=False,
        help_text="Une boîte partagée, affichée à tous ; jamais celle d’une personne.",
    )
    form_url = forms.URLField(
        label="Site ou formulaire du projet", required=False, max_length=300, assume_scheme="https"
    )
    contact_is_relay_only = forms.BooleanField(
        label="Contact par la plateforme seulement : aucune adresse n’est affichée", required=False
    )
    relay_mailbox = forms.EmailField(
        label="Boîte qui reçoit les messages, jamais affichée", required=False
    )
    opening_hours = forms.CharField(
        label="Horaires et permanences",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    starts_on = _day("Début")
    ends_on = _day("Fin")
    confirmed = forms.BooleanField(
        label="Toute la fiche est juste : je la confirme à ce jour", required=False
    )

    def __init__(self, *args: Any, for_bearer: bool, dated: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        removed = [] if for_bearer else ["relay_mailbox", "confirmed"]
        removed += [] if dated else ["starts_on", "ends_on"]
        for name in removed:
            del self.fields[name]

    def clean_phone(self) -> str:
        try:
            return values.phone(self.cleaned_data["phone"])
        except values.Refused as refusal:
            raise forms.ValidationError(typographic(f"{refusal}.")) from refusal

    def clean_publics(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["publics"]
        if Public.EVERYONE in chosen and len(chosen) > 1:
            raise forms.ValidationError(
                "« Tous publics » comprend tous les autres : gardez-le seul, ou décochez-le."
            )
        return chosen

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("contact_is_relay_only") and given.get("email"):
            self.add_error(
                "email",
                "Cette adresse serait affichée, alors que le contact passe par la plateforme "
                "seulement : videz-la, ou décochez « Contact par la plateforme seulement ».",
            )
        starts, ends = given.get("starts_on"), given.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "La fin précède le début : corrigez l’une des deux dates.")
        return given
