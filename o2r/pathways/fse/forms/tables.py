"""Files of the FSE+: sheets to take back, the official template, what its columns are."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from o2r.core.widgets import PlainSelect
from o2r.pathways.fse.columns import (
    BESIDE,
    BY_VALUE,
    FRENCH_DAY,
    ISO_DAY,
    PLAIN,
    Column,
    column_for,
)
from o2r.pathways.fse.fields import BY_CODE, FIELDS, Kind
from o2r.projects.exchange.tables import MAX_BYTES
from o2r.territory.typography import typographic

DAYS = ((FRENCH_DAY, "31/01/2026"), (ISO_DAY, "2026-01-31"))


class _File(forms.Form):
    """A file that is read at once, so that what is unreadable is said beside the field."""

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        # One byte too many is enough to refuse: the rest is not read into memory.
        self.content: bytes = upload.read(MAX_BYTES + 1)
        return upload


def _table(label: str, hint: str) -> forms.FileField:
    return forms.FileField(
        label=label,
        help_text=typographic(f"XLSX, ODS ou CSV, 10 Mo au plus. {hint}"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.ods,.csv"}),
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Le fichier est vide. Choisissez un fichier qui contient quelque chose.",
        },
    )


class SheetsFileForm(_File):
    """Sheets to take back."""

    file = _table("Fichier", "Une seule ligne fausse, et rien n’est écrit : elle vous est montrée.")


class TemplateForm(_File):
    """The import template of « Ma Démarche FSE+ »: only its titles are read."""

    file = _table("Modèle d’import", "Seuls les titres de ses colonnes sont lus.")


class ColumnsForm(forms.Form):
    """What each column of the template is, and how it writes days and choices."""

    def __init__(self, data: Any = None, *, columns: Sequence[Column], template: str = "") -> None:
        super().__init__(data)
        self.titles = [one.column for one in columns]
        self.fields["template"] = forms.CharField(
            widget=forms.HiddenInput, initial=template, required=False, max_length=200
        )
        self.rows: list[list[str]] = []
        for rank, one in enumerate(columns):
            self.rows.append(self._add(rank, one))

    def _add(self, rank: int, one: Column) -> list[str]:
        """The questions of one column; their names."""
        names = [f"title-{rank}", f"field-{rank}"]
        self.fields[names[0]] = forms.CharField(widget=forms.HiddenInput, initial=one.column)
        self.fields[names[1]] = forms.ChoiceField(
            label=one.column,
            required=False,
            choices=_choices(),
            initial=one.field,
            widget=PlainSelect,
        )
        known = BY_CODE.get(one.field)
        if known is not None and known.kind is Kind.DAY:
            names.append(f"form-{rank}")
            self.fields[names[-1]] = forms.ChoiceField(
                label=f"{one.column} : comment un jour s’écrit",
                choices=DAYS,
                required=False,
                initial=one.form or FRENCH_DAY,
                widget=PlainSelect,
            )
        if known is not None and known.choices:
            names.append(f"values-{rank}")
            said = [f"{value} = {one.values.get(value, label)}" for value, label in known.choices]
            self.fields[names[-1]] = forms.CharField(
                label=f"{one.column} : ce que le modèle écrit",
                required=False,
                max_length=2000,
                initial="\n".join(said),
                widget=forms.Textarea(attrs={"rows": len(said)}),
                help_text="Une ligne par réponse ; à droite du signe égal, le texte du modèle.",
            )
        return names

    def clean(self) -> dict[str, Any]:
        """The columns as they are kept; each mistake at its column."""
        given = super().clean() or {}
        self.columns: list[Column] = []
        for rank, title in enumerate(self.titles):
            code = given.get(f"field-{rank}", "")
            usual = column_for(title, code)
            form = given.get(f"form-{rank}") or usual.form
            values = dict(usual.values)
            if usual.form == BY_VALUE and (typed := given.get(f"values-{rank}", "")):
                values |= self._values(f"values-{rank}", code, typed)
            self.columns.append(Column(title, code, form if code else PLAIN, values))
        return given

    def _values(self, name: str, code: str, typed: str) -> dict[str, str]:
        """What the template writes for each value; lines of another field are left."""
        known = {value for value, _ in BY_CODE[code].choices}
        found = {}
        for line in filter(None, map(str.strip, typed.splitlines())):
            value, equals, said = (part.strip() for part in line.partition("="))
            if not equals:
                self.add_error(name, ValidationError(f"Ligne sans signe égal : « {line[:40]} »."))
            elif value in known:
                found[value] = " ".join(said.split())
        return found


def _choices() -> list[tuple[str, str]]:
    ours = [(one.code, f"{one.label} ({one.moment.label})") for one in FIELDS]
    return [("", "Laisser vide"), *BESIDE.items(), *ours]


def posted_columns(data: Any) -> list[Column]:
    """The columns that a form shows again: their titles and what each is, as they were sent."""
    found = []
    for rank in range(500):
        title = str(data.get(f"title-{rank}", "")).strip()
        if not title:
            break
        code = str(data.get(f"field-{rank}", ""))
        found.append(column_for(title[:200], code if code in BY_CODE or code in BESIDE else ""))
    return found
