"""A questionnaire, the réglettes, an opinion: large choices, and « je passe » first in each."""

from typing import Any
from uuid import UUID, uuid4

from django import forms

from o2r.core import clock
from o2r.core.typography import typographic
from o2r.core.widgets import DayInput, PlainSelect
from o2r.pathways.measures.enums import Agreeing, Dimension, Moment
from o2r.pathways.measures.models import TOP
from o2r.pathways.measures.scales import Scale, Wording
from o2r.pathways.measures.services.checking import When

PASS = ("", "Je passe")


class WhenForm(forms.Form):
    """When it is asked. ``entry``: the key made by the page, so that it is written once."""

    entry = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    moment = forms.ChoiceField(label="Moment", choices=Moment.choices, widget=PlainSelect)
    on = forms.DateField(label="Le", widget=DayInput(), initial=clock.today)

    @property
    def when(self) -> When:
        """What was typed, for the service."""
        given = self.cleaned_data
        entry: UUID = given["entry"]
        return When(Moment(given["moment"]), given["on"], entry)

    @property
    def asked(self) -> list[forms.BoundField]:
        """The questions themselves, without when they are asked."""
        return [one for one in self.visible_fields() if one.name not in ("moment", "on")]


def _choice(label: str, choices: list[tuple[str, str]], rank: int, many: int) -> forms.ChoiceField:
    """One question, with « je passe » chosen already: nobody has to say that they do not answer."""
    field = forms.ChoiceField(
        label=label, choices=[PASS, *choices], required=False, widget=forms.RadioSelect, initial=""
    )
    field.label_suffix = f"{rank} sur {many}"
    return field


class ScaleForm(WhenForm):
    """The questions of a scale, in the words of who published it."""

    def __init__(self, scale: Scale, wording: Wording, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        moments = [Moment(one) for one in scale.moments]
        field = self.fields["moment"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(one.value, one.label) for one in moments]
        self.items = [f"item_{rank}" for rank in range(scale.items)]
        for rank, (name, words, choices) in enumerate(
            zip(self.items, wording.items, wording.choices, strict=True), start=1
        ):
            told = [(str(value), label) for value, label in choices]
            self.fields[name] = _choice(words, told, rank, scale.items)

    @property
    def answers(self) -> list[int | None]:
        """One answer for each question; None for one that was passed."""
        given = [self.cleaned_data.get(name, "") for name in self.items]
        return [int(one) if one else None for one in given]


class SliderForm(WhenForm):
    """The réglettes that one may write, each from 0 to 10."""

    def __init__(self, groups: frozenset[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dimensions = [one for one in Dimension if one.group in groups]
        for rank, one in enumerate(self.dimensions, start=1):
            numbers = [(str(value), str(value)) for value in range(TOP + 1)]
            field = _choice(typographic(one.question), numbers, rank, len(self.dimensions))
            low, high = one.ends
            field.help_text = typographic(f"0 : {low}. {TOP} : {high}.")
            self.fields[one.value] = field

    @property
    def values(self) -> dict[Dimension, int | None]:
        """Where the person stands on each; None for one that was passed."""
        given = {one: self.cleaned_data.get(one.value, "") for one in self.dimensions}
        return {one: int(value) if value else None for one, value in given.items()}


class SatisfactionForm(WhenForm):
    """Two questions at exit."""

    useful = _choice("Ce que nous avons fait ensemble m’a été utile", Agreeing.choices, 1, 2)
    respected = _choice("Je me suis senti respecté", Agreeing.choices, 2, 2)

    def answer(self, name: str) -> Agreeing | None:
        """One of the two answers; None for one that was passed."""
        given = self.cleaned_data.get(name, "")
        return Agreeing(given) if given else None
