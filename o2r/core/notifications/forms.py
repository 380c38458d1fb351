"""What a person chooses to be told of."""

from typing import Any
from uuid import UUID

from django import forms

from o2r.core.notifications.enums import Choice
from o2r.core.notifications.kinds import Kind
from o2r.core.notifications.selectors import choices_of


class PreferencesForm(forms.Form):
    """One list of choices per kind that may be chosen; the compulsory ones are told, not asked."""

    def __init__(self, user: UUID, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.compulsory: list[Kind] = []
        for kind, chosen in choices_of(user):
            if kind.compulsory:
                self.compulsory.append(kind)
                continue
            self.fields[kind.code] = forms.ChoiceField(
                label=kind.label,
                choices=Choice.choices,
                initial=chosen,
                error_messages={
                    "required": "Choisissez comment être prévenu.",
                    "invalid_choice": "Ce choix n’existe pas. Choisissez dans la liste.",
                },
            )

    def choices(self) -> dict[str, Choice]:
        """What was chosen, by code of kind."""
        return {code: Choice(value) for code, value in self.cleaned_data.items()}
