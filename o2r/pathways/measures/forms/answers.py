"""Which answer to erase, and what the person says of quoting their words."""

from typing import Any
from uuid import UUID

from django import forms

from o2r.pathways.measures.enums import Quote


class QuoteForm(forms.Form):
    """One button under the words of a person."""

    change = forms.UUIDField(widget=forms.HiddenInput)
    quote = forms.ChoiceField(choices=Quote.choices)

    @property
    def key(self) -> UUID:
        """The words that it is about."""
        key: UUID = self.cleaned_data["change"]
        return key

    @property
    def to(self) -> Quote:
        """What the person says now."""
        return Quote(self.cleaned_data["quote"])


class TakeBackForm(forms.Form):
    """The answer to erase, among those given."""

    answer = forms.ChoiceField(
        label="Quelle réponse ?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez la réponse à effacer."},
    )

    def __init__(self, answers: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["answer"]
        if isinstance(field, forms.ChoiceField):
            field.choices = answers

    @property
    def named(self) -> dict[str, Any]:
        """The kind and the key of the answer, for the service."""
        kind, key = self.cleaned_data["answer"].split(":")
        return {"kind": kind, "key": UUID(key)}
