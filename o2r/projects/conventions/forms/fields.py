"""What the forms of the conventions share."""

from typing import Any

from django import forms

from o2r.core.fields import AmountField
from o2r.core.files.purposes import Purpose
from o2r.core.widgets import DayInput
from o2r.territory.typography import typographic


def amount_field(label: str, **kwargs: Any) -> AmountField:
    """An amount of a convention: more than nothing, unless told otherwise."""
    return AmountField(label=label, **{"help_text": "En euros.", "above_zero": True, **kwargs})


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """A day, in the widget of the browser."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=DayInput(),
    )


def long_text(
    label: str, *, required: bool = True, rows: int = 4, help_text: str = ""
) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=10_000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def file_field(label: str, purpose: Purpose, *, required: bool) -> forms.FileField:
    """A file of one purpose, whose limits it says."""
    megabytes = purpose.max_bytes // 1_000_000
    return forms.FileField(
        label=label,
        required=required,
        help_text=typographic(
            f"{purpose.accepted}, {megabytes} Mo au plus. Le fichier est vérifié avant d’être lu."
        ),
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Le fichier est vide. Choisissez un fichier qui contient quelque chose.",
        },
    )
