"""An objective, an action: a phrase of the lists or one’s own words, who, by when."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms

from o2r.core.widgets import DayInput
from o2r.pathways.diagnosis import lists
from o2r.pathways.diagnosis.enums import ActionBy
from o2r.pathways.diagnosis.forms.grids import KeyField
from o2r.pathways.diagnosis.selectors.plans import ActionShown
from o2r.pathways.diagnosis.services.planning import LONGEST, Planned, Wanted
from o2r.territory.typography import typographic


def _line(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
        help_text=typographic(hint),
    )


class ObjectiveForm(forms.Form):
    """An objective. ``groups``: what the writer may read."""

    key = KeyField()
    words = _line("Où la personne veut aller", "Avec ses mots. Chiffré.")
    code = forms.ChoiceField(label="Ou une phrase toute prête", required=False)
    barrier = forms.ChoiceField(
        label="Ce que cela touche",
        required=False,
        help_text=typographic("Inutile avec une phrase toute prête : elle le dit déjà."),
    )

    def __init__(self, *args: Any, groups: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = lists.barriers_for(groups)
        self.fields["code"].choices = _by_barrier(lists.objectives(), known)  # type: ignore[attr-defined]
        pairs = [("", "Rien de précis"), *((one.code, one.label) for one in known)]
        self.fields["barrier"].choices = pairs  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        given = self.cleaned_data
        return Wanted(given["code"], given["words"], given["barrier"])


class ActionForm(forms.Form):
    """An action for an objective. ``about``: the barrier of the objective, whose phrases come
    first; ``colleagues``: who follows the person."""

    key = KeyField()
    words = _line("Ce qu’il y a à faire", "En clair et court. Chiffré.")
    code = forms.ChoiceField(label="Ou une phrase toute prête", required=False)
    by = forms.ChoiceField(
        label="Qui le fait",
        choices=ActionBy.choices,
        initial=ActionBy.PERSON,
        widget=forms.RadioSelect,
    )
    colleague = forms.ChoiceField(label="Quel collègue", required=False)
    partner = _line("Quel partenaire", "Son nom. Chiffré.")
    due_on = forms.DateField(label="Pour quand", required=False, widget=DayInput())

    def __init__(
        self,
        *args: Any,
        about: str,
        groups: frozenset[str],
        colleagues: Mapping[UUID, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        known = lists.barriers_for(groups)
        first = sorted(known, key=lambda one: one.code != about)
        self.fields["code"].choices = _by_barrier(lists.actions(), tuple(first))  # type: ignore[attr-defined]
        people = [(str(key), name) for key, name in colleagues.items()]
        self.fields["colleague"].choices = [("", "Le référent"), *people]  # type: ignore[attr-defined]

    @property
    def planned(self) -> Planned:
        given = self.cleaned_data
        return Planned(
            code=given["code"],
            words=given["words"],
            by=ActionBy(given["by"]),
            colleague=UUID(given["colleague"]) if given["colleague"] else None,
            partner=given["partner"],
            due_on=given["due_on"],
        )


def initial_action(shown: ActionShown, words: str) -> dict[str, Any]:
    """What the form of an action shows first, to correct it."""
    row = shown.row
    return {
        "key": row.pk,
        "words": words,
        "code": row.code,
        "by": row.by,
        "colleague": str(row.colleague_id or ""),
        "partner": shown.partner,
        "due_on": row.due_on,
    }


def _by_barrier(phrases: tuple[lists.Phrase, ...], known: tuple[lists.Barrier, ...]) -> list[Any]:
    """The phrases, under the name of what they are about."""
    groups = [
        (one.label, [(row.code, row.label) for row in phrases if row.barrier == one.code])
        for one in known
    ]
    return [("", "Aucune"), *((label, rows) for label, rows in groups if rows)]
