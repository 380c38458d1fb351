"""Form fields of the product."""

from decimal import Decimal
from typing import Any

from django import forms

from o2r.core.money import BadAmount, NegativeAmount, read_amount, written


class AmountField(forms.CharField):
    """An amount in euros, as people type it: « 125 000,50 ».

    ``nothing``: what it is worth when nothing is typed. ``above_zero``: zero is refused.
    ``negative``: what is said of an amount below zero.
    """

    def __init__(
        self,
        *,
        nothing: Decimal | None = None,
        above_zero: bool = False,
        negative: str = "",
        **kwargs: Any,
    ) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=30, widget=widget, **kwargs)
        self.nothing, self.above_zero, self.negative = nothing, above_zero, negative

    def clean(self, value: Any) -> Any:
        try:
            amount = read_amount(super().clean(value))
        except NegativeAmount as error:
            raise forms.ValidationError(self.negative or str(error)) from error
        except BadAmount as error:
            raise forms.ValidationError(str(error)) from error
        if amount == 0 and self.above_zero:
            raise forms.ValidationError("Écrivez un montant supérieur à zéro.")
        return self.nothing if amount is None else amount

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, Decimal) else value
