"""What professionals type about conventions. Amounts are never proposed: fields start empty."""

from collections.abc import Iterable
from typing import Any

from django import forms

from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.core.fields import AmountField
from o2r.core.files.purposes import Purpose
from o2r.projects.conventions import rules
from o2r.projects.conventions.enums import (
    ControlKind,
    ConventionState,
    InstalmentKind,
    ProcedureDecision,
    ProcedureKind,
)
from o2r.projects.conventions.exchange.columns import SHEET
from o2r.projects.conventions.file_purposes import ANNUAL_DOCUMENT, SIGNED_ACT
from o2r.projects.conventions.selectors import CheckedMention, ListFilters
from o2r.projects.conventions.wording import lasting
from o2r.projects.exchange import values
from o2r.projects.forms import ImportForm, import_file
from o2r.projects.models import FundedProject
from o2r.territory.geography import current_geography
from o2r.territory.typography import typographic


def amount_field(label: str, **kwargs: Any) -> AmountField:
    """An amount of a convention: more than nothing, unless told otherwise."""
    return AmountField(label=label, **{"help_text": "En euros.", "above_zero": True, **kwargs})


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """A day, in the widget of the browser."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def long_text(
    label: str, *, required: bool = True, rows: int = 4, help_text: str = ""
) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=10_000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _file_field(label: str, purpose: Purpose, *, required: bool) -> forms.FileField:
    megabytes = purpose.max_bytes // 1_000_000
    return forms.FileField(
        label=label,
        required=required,
        help_text=typographic(
            f"{purpose.accepted}, {megabytes} Mo au plus. Le fichier est vérifié avant d’être lu."
        ),
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Le fichier est vide. Choisissez un fichier qui contient quelque chose.",
        },
    )


class ListForm(forms.Form):
    """The filters of the list; everything is optional, and what does not read is ignored.

    A région is asked only of who answers for several.
    """

    q = forms.CharField(label="Référence, intitulé ou porteur", required=False, max_length=100)
    state = forms.ChoiceField(label="État", required=False)
    region = forms.ChoiceField(label="Région", required=False)
    late = forms.BooleanField(label="Avec un document en retard", required=False)

    def __init__(self, *args: Any, regions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state, region = self.fields["state"], self.fields["region"]
        assert isinstance(state, forms.ChoiceField)  # noqa: S101 — said to mypy
        assert isinstance(region, forms.ChoiceField)  # noqa: S101 — said to mypy
        state.choices = [("", "Tous les états"), *ConventionState.choices]
        region.choices = [("", "Toutes les régions"), *regions]
        if len(regions) < 2:
            del self.fields["region"]

    def filters(self) -> ListFilters:
        """What was asked, as far as it reads."""
        self.is_valid()
        given = self.cleaned_data
        return ListFilters(
            state=given.get("state", ""),
            region=given.get("region", ""),
            late=bool(given.get("late")),
            words=given.get("q", ""),
        )


class ConventionForm(forms.Form):
    """What a convention says of itself."""

    reference = forms.CharField(label="Référence", max_length=60)
    title = forms.CharField(label="Intitulé", max_length=200)
    starts_on = day_field(
        "Premier jour", help_text="Le terme suit : la durée de la convention ne change pas."
    )
    commitment_number = forms.CharField(label="Engagement juridique", max_length=40, required=False)
    total_cost = amount_field("Coût total du projet", required=False)
    cost_method = long_text("Comment le coût est déterminé", required=False)


class NewConventionForm(ConventionForm):
    """A convention that no award opened."""

    region = forms.ChoiceField(label="Région")
    project = forms.ModelChoiceField(
        label="Projet déjà sur la plateforme",
        queryset=FundedProject.objects.none(),
        required=False,
        empty_label="Aucun : le créer",
        help_text="S’il y est, son porteur est repris.",
    )
    bearer = forms.ModelChoiceField(
        label="Porteur",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="Celui du projet",
    )
    zone_expression = forms.CharField(
        label="Territoire",
        required=False,
        max_length=2000,
        help_text="Pour un projet à créer : par exemple dep:38 - epci:200085751.",
    )
    signed_on = day_field(
        "Signée le", required=False, help_text="Vide : la convention est en préparation."
    )

    def __init__(self, *args: Any, regions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        term = lasting(rules.number("term-months"))
        self.fields["starts_on"].help_text = f"Le terme est calculé : {term}, moins un jour."
        region, project, bearer = (self.fields[one] for one in ("region", "project", "bearer"))
        assert isinstance(region, forms.ChoiceField)  # noqa: S101 — said to mypy
        assert isinstance(project, forms.ModelChoiceField)  # noqa: S101 — said to mypy
        assert isinstance(bearer, forms.ModelChoiceField)  # noqa: S101 — said to mypy
        region.choices = regions
        project.queryset = FundedProject.objects.filter(convention=None).order_by("title", "pk")
        bearer.queryset = Organisation.objects.order_by("name", "pk")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        project = given.get("project")
        if project is None and not given.get("bearer"):
            self.add_error("bearer", "Choisissez le porteur, ou un projet déjà présent.")
        if project is None and not given.get("zone_expression"):
            self.add_error("zone_expression", "Dites où le projet intervient.")
        if given.get("zone_expression") and project is None:
            try:
                values.zone(current_geography().year)(given["zone_expression"])
            except values.Refused as refusal:
                self.add_error("zone_expression", str(refusal))
        if given.get("signed_on") and given["signed_on"] > clock.today():
            self.add_error("signed_on", "Cette date n’est pas encore venue.")
        return given


class MentionsForm(forms.Form):
    """The checklist: one text for each mention that applies."""

    def __init__(self, *args: Any, mentions: Iterable[CheckedMention], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in mentions:
            if one.applies:
                self.fields[one.code.value] = long_text(one.label, required=False)
                self.initial.setdefault(one.code.value, one.text)


class SignForm(forms.Form):
    """The signature of the convention."""

    signed_on = day_field("Signée le")
    commitment_number = forms.CharField(label="Engagement juridique", max_length=40, required=False)
    scan = _file_field("Convention signée, numérisée", SIGNED_ACT, required=False)


class SignAvenantForm(forms.Form):
    signed_on = day_field("Signé le")
    scan = _file_field("Avenant signé, numérisé", SIGNED_ACT, required=False)


class ReasonForm(forms.Form):
    reason = long_text("Motif", rows=3)


class RenewForm(forms.Form):
    reference = forms.CharField(label="Référence de la nouvelle convention", max_length=60)


class AvenantForm(forms.Form):
    """The financial avenant of a year."""

    amount = amount_field("Contribution de l’État")
    subject = forms.CharField(label="Objet", max_length=300, required=False)


class NewAvenantForm(AvenantForm):
    """The avenant of a year that has none; without a year, it changes something else than money."""

    year = forms.ChoiceField(label="Année", required=False)

    def __init__(self, *args: Any, years: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = self.fields["year"]
        assert isinstance(year, forms.ChoiceField)  # noqa: S101 — said to mypy
        year.choices = [("", "Aucune : autre avenant"), *years]
        self.fields["amount"].required = False
        self.order_fields(["year", "amount", "subject"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("year") and not given.get("amount") and "amount" not in self.errors:
            self.add_error("amount", "Un avenant financier porte un montant.")
        if not given.get("year") and not given.get("subject"):
            self.add_error("subject", "Dites ce que cet avenant change.")
        return given


class InstalmentForm(forms.Form):
    """One payment of the échéancier."""

    kind = forms.ChoiceField(label="Nature", choices=InstalmentKind.choices)
    amount = amount_field("Montant")
    condition = forms.CharField(label="Condition", max_length=300, required=False)
    due_on = day_field("Prévu le", required=False)
    commitment_number = forms.CharField(label="Engagement juridique", max_length=40, required=False)


class NewInstalmentForm(InstalmentForm):
    avenant = forms.ChoiceField(label="Année")

    def __init__(self, *args: Any, avenants: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        avenant = self.fields["avenant"]
        assert isinstance(avenant, forms.ChoiceField)  # noqa: S101 — said to mypy
        avenant.choices = avenants
        self.order_fields(["avenant"])


class ServiceForm(forms.Form):
    done_on = day_field("Service fait constaté le")


class PaymentForm(forms.Form):
    paid_on = day_field("Payé le")
    paid_amount = amount_field("Montant payé")


class SendDocumentForm(forms.Form):
    file = _file_field("Document", ANNUAL_DOCUMENT, required=True)
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


class ConventionImportForm(ImportForm):
    """A file of conventions."""

    sheet = SHEET
    file = import_file(
        "Fichier de conventions",
        accepted="CSV, XLSX ou ODS",
        accept=".csv,.xlsx,.ods",
        of="conventions",
    )
