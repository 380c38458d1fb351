"""What the State service types: readers, plan, proposal, opinions."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms

from o2r.calls.applications.models import Application
from o2r.calls.reading.enums import (
    OpinionSense,
    Unveiling,
)
from o2r.calls.reading.forms.fields import CHOOSE, day_field, reason_field, text_field
from o2r.calls.reading.models import Opinion, Reader, ReadingPlan
from o2r.calls.reading.selectors.pages import Wanting
from o2r.calls.reading.services.planning import PlanDetails
from o2r.network.committees.models import Meeting
from o2r.territory.typography import typographic


class ReaderForm(forms.Form):
    """What a reader knows, and how much they accept."""

    departments = forms.MultipleChoiceField(
        label="Départements qu’il connaît",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Aucun coché : tous.",
    )
    most = forms.IntegerField(
        label="Dossiers au plus",
        required=False,
        min_value=1,
        max_value=200,
        help_text="Vide : autant que les autres.",
    )

    def __init__(self, *args: Any, departments: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["departments"].choices = list(departments)  # type: ignore[attr-defined]


class NameReaderForm(ReaderForm):
    """Someone named to read, by the address of their account."""

    email = forms.EmailField(
        label="Adresse électronique de son compte",
        max_length=254,
        help_text="Agent, partenaire, chercheur… Rien ne s’ouvre avant sa déclaration d’intérêts.",
    )
    field_order = ("email", "departments", "most")


class PlanForm(forms.Form):
    """How readings are conducted."""

    due_on = day_field("Lectures à rendre le", required=False)
    unveiling = forms.ChoiceField(
        label="Le service voit les notes", choices=Unveiling.choices, widget=forms.RadioSelect
    )
    checklist = text_field("Points de recevabilité, un par ligne", rows=7)

    def details(self) -> PlanDetails:
        """What was typed, for the service."""
        lines = (line.strip()[:200] for line in self.cleaned_data["checklist"].splitlines())
        return PlanDetails(
            due_on=self.cleaned_data["due_on"],
            unveiling=Unveiling(self.cleaned_data["unveiling"]),
            checklist=tuple(line for line in lines if line),
        )

    @staticmethod
    def initial_of(plan: ReadingPlan) -> dict[str, Any]:
        return {
            "due_on": plan.due_on,
            "unveiling": plan.unveiling,
            "checklist": "\n".join(plan.checklist),
        }


class AssignForm(forms.Form):
    """One more reader on an application."""

    reader = forms.ChoiceField(label="Lecteur")
    due_on = day_field("À rendre le", required=False)

    def __init__(self, *args: Any, readers: Iterable[Reader], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._readers = {str(one.pk): one for one in readers}
        named = [(key, str(one.user)) for key, one in self._readers.items()]
        self.fields["reader"].choices = [CHOOSE, *named]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Reader:
        """Who was chosen, once the form is valid."""
        return self._readers[self.cleaned_data["reader"]]


class ReasonForm(forms.Form):
    """Why a reading is taken back, or set aside."""

    reason = reason_field("Pourquoi")


class ProposalForm(forms.Form):
    """Who reads what, before it is confirmed: each choice may be changed, or left empty."""

    due_on = day_field("Lectures à rendre le", required=False)

    def __init__(self, *args: Any, wanting: Sequence[Wanting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._wanting = wanting
        for one in wanting:
            choices = [("", "personne"), *((str(r.pk), str(r.user)) for r in one.choices)]
            for rank in range(one.wanted):
                initial = str(one.proposed[rank].pk) if rank < len(one.proposed) else ""
                self.fields[self._name(one.application.pk, rank)] = forms.ChoiceField(
                    label=typographic(f"Lecteur {rank + 1} de « {one.application} »"),
                    required=False,
                    choices=choices,
                    initial=initial,
                )

    @staticmethod
    def _name(application: UUID, rank: int) -> str:
        return f"reader_{application.hex}_{rank}"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for one in self._wanting:
            names = [self._name(one.application.pk, rank) for rank in range(one.wanted)]
            chosen = [cleaned.get(name) for name in names if cleaned.get(name)]
            if len(set(chosen)) < len(chosen):
                self.add_error(names[-1], "Deux fois la même personne : choisissez-en une autre.")
        return cleaned

    def pairs(self) -> list[tuple[Application, Reader]]:
        """Who was chosen for what."""
        found = []
        for one in self._wanting:
            by_key = {str(reader.pk): reader for reader in one.choices}
            for rank in range(one.wanted):
                chosen = self.cleaned_data[self._name(one.application.pk, rank)]
                if chosen:
                    found.append((one.application, by_key[chosen]))
        return found

    def rows(self) -> list[tuple[Wanting, list[Any]]]:
        """Each application with its choices."""
        return [
            (one, [self[self._name(one.application.pk, rank)] for rank in range(one.wanted)])
            for one in self._wanting
        ]


class OpinionForm(forms.Form):
    """What a committee said, in one of its meetings."""

    meeting = forms.ChoiceField(
        label="Réunion", help_text="Celles des instances de votre région qui ont eu lieu."
    )
    application = forms.ChoiceField(label="Porte sur", required=False)
    sense = forms.ChoiceField(label="Avis", choices=OpinionSense.choices, widget=forms.RadioSelect)
    text = text_field(
        "Texte de l’avis", "Obligatoire pour un avis réservé ou défavorable.", required=False
    )
    given_on = day_field("Rendu le", "Vide : le jour de la réunion.", required=False)
    file = forms.FileField(label="Document", required=False, help_text="PDF ou bureautique.")

    def __init__(
        self,
        *args: Any,
        meetings: Iterable[Meeting],
        applications: Iterable[Application],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._meetings = {str(one.pk): one for one in meetings}
        self._applications = {str(one.pk): one for one in applications}
        held = [(key, str(one)) for key, one in self._meetings.items()]
        read = [(key, f"n° {one.number} {one}") for key, one in self._applications.items()]
        self.fields["meeting"].choices = [CHOOSE, *held]  # type: ignore[attr-defined]
        self.fields["application"].choices = [  # type: ignore[attr-defined]
            ("", "l’appel tout entier"),
            *read,
        ]

    def details(self) -> dict[str, Any]:
        """What was typed, for the service."""
        given = self.cleaned_data
        return {
            "meeting": self._meetings[given["meeting"]],
            "application": self._applications.get(given["application"]),
            "sense": OpinionSense(given["sense"]),
            "text": given["text"],
            "given_on": given["given_on"],
            "upload": given["file"],
        }


class OpinionCorrectionForm(OpinionForm):
    """The same, corrected: why is kept."""

    reason = reason_field("Motif de la correction")

    def details(self) -> dict[str, Any]:
        return {**super().details(), "reason": self.cleaned_data["reason"]}

    @staticmethod
    def initial_of(opinion: Opinion) -> dict[str, Any]:
        """What the opinion says now."""
        return {
            "meeting": str(opinion.meeting_id),
            "application": str(opinion.application_id or ""),
            "sense": opinion.sense,
            "text": opinion.text,
            "given_on": opinion.given_on,
        }
