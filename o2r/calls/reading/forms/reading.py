"""What a reader types: interests, then the grid."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from o2r.calls.models import Criterion
from o2r.calls.reading.enums import (
    InterestNature,
    Recommendation,
    Visibility,
)
from o2r.calls.reading.forms.fields import CHOOSE, number, text_field
from o2r.calls.reading.models import InterestDeclaration, Review
from o2r.calls.reading.selectors.interests import Body
from o2r.calls.reading.services import Declared, TypedReview, TypedScore
from o2r.calls.reading.services.reviewing import mark_of, what_is_wrong
from o2r.territory.typography import typographic


def mark_of_body(key: str) -> str:
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
        self._bodies = {mark_of_body(body.key): body for body in bodies}
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
    comment = text_field("Commentaire général", required=False, rows=5)
    visibility = _visibility("Ce commentaire est lu par")

    def __init__(self, *args: Any, grid: Sequence[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._grid = grid
        for one in grid:
            mark = one.pk.hex
            bounds = f"{number(one.lowest)} à {number(one.highest)}"
            self.fields[f"value_{mark}"] = forms.CharField(
                label=f"Note de {one.code}, de {bounds}",
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )
            self.fields[f"absent_{mark}"] = forms.BooleanField(label="Sans objet", required=False)
            self.fields[f"comment_{mark}"] = text_field("Commentaire", required=False, rows=2)
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
            value = score.typed if score.value is None else number(score.value)
            data[f"value_{one.pk.hex}"] = value
            data[f"comment_{one.pk.hex}"] = score.comment
            data[f"visibility_{one.pk.hex}"] = score.visibility
            if score.is_not_applicable:
                data[f"absent_{one.pk.hex}"] = "on"
        return data


def _chosen(value: str) -> Visibility:
    return Visibility(value) if value in Visibility.values else Visibility.READERS
