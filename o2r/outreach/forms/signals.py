"""What a partner types to signal somebody, and what a team answers."""

import re
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms

from o2r.accounts.services.links import new_secret
from o2r.core.widgets import DayInput, PlainSelect
from o2r.outreach.enums import Awareness, SignalAnswer
from o2r.outreach.models import Place
from o2r.outreach.selectors.signals import Operator
from o2r.outreach.services.signalling import LONGEST_LINE, LONGEST_WORDS, Message
from o2r.territory.commune_field import ChosenCommuneWidget, CommuneField
from o2r.territory.typography import typographic

_CODE = re.compile(r"[A-Za-z0-9_-]{43}")
WHERE = typographic("Dans quelle commune ?")
NOBODY_CHOSEN = [("", "Elle reste inconnue, sans dossier")]


class CodeField(forms.CharField):
    """A secret made by the page, which comes back with what it sends: sent twice, it is one.

    What is no such secret becomes a new one.
    """

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, initial=lambda: new_secret()[0])

    def clean(self, value: Any) -> str:
        return value if _CODE.fullmatch(str(value or "")) else new_secret()[0]


def _line(label: str, hint: str = "", *, required: bool = False, **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "dir": "auto", **attrs})
    return forms.CharField(
        label=typographic(label),
        required=required,
        max_length=LONGEST_LINE,
        widget=widget,
        help_text=typographic(hint),
    )


class SignalForm(forms.Form):
    """A signal. ``website``: no person sees it."""

    code = CodeField()
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    commune = CommuneField(
        label=typographic("Dans quelle commune ?"), help_text="Nom ou code postal."
    )
    whereabouts = _line(
        "Où et quand peut-on la trouver ?", "Une rue, un arrêt de bus, une sortie : « le soir »."
    )
    words = forms.CharField(
        label=typographic("Qu’est-ce qui vous inquiète ?"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto", "autocomplete": "off"}),
        help_text=typographic(
            "Quelques mots suffisent. Ni nom de famille, ni date de naissance, ni santé."
        ),
        error_messages={"required": "Dites en une phrase ce qui vous inquiète."},
    )
    called = _line("Comment l’appeler ?", "Un prénom ou un surnom, si la personne est d’accord.")
    seen_on = forms.DateField(
        label=typographic("Quand l’avez-vous vue pour la dernière fois ?"),
        required=False,
        widget=DayInput(),
        error_messages={"invalid": typographic("Cette date ne se lit pas. Écrivez : 03/02/2026.")},
    )
    person_knows = forms.ChoiceField(
        label=typographic("La personne sait-elle que vous nous écrivez ?"),
        choices=Awareness.choices,
        widget=forms.RadioSelect,
        help_text=typographic("Pour sa sécurité : si elle ne le sait pas, nous ne dirons rien."),
        error_messages={
            "required": typographic("Cochez une réponse : « je ne sais pas » en est une.")
        },
    )
    sender_name = _line("Votre nom et votre service", required=True, autocomplete="name")
    sender_contact = _line(
        "Comment vous joindre ?", "Téléphone ou adresse électronique.", autocomplete="tel"
    )

    def looks_automatic(self) -> bool:
        """Whether the field that no person sees was filled."""
        return bool(self.cleaned_data.get("website"))

    def message(self) -> Message:
        """What was typed. Once the form is valid."""
        given = dict(self.cleaned_data)
        for name in ("code", "website", "operator"):
            given.pop(name, None)
        return Message(**given | {"person_knows": Awareness(given["person_knows"])})

    def renew(self) -> None:
        """After a refusal: what is typed stays, and goes with a new secret."""
        self.data = {**self.data.dict(), "code": new_secret()[0]}  # type: ignore[attr-defined]


class AccountSignalForm(SignalForm):
    """The same from an account, to one of the operators that cover the commune asked before."""

    commune = CommuneField(widget=ChosenCommuneWidget)
    operator = forms.ChoiceField(label=typographic("À quelle équipe ?"), widget=forms.RadioSelect)
    field_order = ("operator",)

    def __init__(self, *args: Any, operators: Sequence[Operator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.organisation.pk), one.label) for one in operators]
        self.fields["operator"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.initial["operator"] = choices[0][0]


class WhereForm(forms.Form):
    """Where somebody may need an operator."""

    commune = CommuneField(
        label=typographic("Dans quelle commune ?"), help_text="Nom ou code postal."
    )


class LinkForm(forms.Form):
    """A link given to a partner."""

    code = CodeField()
    partner = forms.CharField(
        label="Partenaire",
        max_length=120,
        help_text=typographic("À qui vous donnez ce lien : « Collège Jean-Moulin, vie scolaire »."),
    )
    until = forms.DateField(
        label="Sert jusqu’au",
        widget=DayInput(),
        help_text="Un an au plus. Vous pourrez le fermer avant.",
    )


class TakeForm(forms.Form):
    """Who goes, and where."""

    who = forms.ChoiceField(label=typographic("Qui y va ?"), widget=PlainSelect)
    place = forms.ModelChoiceField(
        label=typographic("À quel lieu ?"),
        queryset=Place.objects.none(),
        required=False,
        empty_label="Aucun lieu de la liste",
        widget=PlainSelect,
        help_text=typographic("Le lieu le dira alors dans la tournée : « un signalement ici »."),
    )

    def __init__(
        self, *args: Any, team: Iterable[tuple[UUID, str]], places: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [(str(key), name) for key, name in team]  # type: ignore[attr-defined]
        self.fields["place"].queryset = places  # type: ignore[attr-defined]


class MetForm(forms.Form):
    """Who was met, among the people whom one follows; nobody when they stay unknown."""

    person = forms.ChoiceField(
        label=typographic("Qui avez-vous rencontré ?"),
        required=False,
        widget=PlainSelect,
        help_text=typographic(
            "Si vous choisissez un dossier, seuls ceux qui le suivent liront encore ce signalement."
        ),
    )

    def __init__(self, *args: Any, people: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(key), name) for key, name in people]
        self.fields["person"].choices = NOBODY_CHOSEN + known  # type: ignore[attr-defined]

    def person_chosen(self) -> UUID | None:
        key = self.cleaned_data["person"]
        return UUID(key) if key else None


class AnswerForm(forms.Form):
    """The one sentence that who sent the signal reads."""

    answer = forms.ChoiceField(
        label=typographic("Que lui répondre ?"), required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, answers: Iterable[SignalAnswer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            ("", "Rien de plus pour l’instant"),
            *((one.value, one.label) for one in answers),
        ]
        self.fields["answer"].choices = choices  # type: ignore[attr-defined]

    def answer_chosen(self) -> SignalAnswer | None:
        code = self.cleaned_data["answer"]
        return SignalAnswer(code) if code else None
