"""Taking over dossiers of Démarches simplifiées: the file, its columns, what it does not say."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from o2r.accounts.forms import SiretField
from o2r.calls.applications import hours
from o2r.calls.applications.dossier_cells import fact_labels
from o2r.calls.applications.dossiers import TITLE, Dossier
from o2r.calls.applications.facts import facts_in_words, money_in_words
from o2r.calls.applications.forms.writing import FactsForm
from o2r.calls.applications.models import Application, Member
from o2r.calls.applications.sections import TEXTS
from o2r.calls.applications.services import LeadGiven
from o2r.calls.models import Call
from o2r.core.fields import AmountField
from o2r.projects.exchange.tables import MAX_BYTES


class DossierFileForm(forms.Form):
    """An export of dossiers, read at once so that what is unreadable is said beside the field."""

    file = forms.FileField(
        label="Export de Démarches simplifiées",
        help_text="CSV ou XLSX, 10 Mo au plus. Rien n’est repris à cette étape.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Le fichier est vide. Choisissez un fichier qui contient des dossiers.",
        },
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        # One byte too many is enough to refuse: the rest is not read into memory.
        self.content = upload.read(MAX_BYTES + 1)
        return upload


class ColumnsForm(forms.Form):
    """What each column of the file is, and which of the late dossiers are taken all the same."""

    def __init__(
        self,
        data: Any = None,
        *,
        call: Call,
        columns: Sequence[str],
        guessed: Mapping[str, str],
        late: Sequence[Dossier] = (),
    ) -> None:
        super().__init__(data)
        self.columns, self.late = columns, late
        facts = list(fact_labels(call.years).items())
        texts = [(code, text.label) for code, text in TEXTS.items()]
        choices = [
            ("", "Ne pas reprendre"),
            ("Renseignements", [(TITLE, "Intitulé du projet"), *facts]),
            ("Textes", texts),
        ]
        for rank, column in enumerate(columns):
            self.fields[f"column-{rank}"] = forms.ChoiceField(
                label=column, required=False, choices=choices, initial=guessed.get(column, "")
            )
        for rank, one in enumerate(late):
            sent = hours.said(one.deposited_at, call.zone_info)
            self.fields[f"late-{rank}"] = forms.BooleanField(
                label=f"Reprendre le dossier {one.number} ({one.name}), déposé le {sent}",
                required=False,
            )
            self.fields[f"late-reason-{rank}"] = forms.CharField(
                label=f"Pourquoi reprendre le dossier {one.number}",
                required=False,
                max_length=1000,
                help_text="Ce motif reste avec la candidature, pour la recevabilité.",
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for rank, one in enumerate(self.late):
            said = str(cleaned.get(f"late-reason-{rank}") or "").strip()
            if cleaned.get(f"late-{rank}") and not said:
                self.add_error(
                    f"late-reason-{rank}",
                    f"Le dossier {one.number} est hors délai : dites pourquoi le reprendre, ou "
                    "décochez-le.",
                )
            elif said and not cleaned.get(f"late-{rank}"):
                self.add_error(
                    f"late-{rank}",
                    f"Cochez le dossier {one.number} pour le reprendre, ou effacez le motif.",
                )
        return cleaned

    @property
    def mapping(self) -> dict[str, str]:
        """The code of a text or of a fact, by column; nothing for those that are left."""
        return {
            column: self.cleaned_data[f"column-{rank}"]
            for rank, column in enumerate(self.columns)
            if self.cleaned_data.get(f"column-{rank}")
        }

    @property
    def admitted(self) -> dict[str, str]:
        """Why each late dossier that was ticked is taken, by its number."""
        return {
            one.number: self.cleaned_data[f"late-reason-{rank}"].strip()
            for rank, one in enumerate(self.late)
            if self.cleaned_data.get(f"late-{rank}")
            and self.cleaned_data.get(f"late-reason-{rank}")
        }

    def column_fields(self) -> list[forms.BoundField]:
        return [self[f"column-{rank}"] for rank in range(len(self.columns))]

    def late_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """For each late dossier, the box to tick and the reason."""
        ranks = range(len(self.late))
        return [(self[f"late-{rank}"], self[f"late-reason-{rank}"]) for rank in ranks]


class CompletionForm(FactsForm):
    """What an application that comes from another site says, apart from its texts."""

    stated_cost = AmountField(
        label="Coût total du projet",
        required=False,
        help_text="En euros, pour toute la durée. La convention le reprend.",
    )
    siret = SiretField(required=False)
    joins = forms.BooleanField(
        label="Rattacher le chef de file à son organisation sur la plateforme",
        required=False,
        help_text=(
            "Une convention en a besoin. L’organisation de ce SIRET, ou de ce nom sans SIRET, est "
            "ajoutée si elle n’est pas connue. Ses membres liront cette candidature et ce qui en "
            "est décidé, une fois les résultats publiés."
        ),
    )

    def __init__(
        self, data: Any = None, *, application: Application, lead: Member, asked: Sequence[Decimal]
    ) -> None:
        super().__init__(data, application=application)
        self.application = application
        self.years = [f"requested_{year}" for year in range(1, len(asked) + 1)]
        for year, (name, amount) in enumerate(zip(self.years, asked, strict=True), start=1):
            self.fields[name] = AmountField(
                label=f"Aide demandée à l’appel, année {year}",
                required=False,
                nothing=Decimal(0),
                help_text="En euros.",
            )
            self.initial[name] = amount or None
        self.initial["stated_cost"] = application.stated_cost
        self.initial["siret"] = lead.siret
        self.fields["siret"].label = "SIRET du chef de file"
        if lead.organisation_id is not None:
            del self.fields["siret"], self.fields["joins"]
        self.order_fields(
            ["title", "zone", "publics", "attention_points", "stages", "channels", "places"]
            + [*self.years, "stated_cost", "siret", "joins"]
        )
        words = facts_in_words(application) | money_in_words(asked, application.stated_cost)
        self.initial["seen"] = json.dumps(words, ensure_ascii=False)

    @property
    def values(self) -> dict[str, Any]:
        """The fields of the model."""
        apart = {"siret", "joins", *self.years}
        return {name: value for name, value in super().values.items() if name not in apart}

    @property
    def asked(self) -> tuple[Decimal, ...]:
        """The aid asked of the call, year by year, in euros."""
        return tuple(self.cleaned_data[name] for name in self.years)

    @property
    def lead(self) -> LeadGiven | None:
        """What is said of the chef de file; None once it is one of the platform."""
        if "siret" not in self.fields:
            return None
        return LeadGiven(self.cleaned_data["siret"], self.cleaned_data["joins"])
