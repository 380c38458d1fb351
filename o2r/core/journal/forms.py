"""Filters of the journal's page."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms

from o2r.core.journal import words
from o2r.core.journal.selectors import Criteria
from o2r.core.widgets import DayInput


class JournalFilters(forms.Form):
    """Period, person, nature, object; every filter is optional.

    ``people``: the users to choose from, with their names.
    """

    since = forms.DateField(
        label="Du",
        required=False,
        widget=DayInput(),
    )
    until = forms.DateField(
        label="Au",
        required=False,
        widget=DayInput(),
    )
    user = forms.TypedChoiceField(label="Personne", required=False, coerce=UUID, empty_value=None)
    kind = forms.ChoiceField(label="Sur quoi", required=False)
    object_id = forms.UUIDField(
        label="Numéro du dossier",
        required=False,
        error_messages={
            "invalid": "Ce numéro de dossier ne se lit pas. Copiez-le en entier depuis le dossier."
        },
    )
    refused_only = forms.BooleanField(label="Seulement les refus", required=False)

    def __init__(self, data: Mapping[str, Any] | None, *, people: Mapping[UUID, str]) -> None:
        super().__init__(data)
        user = self.fields["user"]
        kind = self.fields["kind"]
        assert isinstance(user, forms.ChoiceField)  # noqa: S101 — said to mypy
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101 — said to mypy
        by_name = sorted(people.items(), key=lambda item: item[1].casefold())
        user.choices = [("", "Tout le monde"), *((str(one), name) for one, name in by_name)]
        kind.choices = [("", "Tout"), *words.kinds().items()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", "Ce jour est avant le premier. Échangez les deux dates.")
        return cleaned

    def criteria(self) -> Criteria:
        """What is asked. To be called on a valid form."""
        asked = self.cleaned_data
        return Criteria(
            since=asked["since"],
            until=asked["until"],
            user=asked["user"],
            kind=asked["kind"],
            object_id=asked["object_id"],
            refused_only=asked["refused_only"],
        )
