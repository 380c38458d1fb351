"""Forms that remember what they showed: two people fill one at once and nothing is lost."""

import json
from collections.abc import Mapping

from django import forms
from django.utils.datastructures import MultiValueDict

from o2r.territory.typography import typographic


class SeenForm(forms.Form):
    """A form that remembers what it showed, so that two people do not write over one another."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60_000)

    def remember(self, words: Mapping[str, str]) -> None:
        """What the page shows now. Of a form that was refused, what is saved meanwhile."""
        text = json.dumps(dict(words), ensure_ascii=False)
        self.initial["seen"] = text
        if self.is_bound:
            data = {name: self.data.getlist(name) for name in self.data}  # type: ignore[attr-defined]
            self.data = MultiValueDict(data | {self.add_prefix("seen"): [text]})

    @property
    def shown(self) -> dict[str, str]:
        """By name, what the page showed; once the form is cleaned."""
        found: dict[str, str] = self.cleaned_data.get("seen", {})
        return found

    def words(self) -> dict[str, str]:
        """What the page now shows of the values that can be read, as ``seen`` says it."""
        return {}

    @property
    def seen_next(self) -> str:
        """What ``seen`` becomes on a page that stays open: what it showed, then what it sent."""
        return json.dumps(self.shown | self.words(), ensure_ascii=False)

    def clean_seen(self) -> dict[str, str]:
        try:
            known = json.loads(self.cleaned_data["seen"] or "{}")
        except ValueError:
            return {}
        if not isinstance(known, dict):
            return {}
        return {str(name): str(value) for name, value in known.items()}

    def show_both(self, theirs: Mapping[str, str]) -> None:
        """Say beside each field what someone else has saved meanwhile."""
        for name, value in theirs.items():
            said = f"« {value} »" if value else "rien"
            self.add_error(
                name if name in self.fields else None,
                typographic(
                    f"Quelqu’un vient d’enregistrer {said} ici. Ce que vous avez écrit est encore "
                    "dans le champ : gardez-le ou corrigez-le, puis enregistrez de nouveau."
                ),
            )
