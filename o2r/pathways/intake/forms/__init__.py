"""Taking over a file of pathways: what it is, and what each of its columns is."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html

from o2r.core.widgets import PlainSelect
from o2r.outreach.exchange.sheets import MOST_LINES, TakenSheet
from o2r.pathways.intake.columns import TARGETS
from o2r.projects.exchange.tables import MAX_BYTES
from o2r.projects.forms import import_file


class IntakeFileForm(forms.Form):
    """A file of pathways, read at once so that what is unreadable is said beside the field."""

    file = import_file(
        "Fichier",
        accepted=f"XLSX, ODS ou CSV, {MOST_LINES} lignes".replace("5000", "5\u202f000"),
        accept=".xlsx,.ods,.csv",
        of="lignes",
    )
    sheet = forms.CharField(
        label="Feuille du classeur",
        required=False,
        max_length=60,
        help_text="Le nom de la feuille à reprendre, si le classeur en a plusieurs.",
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        # One byte too many is enough to refuse: the rest is not read into memory.
        self.content = upload.read(MAX_BYTES + 1)
        return upload


class IntakeColumnsForm(forms.Form):
    """What each column of a file is; its first values are shown beside it."""

    def __init__(self, data: Any = None, *, sheet: TakenSheet, mapping: Mapping[str, str]) -> None:
        super().__init__(data)
        self.columns = sheet.columns
        choices = [("", "Ne pas reprendre"), *((one.code, one.label) for one in TARGETS)]
        for rank, column in enumerate(sheet.columns):
            examples = " · ".join(sheet.examples(column))
            self.fields[f"column-{rank}"] = forms.ChoiceField(
                label=column,
                required=False,
                choices=choices,
                initial=mapping.get(column, ""),
                widget=PlainSelect,
                help_text=format_html("Dans votre fichier\u00a0: {}", examples),
            )

    @property
    def mapping(self) -> dict[str, str]:
        """The code of what each column is, empty for those that are left."""
        return {
            column: self.cleaned_data[f"column-{rank}"] for rank, column in enumerate(self.columns)
        }
