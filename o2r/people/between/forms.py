"""Asking about somebody, taking part in the index, answering."""

from typing import Any

from django import forms

from o2r.core import clock
from o2r.core.widgets import DayInput
from o2r.people.enums import Basis
from o2r.people.forms.guarding import words
from o2r.people.likeness import Identity


def _name(label: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(label=label, required=False, max_length=120, widget=widget)


class AskForm(forms.Form):
    """Who is looked for: a mobile phone, or names and birth date. All that is asked."""

    phone = forms.CharField(
        label="Téléphone mobile",
        required=False,
        max_length=30,
        help_text="Il suffit à lui seul.",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    first_name = _name("Prénom")
    last_name = _name("Nom")
    birth_date = forms.DateField(
        label="Date de naissance",
        required=False,
        help_text="Avec le prénom et le nom.",
        widget=DayInput(attrs={"autocomplete": "off"}),
    )

    def clean_birth_date(self) -> Any:
        """A day to come is a slip."""
        born = self.cleaned_data["birth_date"]
        if born and born > clock.today():
            raise forms.ValidationError("Cette date de naissance est à venir. Vérifiez l’année.")
        return born

    @property
    def asked(self) -> Identity:
        """Who is looked for, once the form is valid."""
        given = self.cleaned_data
        return Identity(
            first_name=given["first_name"],
            last_name=given["last_name"],
            birth=given["birth_date"],
            phones=(given["phone"],) if given["phone"] else (),
        )


class JoinForm(forms.Form):
    informs = forms.BooleanField(
        label="Les personnes que nous suivons en sont informées, et peuvent dire non",
        required=False,
    )


class AcceptForm(forms.Form):
    """By what right, how to be reached, and what the referent chooses to say."""

    ground = forms.ChoiceField(
        label="À quel titre ?",
        choices=(
            (Basis.CONSENT, "La personne est d’accord pour que nous en parlions"),
            (Basis.SHARED_SECRECY, "Un secret partagé est déjà noté avec cette organisation"),
        ),
        widget=forms.RadioSelect,
    )
    contact = forms.CharField(
        label="Comment vous joindre",
        max_length=200,
        help_text="Votre téléphone ou votre adresse de travail, jamais ceux de la personne.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    words = words(
        "Message",
        "Chiffré. Rien de la personne qui ne soit nécessaire pour vous parler.",
        required=False,
    )
