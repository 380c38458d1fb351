"""What is typed on the page of the card: never shown again, never written anywhere."""

from django import forms

from o2r.people.card_codes import LONGEST_WORD, plain

WRONG_SHAPE = (
    "Ce code n’a pas seize signes : recopiez-le en entier, avec ou sans les tirets. Les lettres I, "
    "L, O et U n’y sont jamais."
)


class CodeForm(forms.Form):
    """The code of a card, as typed or as the square gives it."""

    code = forms.CharField(
        label="Le code de la carte",
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "data-o2r-card-code": "",
            }
        ),
        error_messages={"required": "Écrivez le code de la carte."},
    )

    def clean_code(self) -> str:
        """Only the shape is checked: whether a card has this code is never said."""
        code = plain(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(WRONG_SHAPE)
        return code


class StopForm(forms.Form):
    """Stop everything, or one agreement by the number written on the paper."""

    number = forms.IntegerField(
        label="Un seul accord : son numéro, écrit sur votre papier",
        required=False,
        min_value=1,
        max_value=9999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="Rien ici : tous les partages s’arrêtent.",
    )


class WordForm(forms.Form):
    """The word chosen with the worker."""

    word = forms.CharField(
        label="Votre mot secret",
        max_length=LONGEST_WORD,
        widget=forms.PasswordInput(
            attrs={"autocomplete": "off", "data-o2r-reveal": "le mot secret"}
        ),
        error_messages={"required": "Écrivez le mot secret choisi avec nous."},
    )
