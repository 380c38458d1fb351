"""What is known of somebody, in codes: only what is changed is written."""

from typing import Any

from django import forms

from o2r.core.widgets import DayInput
from o2r.people.enums import AgeBand, Gender, Housing, IdentityLevel
from o2r.people.ladder import kept_at
from o2r.people.languages import languages
from o2r.people.models import Person
from o2r.people.selectors.reading import Name
from o2r.territory.commune_field import CommuneField
from o2r.territory.typography import typographic

UNSAID = ("", "Pas dit")
_YES_NO = (("", "On ne sait pas"), ("oui", "Oui"), ("non", "Non"))


class _MaybeField(forms.TypedChoiceField):
    """Yes, no, or nobody knows: True, False, None."""

    def __init__(self, label: str, hint: str = "") -> None:
        super().__init__(
            label=label,
            help_text=typographic(hint),
            choices=_YES_NO,
            coerce=lambda value: value == "oui",
            empty_value=None,
            required=False,
            show_hidden_initial=True,
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "oui", False: "non"}.get(value, value or "")


def _choice(label: str, choices: Any, hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=typographic(hint),
        choices=choices,
        required=False,
        show_hidden_initial=True,
    )


def _box(label: str) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, show_hidden_initial=True)


class FactsForm(forms.Form):
    """Coded facts. What each field showed first comes back with it: two people who each correct
    something lose nothing."""

    language = _choice("Langue", lambda: [UNSAID, *languages()])
    needs_interpreter = _box("A besoin d’un interprète")
    interpreter_caution = forms.CharField(
        label="Qui ne doit pas interpréter",
        max_length=300,
        required=False,
        show_hidden_initial=True,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=typographic("Chiffré, lu par qui suit la personne."),
    )
    needs_plain_words = _box("A besoin du français facile (FALC)")
    gender = _choice("Genre", [UNSAID, *Gender.choices])
    birth_date = forms.DateField(
        label="Date de naissance",
        required=False,
        show_hidden_initial=True,
        widget=DayInput(attrs={"autocomplete": "off"}),
        help_text=typographic("Elle donne la tranche d’âge."),
    )
    age_band = _choice("Tranche d’âge", [UNSAID, *AgeBand.choices])
    housing = _choice("Domicile", [UNSAID, *Housing.choices])
    is_domiciled = _MaybeField("A une domiciliation", "Pour qui n’a pas de domicile.")
    commune = CommuneField(
        label="Commune",
        required=False,
        show_hidden_initial=True,
        help_text=typographic("Du domicile, de la domiciliation, ou de là où on la rencontre."),
    )
    in_qpv = _MaybeField("Habite un quartier prioritaire (QPV)", "La FRR se déduit de la commune.")

    def __init__(self, *args: Any, level: IdentityLevel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "birth_date" not in kept_at(level):
            del self.fields["birth_date"]

    @property
    def changes(self) -> dict[str, Any]:
        """What is not as it was shown, for the service."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


def initial_of(person: Person, name: Name) -> dict[str, Any]:
    """What the form shows first."""
    columns = (
        *("language", "needs_interpreter", "needs_plain_words", "gender", "age_band"),
        *("housing", "is_domiciled", "commune", "in_qpv"),
    )
    return {column: getattr(person, column) for column in columns} | {
        "birth_date": name.born,
        "interpreter_caution": name.interpreter_caution,
    }
