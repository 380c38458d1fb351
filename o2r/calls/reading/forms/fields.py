"""What the forms of this app share."""

from typing import Any

from django import forms

from o2r.core.widgets import DayInput
from o2r.territory.typography import typographic

CHOOSE = ("", "Choisissez")


def day_field(label: str, hint: str = "", *, required: bool = True) -> forms.DateField:
    widget = DayInput()
    return forms.DateField(label=label, help_text=hint, required=required, widget=widget)


def text_field(
    label: str, hint: str = "", *, required: bool = True, rows: int = 3
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=typographic(hint),
        required=required,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def reason_field(label: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=300)


def number(value: Any) -> str:
    return f"{value.normalize():f}".replace(".", ",")
