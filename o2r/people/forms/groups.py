"""Who goes with whom: a family, a couple, a group met in the street."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms

from o2r.core.widgets import DayInput
from o2r.people.enums import GroupKind, GroupRole
from o2r.people.models import Person
from o2r.people.selectors.caseload import Row
from o2r.territory.typography import typographic


def _role(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[("", "Sans le préciser"), *GroupRole.choices], required=False
    )


class JoinForm(forms.Form):
    """Who joins, among the files that one follows."""

    others = forms.MultipleChoiceField(
        label="Avec qui",
        widget=forms.CheckboxSelectMultiple,
        help_text=typographic("Vous ne choisissez que parmi les personnes que vous suivez."),
        error_messages={"required": "Choisissez au moins une personne."},
    )
    their_role = _role("Leur place")

    def __init__(self, *args: Any, people: Iterable[Row], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(str(row.person.pk), row.told_apart) for row in people]
        self.fields["others"].choices = listed  # type: ignore[attr-defined]

    def chosen(self, people: Collection[Row]) -> list[Person]:
        """The people ticked, once the form is valid."""
        keys = set(self.cleaned_data["others"])
        return [row.person for row in people if str(row.person.pk) in keys]

    @property
    def role_chosen(self) -> GroupRole | None:
        return _role_of(self.cleaned_data["their_role"])


class GroupForm(JoinForm):
    """A new group of somebody."""

    kind = forms.ChoiceField(
        label="Quel groupe", choices=GroupKind.choices, widget=forms.RadioSelect
    )
    role = _role("Sa place")
    since = forms.DateField(
        label="Depuis le",
        required=False,
        widget=DayInput(),
        help_text=typographic("Vide : depuis aujourd’hui."),
    )
    field_order = ("kind", "others", "role", "their_role", "since")

    @property
    def own_role(self) -> GroupRole | None:
        return _role_of(self.cleaned_data["role"])


def _role_of(value: str) -> GroupRole | None:
    return GroupRole(value) if value else None
