"""The grid of a call, and the documents it asks for."""

import re
from decimal import Decimal
from typing import Any

from django import forms

from o2r.calls.content import number
from o2r.calls.forms.fields import AsksReason, long_text
from o2r.calls.models import Call, Criterion

MARK = re.compile(r"-?[0-9]{1,4}([.,][0-9])?")
"""A mark, as its bounds are written: one figure after the comma at most."""
NEW_CRITERION: dict[str, Any] = {"weight": 1, "lowest": 0, "highest": 5}


def _as_typed(criterion: Criterion) -> dict[str, Any]:
    """A line of the grid, as its form shows it."""
    shown = {name: getattr(criterion, name) for name in CriterionForm.base_fields}
    anchors = "\n".join(f"{number(one['value'])} : {one['text']}" for one in criterion.anchors)
    return shown | {"parent": criterion.parent_id, "anchors": anchors}


class CriterionForm(AsksReason):
    """One line of the grid."""

    code = forms.CharField(label="Code", max_length=10, help_text="Par exemple « C2.1 ».")
    label = forms.CharField(label="Critère", max_length=200)
    parent = forms.ModelChoiceField(
        label="Famille", queryset=Criterion.objects.none(), required=False, empty_label="Aucune"
    )
    help_text = long_text("Ce qui est regardé", rows=3)
    weight = forms.DecimalField(label="Poids", min_value=0, max_digits=6, decimal_places=2)
    lowest = forms.DecimalField(label="Note la plus basse", max_digits=5, decimal_places=1)
    highest = forms.DecimalField(label="Note la plus haute", max_digits=5, decimal_places=1)
    anchors = long_text(
        "Ce que veut dire une note",
        "Une ligne par note, par exemple « 3 : répond à l’essentiel ».",
        rows=4,
    )
    is_eliminatory = forms.BooleanField(label="Critère éliminatoire", required=False)
    eliminatory_below = forms.DecimalField(
        label="Éliminatoire en dessous de", required=False, max_digits=5, decimal_places=1
    )

    def __init__(
        self, *args: Any, call: Call, criterion: Criterion | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, call=call, is_inside=not call.grid_is_published, **kwargs)
        self.initial.update(_as_typed(criterion) if criterion else NEW_CRITERION)
        families = call.criteria.filter(parent=None)
        if criterion is not None:
            families = families.exclude(pk=criterion.pk)
        parent = self.fields["parent"]
        assert isinstance(parent, forms.ModelChoiceField)  # noqa: S101 — said to mypy
        parent.queryset = families

    def clean_anchors(self) -> list[dict[str, Any]]:
        found = []
        for line in str(self.cleaned_data["anchors"]).splitlines():
            value, colon, text = line.partition(":")
            if not line.strip():
                continue
            if not MARK.fullmatch(value.strip()) or not colon or not text.strip():
                raise forms.ValidationError(_anchor_problem(line))
            mark = value.strip().replace(",", ".")
            found.append({"value": mark, "text": text.strip()})
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        low, high = cleaned.get("lowest"), cleaned.get("highest")
        if low is not None and high is not None:
            if high <= low:
                self.add_error("highest", "La note la plus haute dépasse la plus basse.")
            for anchor in cleaned.get("anchors") or []:
                if not low <= Decimal(anchor["value"]) <= high:
                    self.add_error(
                        "anchors",
                        f"« {number(anchor['value'])} » n’est pas entre {number(low)} et "
                        f"{number(high)}.",
                    )
        if cleaned.get("is_eliminatory") and cleaned.get("eliminatory_below") is None:
            self.add_error("eliminatory_below", "Un critère éliminatoire a un seuil : donnez-le.")
        return cleaned


def _anchor_problem(line: str) -> str:
    return (
        f"« {line.strip()} » se lit mal : écrivez la note, deux points, puis ce qu’elle veut dire."
    )


class PieceForm(AsksReason):
    label = forms.CharField(label="Pièce", max_length=200)
    help_text = long_text("Précision", rows=2)
    is_required = forms.BooleanField(label="Obligatoire", required=False, initial=True)
    is_per_member = forms.BooleanField(label="Demandée à chaque membre", required=False)


class RemovalForm(AsksReason):
    """Take something off a call."""
