"""The grid of a diagnosis: two answers for each subject, side by side, all of them optional."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.forms.boundfield import BoundField

from o2r.core import clock
from o2r.core.widgets import DayInput, PlainSelect
from o2r.pathways.diagnosis import lists
from o2r.pathways.diagnosis.enums import Degree
from o2r.pathways.diagnosis.lists import Barrier
from o2r.pathways.diagnosis.selectors.shown import ScoreShown, Version
from o2r.pathways.diagnosis.services.diagnosing import LONGEST, MOST_FIRST, Answers, Said
from o2r.territory.typography import typographic

_ORDER = ("En premier", "En deuxième", "En troisième")


class KeyField(forms.UUIDField):
    """The key of what a page makes: sent twice, it makes one. What is no key becomes a new one."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, initial=uuid4)

    def clean(self, value: Any) -> UUID:
        try:
            return super().clean(value) or uuid4()
        except forms.ValidationError:
            return uuid4()


class RevisionField(forms.IntegerField):
    """Which state of a thing a page showed: what is no number is the first one."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, initial=0)

    def clean(self, value: Any) -> int:
        try:
            return super().clean(value) or 0
        except forms.ValidationError:
            return 0


@dataclass(frozen=True)
class GridRow:
    """The fields of one subject."""

    barrier: Barrier
    person: BoundField
    professional: BoundField
    situations: BoundField | None
    words: BoundField | None
    is_open: bool


class DiagnosisForm(forms.Form):
    """A grid. ``groups``: what the writer may read, and so write."""

    key = KeyField()
    revision = RevisionField()
    made_on = forms.DateField(label="Jour de l’échange", widget=DayInput(), initial=clock.today)
    with_person = forms.BooleanField(
        label="Rempli avec la personne",
        required=False,
        initial=True,
        help_text=typographic("Décochez si elle n’est pas là : ses réponses restent les siennes."),
    )
    strengths = forms.MultipleChoiceField(
        label="Sur quoi elle peut compter",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: list(lists.strengths().items()),
    )
    other_strength = forms.CharField(
        label="Un autre point fort, avec ses mots",
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )

    def __init__(self, *args: Any, groups: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = groups
        self.barriers = lists.barriers_for(groups)
        choices = [("", "Rien"), *((one.code, one.label) for one in self.barriers)]
        for rank, label in enumerate(_ORDER[:MOST_FIRST], 1):
            self.fields[f"first_{rank}"] = forms.ChoiceField(
                label=label, choices=choices, required=False, widget=PlainSelect
            )
        for one in self.barriers:
            self._add(one)
        if "narrative" in groups:
            self.fields["summary"] = _words("En quelques mots", "Ce qu’on retient ensemble.")
        if "justice" in groups:
            self.fields["hard_to_say"] = _words(
                "Difficile à aborder",
                "Chiffré, lu par le référent seul. Justice, addictions, violences : seulement ce "
                "qu’il faut pour agir, et si la personne en est d’accord.",
            )

    def _add(self, one: Barrier) -> None:
        self.fields[f"{one.code}-person"] = _degree("La personne")
        self.fields[f"{one.code}-pro"] = _degree("Le professionnel")
        known = [(row.code, row.label) for row in lists.situations() if row.barrier == one.code]
        if known:
            self.fields[f"{one.code}-situations"] = forms.MultipleChoiceField(
                label="Situations",
                choices=known,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        if "narrative" in self.groups:
            self.fields[f"{one.code}-words"] = forms.CharField(
                label="Ses mots",
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 2, "dir": "auto", "autocomplete": "off"}),
            )

    @property
    def rows(self) -> Iterator[GridRow]:
        """The subjects, what comes first for the person at the top."""
        first = [self[f"first_{rank}"].value() for rank in range(1, MOST_FIRST + 1)]
        ranks = {code: rank for rank, code in enumerate(first) if code}
        for one in sorted(self.barriers, key=lambda one: ranks.get(one.code, 9)):
            fields = {
                name: self[f"{one.code}-{name}"] if f"{one.code}-{name}" in self.fields else None
                for name in ("situations", "words")
            }
            is_open = any(field and (field.value() or field.errors) for field in fields.values())
            person, professional = self[f"{one.code}-person"], self[f"{one.code}-pro"]
            yield GridRow(one, person, professional, **fields, is_open=is_open)

    @property
    def firsts(self) -> list[BoundField]:
        return [self[f"first_{rank}"] for rank in range(1, MOST_FIRST + 1)]

    @property
    def answers(self) -> Answers:
        """What was filled in, for the service."""
        given = self.cleaned_data
        said = {
            one.code: Said(
                Degree(int(given[f"{one.code}-person"] or 0)),
                Degree(int(given[f"{one.code}-pro"] or 0)),
                tuple(given.get(f"{one.code}-situations", ())),
                given.get(f"{one.code}-words", ""),
            )
            for one in self.barriers
        }
        firsts = (given[f"first_{rank}"] for rank in range(1, MOST_FIRST + 1))
        return Answers(
            made_on=given["made_on"],
            said=said,
            first=tuple(one for one in firsts if one),
            strengths=tuple(given["strengths"]),
            other_strength=given["other_strength"],
            summary=given.get("summary", ""),
            hard_to_say=given.get("hard_to_say", ""),
            with_person=given["with_person"],
        )


def _degree(label: str) -> forms.ChoiceField:
    choices = [(str(one.value), one.label) for one in Degree]
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=PlainSelect)


def _words(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "autocomplete": "off"}),
        help_text=typographic(hint),
    )


def initial_of(version: Version | None, strengths: list[str], *, is_draft: bool) -> dict[str, Any]:
    """What the grid shows first: the draft, or the version before, which it starts from.

    ``strengths``: codes.
    """
    if version is None:
        return {}
    known = set(lists.strengths().values())
    found: dict[str, Any] = {
        "summary": version.summary,
        "hard_to_say": version.hard_to_say,
        "strengths": strengths,
        "other_strength": next((one for one in version.strengths if one not in known), ""),
    }
    if is_draft:
        found |= {
            "key": version.row.pk,
            "revision": version.row.revision,
            "made_on": version.row.made_on,
            "with_person": version.row.with_person,
        }
    for rank, score in enumerate(version.first[:MOST_FIRST], 1):
        found[f"first_{rank}"] = score.barrier.code
    for score in version.scores:
        found |= _initial(score)
    return found


def _initial(score: ScoreShown) -> dict[str, Any]:
    code = score.barrier.code
    labels = set(score.situations)
    return {
        f"{code}-person": str(int(score.by_person)),
        f"{code}-pro": str(int(score.by_professional)),
        f"{code}-words": score.words,
        f"{code}-situations": [
            one.code for one in lists.situations() if one.barrier == code and one.label in labels
        ],
    }
