"""What the person says of reminders."""

from typing import Any

from django import forms

from o2r.core.widgets import DayInput, PlainSelect
from o2r.pathways.appointments.enums import ReminderChannel, SuspensionReason
from o2r.pathways.appointments.models import ReminderPreference
from o2r.pathways.appointments.services.preferring import Choices
from o2r.territory.typography import typographic


def _channels(label: str, hint: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=ReminderChannel.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=typographic(hint),
    )


class PreferenceForm(forms.Form):
    """A yes, by what, and a pause."""

    says_yes = forms.BooleanField(
        label=typographic("La personne dit oui : on peut lui rappeler ses rendez-vous"),
        required=False,
        help_text=typographic(
            "Demandez-le-lui. Sans son oui, ou un accord « rappeler un rendez-vous », rien ne part."
        ),
    )
    channels = _channels("Par quoi")
    suspended = _channels(
        "Arrêter pour l’instant", "Rien ne part par ces moyens, même ce qui était prévu."
    )
    until = forms.DateField(
        label="Jusqu’au",
        required=False,
        widget=DayInput(),
        help_text="Vide : jusqu’à nouvel ordre.",
    )
    reason = forms.ChoiceField(
        label="Pourquoi",
        required=False,
        choices=[("", "Sans arrêt"), *SuspensionReason.choices],
        widget=PlainSelect,
    )

    @property
    def choices(self) -> Choices:
        """What was said, for the service."""
        given = self.cleaned_data
        return Choices(
            says_yes=given["says_yes"],
            channels=[ReminderChannel(one) for one in given["channels"]],
            suspended=[ReminderChannel(one) for one in given["suspended"]],
            suspended_until=given["until"],
            reason=SuspensionReason(given["reason"]) if given["reason"] else None,
        )


def initial_of(row: ReminderPreference | None) -> dict[str, Any]:
    """What the form shows first."""
    if row is None:
        return {}
    return {
        "says_yes": row.said_yes_on is not None,
        "channels": row.channels,
        "suspended": row.suspended,
        "until": row.suspended_until,
        "reason": row.reason,
    }
