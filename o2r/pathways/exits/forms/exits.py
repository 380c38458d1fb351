"""An exit, news after it, a return."""

from typing import Any
from uuid import uuid4

from django import forms

from o2r.core import clock
from o2r.core.typography import typographic
from o2r.core.widgets import DayInput, PlainSelect
from o2r.pathways.enums import PathwayState
from o2r.pathways.exits.enums import (
    ContractKind,
    ExitKind,
    FollowUpStep,
    NewsSource,
    Situation,
)
from o2r.pathways.exits.services.leaving import LONGEST, LONGEST_WORDS, Leaving
from o2r.pathways.exits.services.news import News

NOBODY = ("", "Personne n’a pu être joint")


def _day() -> forms.DateField:
    return forms.DateField(label="Le", widget=DayInput(), initial=clock.today)


def _text(label: str, most: int, *, rows: int = 0, hint: str = "") -> forms.CharField:
    attrs = {"autocomplete": "off", "dir": "auto"}
    widget = forms.Textarea(attrs=attrs | {"rows": rows}) if rows else forms.TextInput(attrs=attrs)
    return forms.CharField(
        label=label, required=False, max_length=most, widget=widget, help_text=typographic(hint)
    )


class LeavingForm(forms.Form):
    """One exit. ``entry``: the key made by the page, so that it is noted once."""

    entry = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    kind = forms.ChoiceField(label="La suite", choices=ExitKind.choices, widget=forms.RadioSelect)
    on = _day()
    contract = forms.ChoiceField(
        label="Contrat, pour un emploi",
        choices=[("", "—"), *ContractKind.choices],
        required=False,
        widget=PlainSelect,
    )
    where = _text("Organisme, employeur ou lieu", LONGEST)
    who = _text(
        "Qui l’accompagne maintenant", LONGEST, hint="Un nom. Sans nom, ce n’est pas un relais."
    )
    words = _text("À savoir", LONGEST_WORDS, rows=3, hint="Chiffré, lu par qui suit la personne.")

    @property
    def leaving(self) -> Leaving:
        """What was typed, for the service."""
        given = self.cleaned_data
        return Leaving(
            kind=ExitKind(given["kind"]),
            on=given["on"],
            contract=given["contract"],
            where=given["where"],
            who=given["who"],
            words=given["words"],
            entry=given["entry"],
        )


class NewsForm(forms.Form):
    """News at one step: where the person is, or that nobody was reached."""

    step = forms.ChoiceField(choices=FollowUpStep.choices, widget=forms.HiddenInput)
    situation = forms.ChoiceField(
        label="Où en est la personne ?",
        choices=[NOBODY, *Situation.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    improved = forms.ChoiceField(
        label=typographic("Si elle travaille : est-ce mieux qu’avant, d’après elle ?"),
        choices=[("", "Elle ne le dit pas"), ("oui", "Oui"), ("non", "Non")],
        required=False,
        widget=PlainSelect,
    )
    source = forms.ChoiceField(
        label="Comment on le sait", choices=NewsSource.choices, widget=PlainSelect
    )
    on = _day()

    @property
    def news(self) -> News:
        """What was typed, for the service."""
        given = self.cleaned_data
        situation = Situation(given["situation"]) if given["situation"] else None
        improved = {"oui": True, "non": False}.get(given["improved"])
        return News(situation, NewsSource(given["source"]), improved, given["on"])


class ReturnForm(forms.Form):
    """Where somebody takes up again."""

    to = forms.ChoiceField(label="La personne reprend", widget=forms.RadioSelect)
    on = _day()

    def __init__(self, states: list[PathwayState], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(one.value, one.label) for one in states]

    @property
    def state(self) -> PathwayState:
        return PathwayState(self.cleaned_data["to"])
