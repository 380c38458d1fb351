"""What a worker types of a meeting, standing, with one thumb."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms

from o2r.core import clock
from o2r.core.widgets import DayInput, PlainSelect
from o2r.outreach.encounter_words import group_words
from o2r.outreach.enums import Channel, EncounterKind, Need, NextStep, PromisedBy
from o2r.outreach.models import Encounter, Place, Round
from o2r.outreach.passage_counts import MOST, count_lines
from o2r.outreach.services.encounter_details import (
    LONGEST_MINUTES,
    LONGEST_NICKNAME,
    LONGEST_WORDS,
    EncounterDetails,
    Heard,
)
from o2r.outreach.services.promising import LONGEST_PROMISE, Promised
from o2r.people.selectors.groups import GroupAmong
from o2r.territory.typography import typographic

SOON = timedelta(days=7)
"""The day proposed for a promise."""
NO_CHOICE = [("", "—")]


def _text(label: str, most: int, *, rows: int = 0, hint: str = "") -> forms.CharField:
    attrs = {"autocomplete": "off", "dir": "auto"}
    widget = forms.Textarea(attrs=attrs | {"rows": rows}) if rows else forms.TextInput(attrs=attrs)
    return forms.CharField(
        label=label, required=False, max_length=most, widget=widget, help_text=typographic(hint)
    )


def _number(label: str, most: int, least: int = 0) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "data-o2r-stepper": ""})
    return forms.IntegerField(
        label=label, required=False, min_value=least, max_value=most, widget=widget
    )


class EncounterForm(forms.Form):
    """One meeting. ``entry``: the key made by the page, so that it is noted once."""

    entry = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    kind = forms.ChoiceField(
        label="Que s’est-il passé ?",
        choices=EncounterKind.choices,
        initial=EncounterKind.MEETING.value,
        widget=forms.RadioSelect,
    )
    persons = forms.MultipleChoiceField(
        label="Qui", required=False, widget=forms.CheckboxSelectMultiple
    )
    groups = forms.MultipleChoiceField(
        label="Toute une famille, tout un groupe",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    nickname = _text(
        "Nouvelle personne : son surnom", LONGEST_NICKNAME, hint="Un surnom suffit. Pas de nom."
    )
    needs = forms.MultipleChoiceField(
        label="Besoins dits",
        choices=Need.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    need_said = _text("Ce dont elle a besoin, comme elle le dit", LONGEST_WORDS, rows=2)
    words = _text("Ses mots", LONGEST_WORDS, rows=3, hint="Chiffrés, lus par qui la suit.")
    promise = _text("Ce qui est promis", LONGEST_PROMISE)
    due_on = forms.DateField(
        label="Pour le",
        required=False,
        widget=DayInput(),
    )
    promised_by = forms.ChoiceField(
        label="Promis par", choices=PromisedBy.choices, required=False, widget=PlainSelect
    )
    next_step = forms.ChoiceField(
        label="La suite", choices=NO_CHOICE + NextStep.choices, required=False, widget=PlainSelect
    )
    mood = _number("Comment ça va, de 0 à 10, si elle veut le dire", 10)
    minutes = _number("Durée, en minutes", LONGEST_MINUTES, 1)
    partner_present = _text("Partenaire présent", 120)
    is_brief = forms.BooleanField(
        label="Un simple bonjour : ne compte pas comme une rencontre", required=False
    )
    place = forms.ModelChoiceField(
        label="Lieu",
        queryset=Place.objects.none(),
        required=False,
        empty_label="Ailleurs",
        widget=PlainSelect,
    )
    channel = forms.ChoiceField(
        label="Comment", choices=Channel.choices, initial=Channel.STREET, widget=PlainSelect
    )
    at = forms.DateTimeField(
        label="Quand",
        required=False,
        help_text="Vide : maintenant.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    round = forms.ModelChoiceField(
        queryset=Round.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(
        self,
        *args: Any,
        people: Sequence[tuple[UUID, str]],
        groups: Sequence[GroupAmong],
        places: Any,
        rounds: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["persons"].choices = [(str(key), name) for key, name in people]  # type: ignore[attr-defined]
        named = dict(people)
        self._groups = {str(one.key): one.people for one in groups}
        self.fields["groups"].choices = [  # type: ignore[attr-defined]
            (str(one.key), group_words(one.kind, [named[key] for key in one.people]))
            for one in groups
        ]
        self.fields["place"].queryset = places  # type: ignore[attr-defined]
        # Django would count them first.
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            ("", self.fields["place"].empty_label),  # type: ignore[attr-defined]
            *((one.pk, str(one)) for one in places),
        ]
        self.fields["round"].queryset = rounds  # type: ignore[attr-defined]
        for line in count_lines():
            self.fields[f"count_{line.code}"] = _number(line.label.capitalize(), MOST)
        if not self.initial.get("due_on"):
            self.initial["due_on"] = clock.today() + SOON

    @property
    def counters(self) -> list[forms.BoundField]:
        """The lines of the counts."""
        return [self[f"count_{line.code}"] for line in count_lines()]

    def details(self) -> EncounterDetails:
        """What the service asks."""
        given = self.cleaned_data
        counts = {line.code: given[f"count_{line.code}"] or 0 for line in count_lines()}
        return EncounterDetails(
            kind=EncounterKind(given["kind"]),
            at=given["at"],
            place=given["place"],
            round=given["round"],
            channel=Channel(given["channel"]),
            counts=counts,
            needs=given["needs"],
            minutes=given["minutes"],
            mood=given["mood"],
            is_meaningful=not given["is_brief"],
            next_step=NextStep(given["next_step"]) if given["next_step"] else None,
            partner_present=given["partner_present"],
        )

    def persons_chosen(self) -> list[UUID]:
        """Who was met: those ticked, and all the people of the groups ticked, once each."""
        ticked = [UUID(key) for key in self.cleaned_data["persons"]]
        together = [key for one in self.cleaned_data["groups"] for key in self._groups[one]]
        return list(dict.fromkeys([*ticked, *together]))

    def newcomers(self) -> list[str]:
        name = self.cleaned_data["nickname"].strip()
        return [name] if name else []

    def heard(self) -> Heard:
        return Heard(self.cleaned_data["need_said"], self.cleaned_data["words"])

    def promised(self) -> Promised | None:
        """A promise, when its words are given: its day has a proposal."""
        given = self.cleaned_data
        if not given["promise"].strip():
            return None
        due_on = given["due_on"] or clock.today() + SOON
        return Promised(given["promise"], due_on, PromisedBy(given["promised_by"] or "equipe"))


def initial_of(row: Encounter, heard: Heard, people: Iterable[UUID]) -> dict[str, Any]:
    """An entry as its form shows it, to correct it."""
    counts = {f"count_{code}": number for code, number in row.counts.items()}
    return counts | {
        "kind": row.kind,
        "persons": [str(one) for one in people],
        "needs": row.needs,
        "need_said": heard.need_said,
        "words": heard.words,
        "next_step": row.next_step,
        "mood": row.mood,
        "minutes": row.minutes,
        "partner_present": row.partner_present,
        "is_brief": not row.is_meaningful and row.kind == EncounterKind.MEETING,
        "place": row.place_id,
        "channel": row.channel,
        "at": row.at,
        "round": row.round_id,
    }
