"""Who follows a person, and which file is kept when two are of one person."""

from collections.abc import Iterable
from typing import Any

from django import forms

from o2r.accounts.models import Membership
from o2r.core.widgets import DayInput
from o2r.people.selectors.caseload import Row
from o2r.territory.typography import typographic


def _colleagues(rows: Iterable[Membership]) -> list[tuple[str, str]]:
    named = [(str(row.user_id), f"{row.user} – {row.get_role_display()}") for row in rows]
    return [("", "Choisissez une personne"), *named]


class EntrustForm(forms.Form):
    """Another referent."""

    to = forms.ChoiceField(label="Nouveau référent")
    stays = forms.BooleanField(label="Le référent actuel continue d’accompagner", required=False)

    def __init__(self, *args: Any, people: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = _colleagues(people)  # type: ignore[attr-defined]


class AccompanyForm(forms.Form):
    """A colleague beside the referent."""

    colleague = forms.ChoiceField(label="Collègue")
    until = forms.DateField(
        label="Jusqu’au",
        required=False,
        widget=DayInput(),
        help_text=typographic("Vide : jusqu’à ce que vous l’arrêtiez."),
    )

    def __init__(self, *args: Any, people: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].choices = _colleagues(people)  # type: ignore[attr-defined]


class MergeForm(forms.Form):
    """The other file, and which one is kept."""

    other = forms.ChoiceField(label="L’autre dossier de cette personne")
    kept = forms.ChoiceField(
        label="Lequel garder",
        choices=[("this", "Garder ce dossier-ci"), ("other", "Garder l’autre")],
        initial="this",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, others: Iterable[Row], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(str(row.person.pk), row.told_apart) for row in others]
        self.fields["other"].choices = [("", "Choisissez un dossier"), *listed]  # type: ignore[attr-defined]
