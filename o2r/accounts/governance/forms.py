"""What is typed to change a setting of the instance."""

from typing import Any

from django import forms

from o2r.accounts.governance.catalogue import Editable, Shape
from o2r.core import clock
from o2r.core.widgets import DayInput
from o2r.territory.typography import typographic

SOURCE = typographic("Texte, décision ou avis, avec sa date : « avis du DPO, 12 mars 2026 ».")


class SettingForm(forms.Form):
    """A value, where it comes from, and for a dated one its first day."""

    value = forms.CharField(label="Valeur", required=False)
    source = forms.CharField(label="D’où vient cette valeur", max_length=300, help_text=SOURCE)
    in_force_on = forms.DateField(
        label="En vigueur à partir du",
        widget=DayInput(),
    )
    is_provisional = forms.BooleanField(
        label="Provisoire",
        required=False,
        help_text="La valeur attend une confirmation : elle est montrée comme telle.",
    )

    def __init__(self, *args: Any, setting: Editable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        value = self.fields["value"]
        value.label = setting.label
        value.help_text = typographic(f"{setting.help} {_empty(setting)}")
        if setting.shape is Shape.TEXT:
            value.widget = forms.Textarea(attrs={"rows": 8})
        elif setting.shape is Shape.EMAIL:
            value.widget = forms.EmailInput()
        if setting.is_dated:
            self.fields["in_force_on"].initial = clock.today
        else:
            del self.fields["in_force_on"]
            del self.fields["is_provisional"]


def _empty(setting: Editable) -> str:
    default = setting.default()
    if not default:
        return "Laissez vide pour revenir à la valeur d’origine."
    named = f" ({setting.environment})" if setting.environment else ""
    return f"Laissez vide pour revenir à la valeur d’origine{named} : « {default} »."


class LogoForm(forms.Form):
    """The picture that replaces the mark in the header."""

    # Not an ImageField: the picture is only opened by core.files, away from this process.
    picture = forms.FileField(
        label="Image",
        help_text="PNG, JPEG ou WebP, carrée de préférence, 300 ko au plus.",
        widget=forms.ClearableFileInput(attrs={"accept": ".png,.jpg,.jpeg,.webp"}),
    )
    source = forms.CharField(label="D’où vient cette image", max_length=300, help_text=SOURCE)


class AskExportForm(forms.Form):
    """How many people, and what for: what the second person decides from."""

    persons = forms.IntegerField(label="Nombre de personnes, au plus", min_value=1)
    purpose = forms.CharField(
        label="À quoi servira le fichier",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Qui le lira, où il sera gardé, quand il sera effacé. N’écrivez aucun nom.",
    )
