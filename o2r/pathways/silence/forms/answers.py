"""What a team answers to a silence, and the day of the next contact."""

from datetime import date, timedelta
from typing import Any

from django import forms

from o2r.core import clock
from o2r.core.widgets import DayInput
from o2r.pathways.silence.enums import Dismissal


def _in_a_week() -> date:
    return clock.today() + timedelta(days=7)


class SleepForm(forms.Form):
    """See an alert again on a day."""

    until = forms.DateField(label="Quel jour", widget=DayInput(), initial=_in_a_week)


class DismissForm(forms.Form):
    """Set an alert aside."""

    because = forms.ChoiceField(
        label="Pourquoi", choices=Dismissal.choices, widget=forms.RadioSelect
    )


class ExpectForm(forms.Form):
    """The day agreed for the next contact."""

    on = forms.DateField(label="Prochain contact convenu pour le", widget=DayInput())
    is_absence = forms.BooleanField(label="La personne est absente jusque-là", required=False)


FORMS: dict[str, type[forms.Form]] = {
    "sleep": SleepForm,
    "dismiss": DismissForm,
    "expect": ExpectForm,
}
"""The form of each act that has one."""


def form_of(act: str, sent: Any) -> forms.Form | None:
    """The form of an act, filled with what was sent; None for an act that has none."""
    known = FORMS.get(act)
    return known(sent) if known else None
