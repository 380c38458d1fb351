"""Protecting a file, opening one in an emergency, saying what one thinks of it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from o2r.accounts.models import Membership
from o2r.core.widgets import DayInput
from o2r.people.enums import EmergencyReason, EmergencyVerdict, ProtectionReason
from o2r.people.recognising import Said

LONGEST_WORDS = 1000


def words(label: str, hint: str = "", *, required: bool = True) -> forms.CharField:
    """A few sentences about a person, kept sealed."""
    widget = forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=LONGEST_WORDS, widget=widget
    )


class ProtectionForm(forms.Form):
    """Why a file is protected. ``shared``: how many organisations read something of it."""

    reason = forms.ChoiceField(label="Pourquoi ?", choices=ProtectionReason)
    words = words(
        "Ce qu’il faut savoir",
        "Chiffré, lu par le référent et qui accompagne : par exemple qui ne doit rien apprendre.",
        required=False,
    )
    stops_sharing = forms.BooleanField(
        label="Retirer maintenant les accords : un dossier protégé ne se partage pas"
    )

    def __init__(self, *args: Any, shared: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not shared:
            del self.fields["stops_sharing"]


class LiftForm(forms.Form):
    words = words("Pourquoi la protection n’est-elle plus nécessaire ?")


class LeaveWordForm(forms.Form):
    words = words("Un mot au référent", "Chiffré : ce que vous avez fait, ce qu’il reste à faire.")


class ReviewForm(forms.Form):
    verdict = forms.ChoiceField(
        label="Votre avis", choices=EmergencyVerdict, widget=forms.RadioSelect
    )
    remark = words("Remarque", "Ce que vous avez vérifié, et auprès de qui.")


class EmergencyForm(forms.Form):
    """What is said of the person, why, and what happens. ``colleagues``: who may be a referent."""

    reason = forms.ChoiceField(label="Pourquoi maintenant ?", choices=EmergencyReason)
    words = words("Ce qui se passe", "Une phrase, chiffrée, que relira qui répond des données.")
    reference = forms.CharField(
        label="Référence du dossier",
        required=False,
        max_length=60,
        help_text="Si la personne ou son référent la donne. Elle suffit.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label="Comment la personne s’appelle",
        required=False,
        max_length=120,
        help_text="Surnom, prénom ou nom, écrit comme elle le dit.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    born = forms.DateField(
        label="Date de naissance",
        required=False,
        widget=DayInput(),
    )
    phone = forms.CharField(
        label="Téléphone",
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    referent = forms.ChoiceField(label="Référent", required=False)

    def __init__(self, *args: Any, colleagues: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(one.user_id), str(one.user)) for one in colleagues]
        self.fields["referent"].choices = [("", "Je ne sais pas"), *known]  # type: ignore[attr-defined]

    @property
    def said(self) -> Said:
        """What names the file, once the form is valid."""
        given = self.cleaned_data
        return Said(
            reference=given["reference"],
            name=given["name"],
            born=given["born"],
            phone=given["phone"],
            referent=UUID(given["referent"]) if given["referent"] else None,
        )
