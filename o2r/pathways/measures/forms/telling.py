"""What the person says has changed most, and whether it may be quoted."""

from django import forms

from o2r.core.typography import typographic
from o2r.pathways.measures.enums import Quote
from o2r.pathways.measures.forms.asking import WhenForm
from o2r.pathways.measures.services.telling import LONGEST, Told


class ChangeForm(WhenForm):
    """Their words, as they say them, and their own yes or no to be quoted."""

    words = forms.CharField(
        label=typographic("Qu’est-ce qui a changé de plus important pour vous ?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off", "dir": "auto"}),
        help_text="Avec vos mots. En bien ou en mal.",
    )
    quote = forms.ChoiceField(
        label=typographic("Pouvons-nous citer ces mots, sans votre nom ?"),
        choices=[
            (Quote.PENDING.value, "Je ne réponds pas"),
            (Quote.YES.value, "Oui"),
            (Quote.NO.value, "Non"),
        ],
        initial=Quote.PENDING.value,
        widget=forms.RadioSelect,
        help_text=typographic("Sans réponse, c’est non. On peut changer d’avis à tout moment."),
    )

    @property
    def told(self) -> Told:
        """What was typed, for the service."""
        return Told(self.cleaned_data["words"], Quote(self.cleaned_data["quote"]))
