"""What is typed about an alert, a block, a threshold."""

from typing import Any

from django import forms

from o2r.core.watch.enums import AlertState
from o2r.core.watch.models import Alert
from o2r.core.watch.thresholds import Threshold


class HandleForm(forms.Form):
    """What became of an alert."""

    state = forms.ChoiceField(label="Suite donnée")
    comment = forms.CharField(
        label="Ce que vous avez vérifié",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Sans nommer de personne accompagnée. Cette phrase est conservée.",
    )

    def __init__(self, *args: Any, alert: Alert, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(state.value, state.label) for state in alert.next_states]
        self.fields["state"] = forms.ChoiceField(label="Suite donnée", choices=choices)

    @property
    def chosen(self) -> AlertState:
        """The state chosen."""
        return AlertState(self.cleaned_data["state"])


class LiftForm(forms.Form):
    """Why a block is lifted."""

    reason = forms.CharField(
        label="Pourquoi lever le blocage",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Par exemple « jointe au téléphone, c’était bien elle, relecture des dossiers ».",
    )


class ThresholdForm(forms.Form):
    """The value of a threshold in this instance."""

    value = forms.FloatField(label="Valeur")
    reason = forms.CharField(
        label="Pourquoi ce choix", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, threshold: Threshold, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].help_text = (
            f"En {threshold.unit}, entre {threshold.lowest:g} et {threshold.highest:g}. "
            f"Par défaut : {threshold.value:g}."
        )
