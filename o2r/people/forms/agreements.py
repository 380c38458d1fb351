"""What is explained to a person, proposed to them, and what they answer."""

from collections.abc import Iterable
from typing import Any

from django import forms

from o2r.accounts.models import Organisation
from o2r.core.instance import holds_real_people
from o2r.core.widgets import DayInput
from o2r.people.card_codes import LONGEST_WORD, SHORTEST_WORD
from o2r.people.contract_texts import offers
from o2r.people.enums import AgreementProof, Basis, Purpose, SharedField, Support
from o2r.people.papers import Paper

OTHER_LANGUAGE = "autre"
BASES = (
    (
        Basis.CONSENT.value,
        "Accord de la personne : elle dit oui, et peut le retirer quand elle veut.",
    ),
    (
        Basis.SHARED_SECRECY.value,
        "Secret partagé entre professionnels d’une même action (CASF, art. L. 121-6-2) : ce n’est "
        "pas un accord. Strictement le nécessaire ; la personne est informée et peut s’y opposer.",
    ),
)
NOT_YET = (AgreementProof.CODE,)
"""Proofs that need what does not exist yet: no message leaves by SMS."""


def languages() -> list[tuple[str, str]]:
    """The languages of the contrat de confiance, by code, then another one said aloud."""
    written = [(one.text.code, one.text.name) for one in offers(production=holds_real_people())]
    return [*written, (OTHER_LANGUAGE, "une autre, avec un interprète")]


def _language() -> forms.ChoiceField:
    return forms.ChoiceField(label="En quelle langue ?", choices=languages)


class InformationForm(forms.Form):
    """What was told to the person of what is written of them."""

    support = forms.ChoiceField(label="Avec quoi ?", choices=Support)
    language = _language()


class RecipientSearchForm(forms.Form):
    """Find the organisation to share with."""

    q = forms.CharField(
        label="À quelle organisation ?",
        max_length=100,
        required=False,
        help_text="Un mot de son nom. Seules celles où quelqu’un peut lire un dossier s’affichent.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )


class ProposalForm(forms.Form):
    """What would be told, to whom, for what. Nothing is ticked beforehand."""

    recipient = forms.ChoiceField(label="À qui ?", widget=forms.RadioSelect)
    basis = forms.ChoiceField(label="Sur quel fondement ?", choices=BASES, widget=forms.RadioSelect)
    purpose = forms.ChoiceField(label="Pour quoi ?", choices=Purpose, widget=forms.RadioSelect)
    shared = forms.MultipleChoiceField(
        label="Ce qui serait partagé",
        choices=SharedField,
        widget=forms.CheckboxSelectMultiple,
        help_text=(
            "Rien d’autre ne sera visible. Le téléphone vient avec ses précautions d’appel. Ce qui "
            "n’est pas encore noté se lira dès qu’il le sera : dites-le à la personne."
        ),
    )
    channel = forms.ChoiceField(label="Expliqué avec quoi ?", choices=Support)
    language = _language()
    until = forms.DateField(
        label="Jusqu’au",
        widget=DayInput(),
        help_text="Le dernier jour. Au-delà, il faut le redemander.",
    )

    def __init__(self, *args: Any, recipients: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipient"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), f"{one.name} ({one.get_kind_display()})") for one in recipients
        ]


class GiveForm(forms.Form):
    """How the person said yes."""

    proof = forms.ChoiceField(
        label="Comment la personne a-t-elle dit oui ?",
        choices=[one for one in AgreementProof.choices if one[0] not in NOT_YET],
        widget=forms.RadioSelect,
    )


class SecrecyForm(forms.Form):
    """For shared secrecy, nobody says yes: the person was informed, and does not object."""

    informed = forms.BooleanField(
        label="La personne sait ce qui est partagé, avec qui et pourquoi, et ne s’y oppose pas"
    )


def handed_languages() -> list[tuple[str, str]]:
    """The languages in which a paper may be handed here: those that somebody answers for."""
    known = offers(production=holds_real_people())
    return [(one.text.code, one.text.name) for one in known if not one.refusal]


class ReceiptForm(forms.Form):
    """How the paper is printed."""

    language = forms.ChoiceField(label="En quelle langue ?", choices=handed_languages)
    contact = forms.CharField(
        label="Comment vous joindre",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Imprimé sur le papier. Demandez à la personne si quelqu’un d’autre le lira.",
    )
    is_large = forms.BooleanField(label="En grands caractères", required=False)
    with_pictograms = forms.BooleanField(label="Avec des dessins", required=False)


class CardPaperForm(forms.Form):
    """How the card is printed. The code comes from the page that has just made it."""

    code = forms.CharField(max_length=40, widget=forms.HiddenInput)
    language = forms.ChoiceField(label="En quelle langue ?", choices=handed_languages)
    paper = forms.ChoiceField(
        label="Sur quel papier ?",
        choices=[
            (Paper.A4.value, "une feuille A4, à découper et plier"),
            (Paper.A6.value, "une carte A6"),
        ],
    )


class IssueCardForm(forms.Form):
    """The second secret is chosen by the person, who types it themselves if they can."""

    word = forms.CharField(
        label="Mot secret choisi par la personne",
        required=False,
        max_length=LONGEST_WORD,
        strip=True,
        widget=forms.PasswordInput(
            attrs={"autocomplete": "off", "data-o2r-reveal": "le mot secret"}
        ),
        help_text=(
            f"Entre {SHORTEST_WORD} et {LONGEST_WORD} signes, que personne ne devinerait : ni "
            "prénom, ni date de naissance. Sans lui, la carte ne sert qu’à arrêter des partages."
        ),
    )
