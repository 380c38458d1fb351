"""What is chosen with the person, and what a structure answers."""

import re
from typing import Any

from django import forms
from django.http import QueryDict

from o2r.accounts.services.links import new_secret
from o2r.core.widgets import DayInput, PlainSelect
from o2r.network.directory.codes import CATEGORIES, listed
from o2r.pathways.referrals.enums import (
    SAID_BY_STRUCTURES,
    Answer,
    EndReason,
    Share,
)
from o2r.pathways.referrals.services.answering import Said
from o2r.pathways.referrals.services.preparing import LONGEST_WORDS, TRAVELS
from o2r.people.enums import AgreementProof, SharedField
from o2r.people.forms.agreements import NOT_YET
from o2r.territory.typography import typographic

_CODE = re.compile(r"[A-Za-z0-9_-]{43}")
_WRONG_DAY = typographic("Cette date ne se lit pas. Écrivez : 03/02/2026.")
BUNDLES = {
    Share.NOTHING: (),
    Share.REACH: (SharedField.FIRST_NAME, SharedField.PHONE),
    Share.WHO: (SharedField.FULL_NAME, SharedField.BIRTH, SharedField.PHONE, SharedField.CONTACT),
}


class CodeField(forms.CharField):
    """A secret made by the page, which comes back with what it sends: sent twice, it is one."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, initial=lambda: new_secret()[0])

    def clean(self, value: Any) -> str:
        return value if _CODE.fullmatch(str(value or "")) else new_secret()[0]


def _themes() -> list[tuple[str, str]]:
    known = listed(CATEGORIES).values()
    return [("", "Tous les besoins"), *((one.code, one.label) for one in known)]


class ServiceSearchForm(forms.Form):
    """What is looked for; nothing chosen shows all that is near."""

    theme = forms.ChoiceField(
        label="Pour quel besoin", choices=_themes, required=False, widget=PlainSelect
    )
    words = forms.CharField(
        label="Un mot du nom",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )


class PlainReferralForm(forms.Form):
    """A referral without identity: a few words for the structure, or none."""

    code = CodeField()
    words = forms.CharField(
        label=typographic("Quelques mots pour la structure"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "autocomplete": "off"}),
        help_text=typographic(
            "Ce que la personne cherche, et ce qui l’aiderait à venir. Ni santé, ni justice, ni ce "
            "qu’elle n’a pas choisi de dire."
        ),
    )

    @property
    def fields_shared(self) -> tuple[SharedField, ...]:
        """What travels. Once the form is valid."""
        return ()

    @property
    def proof(self) -> AgreementProof | None:
        """How the person said yes."""
        return None


class ReferralForm(PlainReferralForm):
    """The same, with what the person agrees to tell. Nothing is ticked beforehand."""

    share = forms.ChoiceField(
        label=typographic("Que peut savoir la structure ?"),
        choices=Share,
        widget=forms.RadioSelect,
        help_text=typographic("C’est la personne qui choisit. Rien d’autre ne sera visible."),
        error_messages={"required": "Demandez à la personne, puis cochez une réponse."},
    )
    shared = forms.MultipleChoiceField(
        label=typographic("Autre chose : quoi exactement ?"),
        choices=[(one.value, one.label) for one in TRAVELS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    proof_given = forms.ChoiceField(
        label=typographic("Comment a-t-elle dit oui ?"),
        choices=[one for one in AgreementProof.choices if one[0] not in NOT_YET],
        required=False,
        widget=forms.RadioSelect,
        help_text=typographic("Inutile si rien de son identité ne part."),
    )
    field_order = ("code", "share", "shared", "proof_given", "words")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("share") == Share.CHOSEN and not given.get("shared"):
            self.add_error("shared", "Cochez au moins une chose.")
        shares = given.get("share") not in (None, "", Share.NOTHING)
        if shares and not given.get("proof_given"):
            self.add_error("proof_given", "Dites comment la personne a donné son accord.")
        return given

    @property
    def fields_shared(self) -> tuple[SharedField, ...]:
        chosen = Share(self.cleaned_data["share"])
        if chosen == Share.CHOSEN:
            return tuple(SharedField(one) for one in self.cleaned_data["shared"])
        return BUNDLES[chosen]

    @property
    def proof(self) -> AgreementProof | None:
        given = self.cleaned_data.get("proof_given")
        return AgreementProof(given) if given else None


class AnswerForm(forms.Form):
    """One answer: its button, and what it needs to be told."""

    answer = forms.ChoiceField(choices=Answer, widget=forms.HiddenInput)
    on = forms.DateField(
        label=typographic("Quel jour ?"),
        widget=DayInput(),
        error_messages={
            "invalid": _WRONG_DAY,
            "required": "Donnez le jour du rendez-vous.",
        },
    )
    reason = forms.ChoiceField(
        label=typographic("Pourquoi ?"),
        choices=[("", "Choisissez"), *((one.value, one.label) for one in SAID_BY_STRUCTURES)],
        widget=PlainSelect,
        error_messages={"required": "Dites pourquoi : cela aide à chercher ailleurs."},
    )

    def __init__(self, typed: QueryDict | None = None, *, answer: Answer) -> None:
        super().__init__(typed, initial={"answer": answer.value}, auto_id=f"{answer.value}_%s")
        self.known = answer
        if answer != Answer.APPOINTED:
            del self.fields["on"]
        if answer != Answer.REFUSED:
            del self.fields["reason"]

    @property
    def asks_more(self) -> bool:
        """Whether a button alone is not enough."""
        return len(self.fields) > 1

    @property
    def said(self) -> Said:
        """What was answered. Once the form is valid."""
        reason = self.cleaned_data.get("reason")
        return Said(
            self.known,
            on=self.cleaned_data.get("on"),
            reason=EndReason(reason) if reason else None,
        )


class OpenForm(forms.Form):
    """The code received in the mailbox, or printed in the letter."""

    code = forms.CharField(
        label=typographic("Le code reçu"),
        max_length=30,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        help_text=typographic("Huit signes, avec ou sans le tiret."),
        error_messages={"required": "Écrivez le code."},
    )
