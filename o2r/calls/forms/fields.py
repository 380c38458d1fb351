"""The fields that the pages of a call are made of."""

from collections.abc import Sequence
from typing import Any

from django import forms

from o2r.calls.enums import CallState
from o2r.calls.models import Call
from o2r.core.widgets import DayInput


def long_text(
    label: str, hint: str = "", *, rows: int = 6, required: bool = False
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def boxes(label: str, choices: Sequence[Any], hint: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        required=False,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
    )


def day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=DayInput(),
    )


def hour(label: str, hint: str = "") -> forms.TimeField:
    return forms.TimeField(
        label=label,
        help_text=hint,
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "step": "1"}, format="%H:%M:%S"),
    )


class AsksReason(forms.Form):
    """A change of a call: once it is published, its reason is asked too.

    ``is_inside``: what is changed stays in the service, which owes nobody a reason.
    """

    def __init__(self, *args: Any, call: Call, is_inside: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call = call
        self.is_inside = is_inside
        if call.state != CallState.DRAFT and not is_inside:
            self.fields["reason"] = long_text(
                "Motif de la modification",
                "Publié avec la modification, et envoyé à chaque candidat qui a commencé un "
                "dossier.",
                rows=3,
                required=True,
            )

    @property
    def without(self) -> str:
        """The part of the call to be written before this page has anything to ask."""
        return ""

    @property
    def reason(self) -> str:
        return str(self.cleaned_data.get("reason", ""))

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, without the reason."""
        return {name: value for name, value in self.cleaned_data.items() if name != "reason"}
