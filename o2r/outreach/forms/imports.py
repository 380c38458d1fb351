"""Taking over a file: what it is, and what each of its columns is."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html

from o2r.core.widgets import PlainSelect
from o2r.outreach.enums import ImportKind
from o2r.outreach.exchange.columns import TARGETS, Target
from o2r.outreach.exchange.sheets import MOST_LINES, TakenSheet
from o2r.projects.exchange.tables import MAX_BYTES
from o2r.projects.forms import import_file
from o2r.territory.commune_field import CommuneField
from o2r.territory.typography import typographic


class ImportFileForm(forms.Form):
    """A file to take over, read at once so that what is unreadable is said beside the field."""

    kind = forms.ChoiceField(
        label=typographic("Que contient le fichier ?"),
        choices=ImportKind.choices,
        initial=ImportKind.PERSONS,
        widget=forms.RadioSelect,
        help_text=(
            "Dans cet ordre si vous avez les trois : les passages retrouvent les personnes et les "
            "lieux déjà importés."
        ),
    )
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
    commune = CommuneField(
        label="Commune des lieux",
        required=False,
        help_text="Pour un fichier de lieux qui ne la dit pas.",
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        # One byte too many is enough to refuse: the rest is not read into memory.
        self.content = upload.read(MAX_BYTES + 1)
        return upload


class ColumnsForm(forms.Form):
    """What each column of a file is; its first values are shown beside it."""

    def __init__(
        self,
        data: Any = None,
        *,
        kind: ImportKind,
        sheet: TakenSheet,
        mapping: Mapping[str, str],
    ) -> None:
        super().__init__(data)
        self.columns = sheet.columns
        choices = [("", "Ne pas reprendre"), *_choices(TARGETS[kind])]
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


def _choices(targets: Sequence[Target]) -> list[tuple[str, str]]:
    return [(one.code, one.label) for one in targets]
