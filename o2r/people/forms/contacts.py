"""How to reach somebody: what nobody said is the most careful."""

from typing import Any

from django import forms

from o2r.people.enums import ContactKind
from o2r.people.models import ContactMeans
from o2r.people.services import Means
from o2r.territory.typography import typographic


def _hour(label: str) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget)


def _box(label: str, hint: str = "") -> forms.BooleanField:
    return forms.BooleanField(label=typographic(label), help_text=typographic(hint), required=False)


class ContactForm(forms.Form):
    """One way to reach somebody. Every box left empty protects them."""

    kind = forms.ChoiceField(label="Moyen", choices=ContactKind.choices)
    value = forms.CharField(
        label="Numéro, adresse ou lieu",
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    remark = forms.CharField(
        label="À savoir avant de s’en servir",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=typographic("Par exemple : « si sa mère répond, demander Paul »."),
    )
    is_read_by_others = _box("Quelqu’un d’autre lit ce téléphone ou cette boîte")
    may_leave_message = _box(
        "La personne accepte un message vocal", "Sans cette case, on n’en laisse aucun."
    )
    may_say_who = _box(
        "On peut dire qui appelle à quelqu’un d’autre",
        "Sans cette case, l’expéditeur d’un message reste neutre.",
    )
    not_before = _hour("Pas avant")
    not_after = _hour("Pas après")
    is_preferred = _box("C’est le moyen que la personne préfère")

    @property
    def means(self) -> Means:
        """What was typed, for the service."""
        given = self.cleaned_data
        return Means(
            kind=ContactKind(given["kind"]),
            value=given["value"],
            remark=given["remark"],
            no_voicemail=not given["may_leave_message"],
            not_before=given["not_before"],
            not_after=given["not_after"],
            is_read_by_others=given["is_read_by_others"],
            wants_neutral_sender=not given["may_say_who"],
            is_preferred=given["is_preferred"],
        )


def initial_of(row: ContactMeans, value: str, remark: str) -> dict[str, Any]:
    """What the form of a means of contact shows first."""
    names = ("kind", "not_before", "not_after", "is_read_by_others", "is_preferred")
    return {name: getattr(row, name) for name in names} | {
        "value": value,
        "remark": remark,
        "may_leave_message": not row.no_voicemail,
        "may_say_who": not row.wants_neutral_sender,
    }
