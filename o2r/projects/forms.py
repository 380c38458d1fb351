"""What professionals type in their space."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from o2r.accounts.errors import DomainError
from o2r.projects.exchange.tables import MAX_BYTES, read
from o2r.territory.typography import typographic


class ImportForm(forms.Form):
    """A file of projects, read at once so that what is unreadable is said beside the field."""

    file = forms.FileField(
        label="Fichier de projets",
        help_text=typographic(
            "CSV, XLSX ou GeoJSON, 10 Mo au plus. Rien n’est écrit à cette étape : vous verrez "
            "d’abord ce que le fichier changerait."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.geojson,.json"}),
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Le fichier est vide. Choisissez un fichier qui contient des projets.",
        },
    )

    def clean_file(self) -> "UploadedFile[Any]":
        upload: UploadedFile[Any] = self.cleaned_data["file"]
        try:
            # One byte too many is enough to refuse: the rest is not read into memory.
            content = upload.read(MAX_BYTES + 1)
            read(upload.name or "", content)
        except DomainError as error:
            raise forms.ValidationError(str(error)) from error
        self.content = content
        return upload


class ConfirmImportForm(forms.Form):
    skip_invalid = forms.BooleanField(
        label="Importer les lignes justes et laisser de côté les lignes refusées",
        required=False,
    )


class TreatReportForm(forms.Form):
    treatment = forms.CharField(
        label="Suite donnée",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Pour la mémoire de l’équipe, par exemple « téléphone corrigé ».",
    )
