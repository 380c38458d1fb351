"""What people ask about their data, and what is answered."""

from django import forms

from o2r.core.retention.enums import Right
from o2r.core.retention.services.requests import LONGEST_DETAILS


class MailboxForm(forms.Form):
    """The address to prove."""

    email = forms.EmailField(
        label="Votre adresse électronique",
        help_text=(
            "Celle avec laquelle vous avez écrit par ce site. Un lien y sera envoyé : il prouve "
            "que cette boîte est la vôtre."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class AskForm(forms.Form):
    """One right, in the person's words."""

    right = forms.ChoiceField(label="Que demandez-vous ?", choices=Right.choices)
    details = forms.CharField(
        label="Précisions",
        required=False,
        max_length=LONGEST_DETAILS,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Par exemple la donnée à corriger et sa bonne valeur.",
    )


class CloseAccountForm(forms.Form):
    """What must be understood before an account is closed."""

    understood = forms.BooleanField(label="J’ai compris : mon compte ne pourra pas être rouvert")


class AnswerForm(forms.Form):
    """The words sent to the person: an answer, or the reason of a refusal or of a delay."""

    words = forms.CharField(
        label="Réponse ou motif, envoyé à la personne",
        max_length=LONGEST_DETAILS,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "Écrivez ce que la personne recevra : ce qui a été fait, ou pourquoi non."
        },
    )
