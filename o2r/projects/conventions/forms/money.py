"""What is typed of avenants and payments. Amounts are never proposed: fields start empty."""

from typing import Any

from django import forms

from o2r.projects.conventions.enums import InstalmentKind
from o2r.projects.conventions.file_purposes import SIGNED_ACT
from o2r.projects.conventions.forms.fields import amount_field, day_field, file_field


class SignAvenantForm(forms.Form):
    signed_on = day_field("Signé le")
    scan = file_field("Avenant signé, numérisé", SIGNED_ACT, required=False)


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


class CorrectAvenantForm(forms.Form):
    """What a signed avenant should have said, and why."""

    amount = amount_field("Contribution de l’État")
    signed_on = day_field("Signé le")
    reason = forms.CharField(
        label="Motif de la correction",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Une erreur de saisie, ou l’acte qui change ce montant, avec sa date.",
    )


class CorrectPaymentForm(forms.Form):
    """What was really paid, and why it was recorded otherwise."""

    paid_on = day_field("Payé le", required=False, help_text="Vide s’il n’a pas été payé.")
    paid_amount = amount_field(
        "Montant payé", required=False, help_text="En euros ; vide s’il n’a pas été payé."
    )
    reason = forms.CharField(
        label="Motif de la correction", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
