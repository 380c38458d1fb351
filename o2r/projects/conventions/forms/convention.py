"""What is typed of a convention itself. Amounts are never proposed: fields start empty."""

from collections.abc import Iterable
from typing import Any

from django import forms

from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.projects.conventions import rules
from o2r.projects.conventions.enums import ConventionState
from o2r.projects.conventions.exchange.columns import SHEET
from o2r.projects.conventions.file_purposes import SIGNED_ACT
from o2r.projects.conventions.forms.fields import amount_field, day_field, file_field, long_text
from o2r.projects.conventions.selectors import CheckedMention, ListFilters
from o2r.projects.conventions.wording import lasting
from o2r.projects.enums import PartnerRole
from o2r.projects.forms import ImportForm, import_file
from o2r.projects.models import FundedProject
from o2r.territory.forms import ZoneField


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
    """What a convention says of itself; of a signed one, what changes without an avenant."""

    reference = forms.CharField(label="Référence", max_length=60)
    title = forms.CharField(label="Intitulé", max_length=200)
    starts_on = day_field(
        "Premier jour", help_text="Le terme suit : la durée de la convention ne change pas."
    )
    commitment_number = forms.CharField(label="Engagement juridique", max_length=40, required=False)
    total_cost = amount_field("Coût total du projet", required=False)
    cost_method = long_text("Comment le coût est déterminé", required=False)

    def __init__(self, *args: Any, is_signed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in list(self.fields) if is_signed else []:
            if name != "commitment_number":
                del self.fields[name]


ZONE = "zone_expression"


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
    zone_expression = ZoneField(
        label="Territoire", of="region", required=False, help_text="Pour un projet à créer."
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
        zone = self.fields[ZONE]
        assert isinstance(zone, ZoneField)  # noqa: S101 — said to mypy
        region.choices = regions
        asked = regions[0][0] if len(regions) == 1 else str(self["region"].value() or "")
        if asked in dict(regions):
            zone.within = f"reg:{asked}"
        project.queryset = FundedProject.objects.filter(convention=None).order_by("title", "pk")
        bearer.queryset = Organisation.objects.order_by("name", "pk")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        project = given.get("project")
        if project is None and not given.get("bearer"):
            self.add_error("bearer", "Choisissez le porteur, ou un projet déjà présent.")
        if project is None and not (given.get("zone_expression") or self.errors.get(ZONE)):
            self.add_error(ZONE, "Dites où le projet intervient.")
        if given.get("signed_on") and given["signed_on"] > clock.today():
            self.add_error("signed_on", "Cette date n’est pas encore venue.")
        return given


class PartnerForm(forms.Form):
    """One organisation beside the bearer, and its role; left empty, it says nothing."""

    organisation = forms.ChoiceField(label="Organisation", required=False)
    role = forms.ChoiceField(label="Rôle", choices=PartnerRole.choices, required=False)

    def __init__(self, *args: Any, organisations: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation = self.fields["organisation"]
        assert isinstance(organisation, forms.ChoiceField)  # noqa: S101 — said to mypy
        organisation.choices = [("", "Aucune"), *organisations]


MAX_PARTNERS = 30
PartnerFormSet = forms.formset_factory(
    PartnerForm, extra=3, max_num=MAX_PARTNERS, absolute_max=MAX_PARTNERS
)


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
    scan = file_field("Convention signée, numérisée", SIGNED_ACT, required=False)


class ReasonForm(forms.Form):
    reason = long_text("Motif", rows=3)


class RenewForm(forms.Form):
    reference = forms.CharField(label="Référence de la nouvelle convention", max_length=60)


class ConventionImportForm(ImportForm):
    """A file of conventions."""

    sheet = SHEET
    file = import_file(
        "Fichier de conventions",
        accepted="CSV, XLSX ou ODS",
        accept=".csv,.xlsx,.ods",
        of="conventions",
    )


class SignedActForm(forms.Form):
    scan = file_field("Acte signé, numérisé", SIGNED_ACT, required=True)


class NothingForm(forms.Form):
    """An act to be agreed to, that asks for nothing else."""
