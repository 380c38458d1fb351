"""Admissibility, corrections asked and answered."""

from collections.abc import Sequence
from typing import Any

from django import forms

from o2r.calls.reading.enums import (
    ItemAnswer,
)
from o2r.calls.reading.forms.fields import day_field, text_field
from o2r.calls.reading.services import Checked


class ChecklistForm(forms.Form):
    """What was found for each point of admissibility."""

    def __init__(self, *args: Any, labels: Sequence[str], items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._labels = labels
        known = {one["label"]: one for one in items}
        for rank, label in enumerate(labels):
            said = known.get(label, {})
            self.fields[f"answer_{rank}"] = forms.ChoiceField(
                label=label,
                required=False,
                choices=ItemAnswer.choices,
                widget=forms.RadioSelect,
                initial=said.get("answer", ""),
            )
            self.fields[f"note_{rank}"] = forms.CharField(
                label="Remarque", required=False, max_length=300, initial=said.get("note", "")
            )

    def checked(self) -> list[Checked]:
        """What was answered, for the service."""
        return [
            Checked(
                label,
                ItemAnswer(answer) if (answer := self.cleaned_data[f"answer_{rank}"]) else None,
                self.cleaned_data[f"note_{rank}"],
            )
            for rank, label in enumerate(self._labels)
        ]


class DecisionForm(forms.Form):
    """Admissible or not. ``is_refused``: the button pressed says why."""

    reason = text_field(
        "Motif",
        "Obligatoire pour une irrecevabilité : il est communiqué au consortium.",
        required=False,
    )

    def __init__(self, *args: Any, is_refused: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._is_refused = is_refused

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if self._is_refused and not reason.strip():
            raise forms.ValidationError(
                "Une décision d’irrecevabilité est motivée : écrivez pourquoi."
            )
        return reason


class CorrectionForm(forms.Form):
    """What is asked of a consortium."""

    what = text_field("Ce qui manque", "La pièce ou la précision attendue, en toutes lettres.")
    due_on = day_field("À rendre le")


class AnswerForm(forms.Form):
    """What a consortium brings."""

    answer = text_field("Votre réponse", "Ce que vous apportez, ou la précision demandée.", rows=5)
    file = forms.FileField(
        label="Pièce",
        required=False,
        help_text="PDF, image, document de bureautique ou texte, 20 Mo au plus.",
    )
