"""What State officers type in the committee room."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms

from o2r.accounts.forms import zone_choices
from o2r.calls.selection.entries import Entry, Pick, Typed
from o2r.calls.selection.enums import Outcome
from o2r.calls.selection.models import Decision, Scenario
from o2r.calls.selection.services import DecisionFields
from o2r.core import clock
from o2r.core.fields import AmountField
from o2r.core.money import BadAmount, read_amount
from o2r.core.widgets import DayInput
from o2r.network.committees.models import Meeting, MeetingQuerySet
from o2r.territory.typography import typographic

LONGEST_REASON = 4_000


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ChoicesForm(forms.Form):
    """All the lines of a scenario: ``kept`` (boxes), and an amount and a reason for each.

    Fields are not declared one by one: two hundred lines are read in a few milliseconds. ``typed``:
    the lines as they were sent; ``wrong``: why an amount is refused, by application.
    """

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any, entries: Iterable[Entry]) -> None:
        super().__init__(data)
        self.entries = [one for one in entries if not one.is_closed]
        self.picks: dict[UUID, Pick] = {}
        self.typed: dict[UUID, Typed] = {}
        self.wrong: dict[UUID, str] = {}

    def clean(self) -> dict[str, Any]:
        kept = set(self.data.getlist("kept"))  # type: ignore[attr-defined]
        for entry in self.entries:
            key = str(entry.key)
            reason = self.data.get(f"reason-{key}", "").strip()[:LONGEST_REASON]
            written = self.data.get(f"amount-{key}", "")[:30]
            self.typed[entry.key] = Typed(key in kept, written, reason)
            try:
                amount = read_amount(written) or None
            except BadAmount as error:
                self.wrong[entry.key] = str(error)
                self.add_error(None, typographic(f"« {entry.title} » : {error}"))
                continue
            self.picks[entry.key] = Pick(key in kept, amount, reason)
        return self.cleaned_data


class ChoiceForm(forms.Form):
    """One line of a scenario, sent by the page as soon as it changes."""

    application = forms.UUIDField()
    revision = forms.IntegerField(min_value=0)
    kept = forms.BooleanField(required=False)
    amount = AmountField(required=False)
    reason = forms.CharField(required=False, max_length=LONGEST_REASON)

    @property
    def pick(self) -> Pick:
        """What was chosen."""
        data = self.cleaned_data
        return Pick(data["kept"], data["amount"] or None, data["reason"].strip())


class ScenarioForm(forms.Form):
    """The name of a scenario, and what it seeks."""

    name = forms.CharField(
        label="Nom",
        max_length=120,
        help_text=typographic("Ce qu’il cherche, par exemple « couvrir le nord de l’Isère »."),
    )
    note = forms.CharField(
        label="Ce que cherche ce scénario", required=False, max_length=2000, widget=_area(3)
    )


class NewScenarioForm(ScenarioForm):
    """A new scenario, empty or copied."""

    copy_of = forms.ModelChoiceField(
        label="Partir de",
        queryset=Scenario.objects.none(),
        required=False,
        empty_label="Rien : aucune candidature retenue",
    )

    def __init__(self, *args: Any, scenarios: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["copy_of"].queryset = scenarios  # type: ignore[attr-defined]


class CompareForm(forms.Form):
    """Two scenarios to set side by side."""

    a = forms.ModelChoiceField(label="Premier", queryset=Scenario.objects.none())
    b = forms.ModelChoiceField(label="Second", queryset=Scenario.objects.none())

    def __init__(self, *args: Any, scenarios: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("a", "b"):
            self.fields[name].queryset = scenarios  # type: ignore[attr-defined]


class _MeetingChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.instance.name}, {obj.day:%d/%m/%Y}"


def meeting_field() -> forms.Field:
    """The meeting in which it was decided."""
    return _MeetingChoice(
        label="Réunion",
        queryset=Meeting.objects.none(),
        required=False,
        empty_label="Aucune réunion enregistrée",
        help_text="Une réunion d’une instance de la région, déjà commencée.",
    )


class DecideAllForm(forms.Form):
    """The scenario from which decisions are drafted, and the meeting."""

    scenario = forms.ModelChoiceField(
        label="Scénario retenu par le comité",
        queryset=Scenario.objects.none(),
        empty_label="Choisir un scénario",
    )
    meeting = meeting_field()

    def __init__(self, *args: Any, scenarios: Any, meetings: MeetingQuerySet, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["scenario"].queryset = scenarios  # type: ignore[attr-defined]
        self.fields["meeting"].queryset = meetings  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """One decision: its sense, its amounts year by year, its reasons."""

    outcome = forms.ChoiceField(
        label="Décision",
        # Nothing is proposed: somebody decides.
        choices=[("", "Choisir"), *((one.value, one.label.capitalize()) for one in Outcome)],
    )
    rank = forms.IntegerField(
        label="Rang en liste d’attente",
        required=False,
        min_value=1,
        max_value=999,
        help_text="Pour la liste d’attente seulement : 1 pour la première à appeler.",
    )
    reasons = forms.CharField(
        label="Motifs",
        required=False,
        max_length=LONGEST_REASON,
        widget=_area(5),
        help_text=(
            "Écrits au procès-verbal et, pour un refus ou une liste d’attente, dans le courrier. "
            "Obligatoires pour un refus : les faits et les critères sur lesquels il repose "
            "(CRPA, art. L.211-2 et L.211-5)."
        ),
    )
    departure_reason = forms.CharField(
        label="Motif de l’écart au classement",
        required=False,
        max_length=LONGEST_REASON,
        widget=_area(3),
        help_text="Écrit au procès-verbal. Obligatoire quand la décision s’écarte du classement.",
    )

    def __init__(self, *args: Any, years: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = years
        for year in range(1, years + 1):
            self.fields[f"year_{year}"] = AmountField(
                label=f"Montant, année {year}",
                required=False,
                help_text="En euros." if year == 1 else "",
            )
        ends = ["reasons", "departure_reason"]
        self.order_fields(["outcome", "rank", *(f"year_{n}" for n in range(1, years + 1)), *ends])

    @property
    def decision(self) -> DecisionFields:
        """What was typed."""
        data = self.cleaned_data
        amounts = [data[f"year_{year}"] or Decimal(0) for year in range(1, self.years + 1)]
        while amounts and not amounts[-1]:
            amounts.pop()
        return DecisionFields(
            outcome=Outcome(data["outcome"]),
            rank=data["rank"],
            yearly_amounts=amounts,
            reasons=data["reasons"],
            departure_reason=data["departure_reason"],
        )


def decision_values(decision: Decision | None) -> Mapping[str, Any]:
    """What a form shows of a decision already written."""
    if decision is None:
        return {}
    years = {f"year_{year}": amount for year, amount in enumerate(decision.years, start=1)}
    return {
        "outcome": decision.outcome,
        "rank": decision.rank,
        "reasons": decision.reasons,
        "departure_reason": decision.departure_reason,
        **years,
    }


class MinutesForm(forms.Form):
    """What the platform does not know of the meeting."""

    meeting = meeting_field()
    withdrawals = forms.CharField(
        label="Qui s’est retiré, et pour quelle candidature",
        required=False,
        max_length=LONGEST_REASON,
        widget=_area(4),
        help_text="Une personne par ligne. Les liens d’intérêts déclarés sont proposés.",
    )
    remarks = forms.CharField(
        label="Observations", required=False, max_length=LONGEST_REASON, widget=_area(4)
    )

    def __init__(self, *args: Any, meetings: MeetingQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings  # type: ignore[attr-defined]


class LetterForm(forms.Form):
    """A letter, before it leaves."""

    heading = forms.CharField(label="Objet", max_length=200)
    body = forms.CharField(label="Texte", max_length=20_000, widget=_area(18))


class PublicationForm(forms.Form):
    """When the results appear."""

    day = forms.DateField(label="Jour", widget=DayInput())
    hour = forms.TimeField(
        label="Heure", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    time_zone = forms.ChoiceField(
        label="Fuseau horaire",
        choices=zone_choices(),
        error_messages={
            "invalid_choice": "Ce fuseau horaire n’existe pas ici : choisissez-en un dans la liste."
        },
    )
    shows_amounts = forms.BooleanField(
        label="Publier aussi le montant attribué à chaque lauréat", required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if {"day", "hour", "time_zone"} <= set(data):
            zone = ZoneInfo(data["time_zone"])
            chosen = datetime.combine(data["day"], data["hour"], tzinfo=zone)
            if chosen <= clock.now():
                self.add_error("hour", "Cette heure est passée : choisissez une heure à venir.")
        return data


class ConventionForm(forms.Form):
    """When a convention would start."""

    starts_on = forms.DateField(
        label="Début de la convention",
        widget=DayInput(),
    )
