"""The questions of one moment; opening a sheet; its evidence."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from o2r.core.widgets import DayInput, PlainSelect
from o2r.pathways.fse.answers import WrongValue, value_of
from o2r.pathways.fse.enums import Moment
from o2r.pathways.fse.fields import Field, Kind, fields_of
from o2r.pathways.fse.models import Operation
from o2r.pathways.fse.services.evidence import EVIDENCE
from o2r.territory.commune_field import CommuneField
from o2r.territory.typography import typographic

NOT_YET = "Pas encore de réponse"


class MomentForm(forms.Form):
    """The questions of one moment. Nothing is compulsory: a sheet is filled in several times."""

    def __init__(
        self,
        data: Any = None,
        *,
        moment: Moment,
        answers: Mapping[str, str],
        revision: int,
    ) -> None:
        super().__init__(data)
        self.moment = moment
        self.fields["revision"] = forms.IntegerField(
            widget=forms.HiddenInput, initial=revision, required=False
        )
        for one in fields_of(moment):
            self.fields[one.code] = _field(one, answers.get(one.code, ""))

    def clean(self) -> dict[str, Any]:
        """The values as the sheet keeps them; each mistake at its question."""
        given = super().clean() or {}
        self.answers: dict[str, str] = {}
        for one in fields_of(self.moment):
            try:
                value = given.get(one.code)
                self.answers[one.code] = value_of(one, "" if value is None else str(value))
            except WrongValue as error:
                self.add_error(one.code, ValidationError(str(error)))
        return given

    @property
    def revision(self) -> int:
        """Of the sheet that was shown."""
        return int(self.cleaned_data.get("revision") or 0)


def _field(one: Field, value: str) -> forms.Field:
    common: dict[str, Any] = {
        "label": typographic(one.label),
        "help_text": typographic(one.hint),
        "required": False,
        "initial": value,
    }
    made: forms.Field
    match one.kind:
        case Kind.CHOICE:
            made = forms.ChoiceField(
                choices=[("", NOT_YET), *one.choices], widget=PlainSelect, **common
            )
        case Kind.DAY:
            made = forms.DateField(widget=DayInput(), **common)
        case Kind.COMMUNE:
            made = CommuneField(**common)
        case Kind.WHOLE:
            made = forms.IntegerField(min_value=0, **common)
        case _:
            kind = {Kind.PHONE: "tel", Kind.EMAIL: "email"}.get(one.kind, "text")
            widget = forms.TextInput(attrs={"type": kind, "autocomplete": "off"})
            made = forms.CharField(max_length=one.longest, widget=widget, **common)
    # Every question may wait: none is said to be optional, what lacks is said above.
    made.label_suffix = " "
    return made


class OpenSheetForm(forms.Form):
    """In which operation; what is copied from the file, by a gesture of whoever opens it."""

    operation = forms.ChoiceField(label="Opération")
    copies = forms.BooleanField(
        label="Recopier dans la fiche ce que dit le dossier",
        required=False,
        initial=True,
        help_text=typographic(
            "Nom, prénom, naissance, sexe, commune, téléphone, courriel, adresse. La copie reste "
            "dans la fiche, même quand le dossier est effacé."
        ),
    )
    informed = forms.BooleanField(
        label="La personne sait que l’Europe demande ces informations, et pourquoi",
        error_messages={
            "required": "Expliquez d’abord à la personne ce qui est demandé, et pourquoi."
        },
    )

    def __init__(self, *args: Any, operations: Iterable[Operation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._operations = {str(one.pk): one for one in operations}
        named = [(key, str(one)) for key, one in self._operations.items()]
        field: Any = self.fields["operation"]
        field.choices = [("", "Choisissez une opération"), *named]

    @property
    def chosen(self) -> Operation:
        """The operation chosen."""
        return self._operations[self.cleaned_data["operation"]]


class EvidenceForm(forms.Form):
    """A document that proves that the person may enter the operation."""

    file = forms.FileField(
        label="Justificatif",
        help_text=typographic(
            f"{EVIDENCE.accepted}, {EVIDENCE.max_bytes // 1_000_000} Mo au plus. Le fichier est "
            "vérifié avant d’être lu."
        ),
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Le fichier est vide. Choisissez un fichier qui contient quelque chose.",
        },
    )
