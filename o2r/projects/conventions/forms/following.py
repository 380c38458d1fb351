"""What is typed while a convention runs: documents, accounts, controls, procedures."""

from django import forms

from o2r.projects.conventions.enums import ControlKind, ProcedureDecision, ProcedureKind
from o2r.projects.conventions.file_purposes import ANNUAL_DOCUMENT
from o2r.projects.conventions.forms.fields import amount_field, day_field, file_field, long_text


class SendDocumentForm(forms.Form):
    file = file_field("Document", ANNUAL_DOCUMENT, required=True)
    note = forms.CharField(label="Remarque", max_length=500, required=False)


class PostponeForm(forms.Form):
    due_on = day_field("Attendu le")


class AskAgainForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi le redemander",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SiegForm(forms.Form):
    """The figures of the public service for a year, from analytical accounts."""

    cost = amount_field("Coûts du service", above_zero=False)
    revenue = amount_field("Recettes du service", above_zero=False)
    compensation = amount_field("Compensation versée par l’État", above_zero=False)


class ControlForm(forms.Form):
    kind = forms.ChoiceField(label="Contrôle", choices=ControlKind.choices)
    done_on = day_field("Fait le")
    findings = long_text("Constats")
    follow_up = long_text("Suites", required=False, rows=3)


class ProcedureForm(forms.Form):
    kind = forms.ChoiceField(label="Mesure envisagée", choices=ProcedureKind.choices)
    reasons = long_text("Motifs", help_text="Ils sont envoyés à l’organisme.")
    observations_before = day_field("Observations possibles jusqu’au")


class ObservationsForm(forms.Form):
    observations = long_text("Observations de l’organisme", rows=8)


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(label="Décision", choices=ProcedureDecision.choices)
    reasons = long_text("Motifs de la décision")
    repayment = amount_field(
        "Reversement demandé", required=False, help_text="En euros, s’il y en a un."
    )
