"""What a worker types of the group around a person."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms

from o2r.accounts.models import User
from o2r.core.widgets import DayInput, PlainSelect
from o2r.outreach.forms.signals import CodeField
from o2r.pathways.together.enums import CareRole, ObligationKind
from o2r.pathways.together.selectors.group import MemberShown
from o2r.pathways.together.services.asking import LONGEST_LINE, LONGEST_TEXT, Asked, Noted
from o2r.pathways.together.services.inviting import LONGEST_NAME, Offer
from o2r.people.models import Agreement
from o2r.territory.commune_field import CommuneField
from o2r.territory.typography import typographic

OUTSIDE = "dehors"
COLLEAGUE, PARTNER = "collegue:", "accord:"
Choices = list[tuple[str, str]]


def _day(label: str, hint: str = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=typographic(label),
        help_text=typographic(hint),
        required=required,
        widget=DayInput(),
        error_messages={"invalid": typographic("Cette date ne se lit pas. Écrivez : 03/02/2026.")},
    )


def _hour(label: str, hint: str = "", *, required: bool = True) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(
        label=typographic(label), help_text=typographic(hint), widget=widget, required=required
    )


def _line(label: str, hint: str = "", *, most: int, required: bool = False) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"})
    return forms.CharField(
        label=typographic(label),
        help_text=typographic(hint),
        required=required,
        max_length=most,
        widget=widget,
    )


def _chosen(value: str) -> UUID | None:
    return UUID(value) if value else None


class InviteForm(forms.Form):
    """A place beside the person, and for whom."""

    code = CodeField()
    who = forms.ChoiceField(label=typographic("Qui ?"), widget=forms.RadioSelect)
    name = _line(
        "Son nom et son service",
        "Seulement pour quelqu’un sans compte ici. Il ne lira rien du dossier.",
        most=LONGEST_NAME,
    )
    contact = _line("Comment le joindre", "Téléphone ou adresse du service.", most=LONGEST_NAME)
    role = forms.ChoiceField(
        label="Son rôle",
        choices=[(one.value, one.label.capitalize()) for one in CareRole],
        widget=forms.RadioSelect,
        help_text=typographic("La personne a un seul référent de parcours à la fois."),
    )
    until = _day("Jusqu’au", "Vide : aussi longtemps que possible.", required=False)

    def __init__(
        self,
        *args: Any,
        colleagues: Sequence[User],
        agreements: Sequence[Agreement],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = {f"{COLLEAGUE}{one.pk}": one for one in colleagues}
        self.agreements = {f"{PARTNER}{one.pk}": one for one in agreements}
        choices: Choices = [(key, str(one)) for key, one in self.colleagues.items()]
        choices += [
            (key, typographic(f"{one.recipient.name} (la personne est d’accord)"))
            for key, one in self.agreements.items()
        ]
        choices.append((OUTSIDE, "Quelqu’un qui n’a pas de compte ici"))
        self.fields["who"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("who") == OUTSIDE and not given.get("name"):
            self.add_error("name", typographic("Écrivez qui c’est : un nom, un service."))
        return given

    def offer(self) -> Offer:
        """Once the form is valid."""
        given = self.cleaned_data
        outside = given["who"] == OUTSIDE
        return Offer(
            role=CareRole(given["role"]),
            code=given["code"],
            colleague=self.colleagues.get(given["who"]),
            agreement=self.agreements.get(given["who"]),
            name=given["name"] if outside else "",
            contact=given["contact"] if outside else "",
            until=given["until"],
        )


class KnownForm(forms.Form):
    """When the person met somebody."""

    on = _day("Quand la personne l’a-t-elle rencontré ?", "Sur place, au téléphone, avec vous.")


class RenewForm(forms.Form):
    """Until when a place is prolonged."""

    until = _day("Jusqu’au", "Vide : aussi longtemps que possible.", required=False)


class MeetingForm(forms.Form):
    """A meeting around the person."""

    code = CodeField()
    day = _day("Quel jour ?")
    hour = _hour("À quelle heure ?")
    person_was_there = forms.BooleanField(
        label="La personne était là",
        required=False,
        initial=True,
        help_text=typographic("Rien ne se décide sans elle : sinon, dites-lui ce qui s’est dit."),
    )
    present = forms.MultipleChoiceField(
        label=typographic("Qui d’autre était là ?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    commune = CommuneField(label="Commune", required=False, help_text="Nom ou code postal.")
    said = forms.CharField(
        label="Ce qui s’est dit",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=typographic("Avec les mots de la personne. Elle peut en demander la copie."),
    )

    def __init__(self, *args: Any, members: Iterable[MemberShown], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.row.pk), one.said) for one in members]
        if choices:
            self.fields["present"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["present"]

    def noted(self) -> Noted:
        """Once the form is valid."""
        given = dict(self.cleaned_data)
        present = [UUID(one) for one in given.pop("present", ())]
        return Noted(**given | {"present": present})


class ObligationForm(forms.Form):
    """What is asked, by whom, to whom, for when."""

    code = CodeField()
    what = _line(
        "Qu’est-ce qui est demandé ?",
        "Comme vous le diriez à la personne : « apporter la carte d’identité ».",
        most=LONGEST_LINE,
        required=True,
    )
    kind = forms.ChoiceField(
        label=typographic("C’est pour quoi ?"),
        choices=[(one.value, one.label.capitalize()) for one in ObligationKind],
        widget=PlainSelect,
        help_text=typographic("Sert à voir si deux demandes ne vont pas ensemble."),
    )
    asked_to = forms.ChoiceField(
        label=typographic("Qui doit le faire ?"), required=False, widget=PlainSelect
    )
    asked_by = forms.ChoiceField(
        label=typographic("Qui le demande ?"), required=False, widget=PlainSelect
    )
    due_on = _day("Pour quel jour ?")
    starts = _hour("De", "Seulement s’il faut être là à une heure.", required=False)
    ends = _hour("À", required=False)
    commune = CommuneField(label=typographic("Où ?"), required=False, help_text="Une commune.")

    def __init__(self, *args: Any, members: Sequence[MemberShown], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named: Choices = [(str(one.row.pk), one.said) for one in members]
        self.fields["asked_to"].choices = [("", "La personne"), *named]  # type: ignore[attr-defined]
        self.fields["asked_by"].choices = [("", "Notre équipe"), *named]  # type: ignore[attr-defined]

    def asked(self, meeting: UUID | None) -> Asked:
        """Once the form is valid."""
        given = dict(self.cleaned_data)
        given |= {name: _chosen(given[name]) for name in ("asked_by", "asked_to")}
        return Asked(**given | {"kind": ObligationKind(given["kind"]), "meeting": meeting})
