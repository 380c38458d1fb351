"""What officers, readers and consortia type about a reading."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from o2r.calls.applications.models import Application
from o2r.calls.models import Criterion
from o2r.calls.reading.enums import (
    InterestNature,
    ItemAnswer,
    OpinionSense,
    Recommendation,
    Unveiling,
    Visibility,
)
from o2r.calls.reading.models import InterestDeclaration, Reader, ReadingPlan, Review
from o2r.calls.reading.selectors.interests import Body
from o2r.calls.reading.selectors.pages import Wanting
from o2r.calls.reading.services import Checked, Declared, TypedReview, TypedScore
from o2r.calls.reading.services.planning import PlanDetails
from o2r.calls.reading.services.reviewing import mark_of, what_is_wrong
from o2r.network.committees.models import Meeting
from o2r.territory.typography import typographic

CHOOSE = ("", "Choisissez")


def _day(label: str, hint: str = "", *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=hint, required=required, widget=widget)


def _text(label: str, hint: str = "", *, required: bool = True, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=typographic(hint),
        required=required,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _reason(label: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=300)


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

    due_on = _day("Lectures à rendre le", required=False)
    unveiling = forms.ChoiceField(
        label="Le service voit les notes", choices=Unveiling.choices, widget=forms.RadioSelect
    )
    checklist = _text("Points de recevabilité, un par ligne", rows=7)

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


def _mark(key: str) -> str:
    """A short name for a body, the same at each display."""
    return blake2b(key.encode(), digest_size=6).hexdigest()


class InterestsForm(forms.Form):
    """One answer for each body of the consortia of a call; those left empty wait."""

    def __init__(
        self,
        *args: Any,
        bodies: Sequence[Body],
        standing: Mapping[str, InterestDeclaration],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._bodies = {_mark(body.key): body for body in bodies}
        for mark, body in self._bodies.items():
            said = standing.get(body.key)
            self.fields[f"tie_{mark}"] = forms.ChoiceField(
                label=typographic(f"Votre lien avec « {body.name} »"),
                required=False,
                choices=[("none", "aucun lien"), ("tie", "un lien")],
                widget=forms.RadioSelect,
                initial=None if said is None else ("tie" if said.has_interest else "none"),
            )
            self.fields[f"nature_{mark}"] = forms.ChoiceField(
                label="Nature du lien",
                required=False,
                choices=[CHOOSE, *InterestNature.choices],
                initial=said.nature if said else "",
            )
            self.fields[f"detail_{mark}"] = forms.CharField(
                label="Précision",
                required=False,
                max_length=1000,
                initial=said.detail if said else "",
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for mark in self._bodies:
            if cleaned.get(f"tie_{mark}") == "tie" and not cleaned.get(f"nature_{mark}"):
                self.add_error(f"nature_{mark}", "Dites de quel lien il s’agit.")
            if cleaned.get(f"nature_{mark}") and cleaned.get(f"tie_{mark}") != "tie":
                self.add_error(
                    f"tie_{mark}",
                    "Vous avez choisi une nature de lien : cochez « un lien », ou videz-la.",
                )
        return cleaned

    def answers(self) -> list[Declared]:
        """What was answered, for the service."""
        return [
            Declared(
                body.key,
                self.cleaned_data[f"tie_{mark}"] == "tie",
                self.cleaned_data[f"nature_{mark}"],
                self.cleaned_data[f"detail_{mark}"],
            )
            for mark, body in self._bodies.items()
            if self.cleaned_data[f"tie_{mark}"]
        ]

    def rows(self) -> list[tuple[Body, Any, Any, Any]]:
        """Each body with its three fields."""
        return [
            (body, self[f"tie_{mark}"], self[f"nature_{mark}"], self[f"detail_{mark}"])
            for mark, body in self._bodies.items()
        ]


def _visibility(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=Visibility.choices, initial=Visibility.READERS, required=False
    )


class ReviewForm(forms.Form):
    """The grid of a review. A wrong mark is said at its field, and what was typed stays there."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    recommendation = forms.ChoiceField(
        label="Votre avis",
        required=False,
        choices=Recommendation.choices,
        widget=forms.RadioSelect,
    )
    comment = _text("Commentaire général", required=False, rows=5)
    visibility = _visibility("Ce commentaire est lu par")

    def __init__(self, *args: Any, grid: Sequence[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._grid = grid
        for one in grid:
            mark = one.pk.hex
            bounds = f"{_number(one.lowest)} à {_number(one.highest)}"
            self.fields[f"value_{mark}"] = forms.CharField(
                label=f"Note de {bounds}",
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )
            self.fields[f"absent_{mark}"] = forms.BooleanField(label="Sans objet", required=False)
            self.fields[f"comment_{mark}"] = _text("Commentaire", required=False, rows=2)
            self.fields[f"visibility_{mark}"] = _visibility("Lu par")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for one in self._grid:
            text = str(cleaned.get(f"value_{one.pk.hex}") or "").strip()
            absent = cleaned.get(f"absent_{one.pk.hex}")
            if text and not absent and mark_of(one, text) is None:
                self.add_error(f"value_{one.pk.hex}", ValidationError(what_is_wrong(one, text)))
        return cleaned

    def typed(self) -> TypedReview:
        """All that was typed, right or wrong: a draft keeps it."""
        data = self.data
        return TypedReview(
            recommendation=data.get("recommendation", ""),
            comment=data.get("comment", "")[:6000],
            visibility=_chosen(data.get("visibility", "")),
            scores={
                one.pk: TypedScore(
                    value=data.get(f"value_{one.pk.hex}", ""),
                    is_not_applicable=bool(data.get(f"absent_{one.pk.hex}")),
                    comment=data.get(f"comment_{one.pk.hex}", "")[:6000],
                    visibility=_chosen(data.get(f"visibility_{one.pk.hex}", "")),
                )
                for one in self._grid
            },
        )

    def rows(self) -> list[dict[str, Any]]:
        """Each criterion with its four fields."""
        return [
            {
                "criterion": one,
                **{
                    name: self[f"{name}_{one.pk.hex}"]
                    for name in ("value", "absent", "comment", "visibility")
                },
            }
            for one in self._grid
        ]

    @staticmethod
    def data_of(review: Review, grid: Sequence[Criterion]) -> dict[str, Any]:
        """A draft as it was typed, to be shown with what is wrong in it."""
        data: dict[str, Any] = {
            "revision": review.revision,
            "recommendation": review.recommendation,
            "comment": review.comment,
            "visibility": review.visibility,
        }
        scores = {one.criterion_id: one for one in review.scores.all()}
        for one in grid:
            score = scores.get(one.pk)
            if score is None:
                continue
            value = score.typed if score.value is None else _number(score.value)
            data[f"value_{one.pk.hex}"] = value
            data[f"comment_{one.pk.hex}"] = score.comment
            data[f"visibility_{one.pk.hex}"] = score.visibility
            if score.is_not_applicable:
                data[f"absent_{one.pk.hex}"] = "on"
        return data


def _chosen(value: str) -> Visibility:
    return Visibility(value) if value in Visibility.values else Visibility.READERS


def _number(value: Any) -> str:
    return f"{value.normalize():f}".replace(".", ",")


class ChecklistForm(forms.Form):
    """What was found for each point of admissibility."""

    def __init__(self, *args: Any, labels: Sequence[str], items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._labels = labels
        known = {one["label"]: one for one in items}
        for rank, label in enumerate(labels):
            said = known.get(label, {})
            self.fields[f"answer_{rank}"] = forms.ChoiceField(
                label=label,
                required=False,
                choices=ItemAnswer.choices,
                widget=forms.RadioSelect,
                initial=said.get("answer", ""),
            )
            self.fields[f"note_{rank}"] = forms.CharField(
                label="Remarque", required=False, max_length=300, initial=said.get("note", "")
            )

    def checked(self) -> list[Checked]:
        """What was answered, for the service."""
        return [
            Checked(
                label,
                ItemAnswer(answer) if (answer := self.cleaned_data[f"answer_{rank}"]) else None,
                self.cleaned_data[f"note_{rank}"],
            )
            for rank, label in enumerate(self._labels)
        ]


class DecisionForm(forms.Form):
    """Admissible or not."""

    reason = _text(
        "Motif",
        "Obligatoire pour une irrecevabilité : il est communiqué au consortium.",
        required=False,
    )


class CorrectionForm(forms.Form):
    """What is asked of a consortium."""

    what = _text("Ce qui manque", "La pièce ou la précision attendue, en toutes lettres.")
    due_on = _day("À rendre le")


class AnswerForm(forms.Form):
    """What a consortium brings."""

    answer = _text("Votre réponse", "Ce que vous apportez, ou la précision demandée.", rows=5)
    file = forms.FileField(
        label="Pièce",
        required=False,
        help_text="PDF, image, document de bureautique ou texte, 20 Mo au plus.",
    )


class AssignForm(forms.Form):
    """One more reader on an application."""

    reader = forms.ChoiceField(label="Lecteur")
    due_on = _day("À rendre le", required=False)

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

    reason = _reason("Pourquoi")


class ProposalForm(forms.Form):
    """Who reads what, before it is confirmed: each choice may be changed, or left empty."""

    due_on = _day("Lectures à rendre le", required=False)

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
    text = _text(
        "Texte de l’avis", "Obligatoire pour un avis réservé ou défavorable.", required=False
    )
    given_on = _day("Rendu le", "Vide : le jour de la réunion.", required=False)
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
