"""What is typed of a pathway: the right to enter, an opening, a move, a derogation, a stage."""

from collections.abc import Iterable
from typing import Any

from django import forms

from o2r.accounts.models import Organisation
from o2r.core.widgets import DayInput, PlainSelect
from o2r.pathways.enums import (
    Attention,
    DerogationGround,
    EntryGround,
    EntrySource,
    LossReason,
    PathwayState,
    RefusalReason,
    StageKind,
)
from o2r.pathways.services.entering import Entry
from o2r.projects.models import FundedProject
from o2r.territory.typography import typographic

_WRONG_DAY = {"invalid": typographic("Cette date ne se lit pas. Écrivez : 03/02/2026.")}
LONGEST = 1000


def _day(label: str, hint: str = "", *, required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=typographic(label),
        help_text=typographic(hint),
        required=required,
        widget=DayInput(),
        error_messages=_WRONG_DAY,
    )


def _words(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=typographic(label),
        help_text=typographic(hint),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "autocomplete": "off"}),
    )


class EntryForm(forms.Form):
    """Whether somebody may enter, and why."""

    ground = forms.ChoiceField(
        label=typographic("Pourquoi la personne peut entrer"),
        required=False,
        choices=[*EntryGround.choices, ("", typographic("Elle n’entre pas"))],
        widget=forms.RadioSelect,
        help_text=typographic("La personne :"),
    )
    refused_for = forms.ChoiceField(
        label=typographic("Si elle n’entre pas, pourquoi ?"),
        required=False,
        choices=[("", "Sans objet"), *RefusalReason.choices],
        widget=PlainSelect,
        help_text=typographic("Un refus mène à un relais, jamais à rien."),
    )
    last_contact_on = _day(
        "Dernier contact régulier avec l’organisme référent",
        "France Travail, mission locale, Cap emploi ou Département. Cinq mois se comptent de date "
        "à date.",
    )
    source = forms.ChoiceField(
        label=typographic("Comment le sait-on ?"),
        choices=EntrySource.choices,
        widget=forms.RadioSelect,
        initial=EntrySource.DECLARED,
    )
    checked_on = _day("Vérifié le", "Aujourd’hui, si rien n’est écrit.")
    attention = forms.MultipleChoiceField(
        label=typographic("Publics de vigilance"),
        required=False,
        choices=Attention.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    evidence = _words("Ce qui a été vu ou dit", "Un courrier, une phrase. Pas de copie de pièce.")

    @property
    def entry(self) -> Entry:
        """What was checked. Once the form is valid."""
        given = self.cleaned_data
        return Entry(
            ground=EntryGround(given["ground"]) if given["ground"] else None,
            refused_for=RefusalReason(given["refused_for"]) if given["refused_for"] else None,
            source=EntrySource(given["source"]),
            checked_on=given["checked_on"],
            last_contact_on=given["last_contact_on"],
            evidence=given["evidence"],
            attention=tuple(Attention(one) for one in given["attention"]),
        )


class OpenForm(forms.Form):
    """A pathway that begins."""

    on = _day("Repérée le", "Aujourd’hui, si rien n’est écrit.")
    project = forms.ModelChoiceField(
        label="Projet",
        queryset=FundedProject.objects.none(),
        required=False,
        empty_label="Aucun projet de la liste",
        widget=PlainSelect,
        help_text=typographic("Le projet financé dont relève ce parcours, pour les chiffres."),
    )
    attention = forms.MultipleChoiceField(
        label=typographic("Publics de vigilance"),
        required=False,
        choices=Attention.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, projects: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]

    @property
    def attention_ticked(self) -> tuple[Attention, ...]:
        return tuple(Attention(one) for one in self.cleaned_data["attention"])


class MoveForm(forms.Form):
    """The next state of a pathway."""

    to = forms.ChoiceField(
        label=typographic("Où en est la personne maintenant ?"),
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez la suite du parcours."},
    )
    on = _day("Depuis le", "Aujourd’hui, si rien n’est écrit.")
    reason = forms.ChoiceField(
        label=typographic("Pour une pause ou une perte de vue, pourquoi ?"),
        required=False,
        choices=[("", "Sans objet"), *LossReason.choices],
        widget=PlainSelect,
    )

    def __init__(self, *args: Any, states: Iterable[PathwayState], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.value, one.label.capitalize()) for one in states]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]

    @property
    def state(self) -> PathwayState:
        return PathwayState(self.cleaned_data["to"])


class DerogationForm(forms.Form):
    """Up to twelve months, for one of four grounds."""

    ground = forms.ChoiceField(
        label="Motif",
        choices=DerogationGround.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": typographic(
                "Choisissez l’un des quatre motifs : sans motif, l’accompagnement ne dure pas "
                "plus longtemps."
            )
        },
    )
    on = _day("Décidée le", "Aujourd’hui, si rien n’est écrit.")
    words = _words("En quelques mots", "Ce que le motif veut dire pour cette personne.")


class StageForm(forms.Form):
    """Who carries a stage from now on."""

    kind = forms.ChoiceField(label="Étape", choices=StageKind.choices, widget=PlainSelect)
    to = forms.ChoiceField(
        label="Opérateur",
        widget=PlainSelect,
        help_text=typographic("Ceux à qui la personne a donné son accord."),
    )
    on = _day("À partir du", "Aujourd’hui, si rien n’est écrit.")

    def __init__(self, *args: Any, operators: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known = {str(one.pk): one for one in operators}
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (key, one.name) for key, one in self._known.items()
        ]

    @property
    def operator(self) -> Organisation:
        return self._known[self.cleaned_data["to"]]
