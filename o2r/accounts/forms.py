"""Forms of organisations and accounts. Services refuse again what must never pass."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from o2r.accounts import declarations, siret
from o2r.accounts.enums import (
    MembershipRole,
    OrganisationKind,
    RegistrationPurpose,
    roles_within,
)
from o2r.accounts.models import Membership, Organisation, Team, User, validate_siret
from o2r.accounts.outlets import Open
from o2r.accounts.services import Rights
from o2r.accounts.signin.passwords import LONGEST, LengthValidator
from o2r.core.widgets import DayInput
from o2r.territory.enums import UnitKind
from o2r.territory.geography import current_geography
from o2r.territory.time_zones import PLACES, hour_of


def zone_choices() -> list[tuple[str, str]]:
    """The French time zones, by the place whose hour they are."""
    known = available_timezones()
    return [(name, capfirst(hour_of(name))) for name in PLACES if name in known]


def _email(label: str, hint: str = "") -> forms.EmailField:
    widget = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"})
    return forms.EmailField(label=label, help_text=hint, max_length=254, widget=widget)


def _name() -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "name"})
    return forms.CharField(label="Prénom et nom", max_length=120, widget=widget)


def _password() -> forms.CharField:
    """A new password, typed once: spaces count, pasting is allowed, one may look at it."""
    attrs = {"autocomplete": "new-password", "data-o2r-reveal": ""}
    return forms.CharField(
        label="Mot de passe",
        strip=False,
        max_length=LONGEST * 4,
        widget=forms.PasswordInput(attrs=attrs),
        help_text=LengthValidator().get_help_text(),
    )


def regions() -> list[tuple[str, str]]:
    """The regions, by name, with their Insee code."""
    known = current_geography().of_kind(UnitKind.REG)
    return sorted(((unit.code, unit.name) for unit in known), key=lambda pair: pair[1])


class SiretField(forms.CharField):
    """A SIRET as people type it, checked by its key."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "spellcheck": "false"})
        super().__init__(label="SIRET", max_length=30, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        digits = siret.without_separators(str(super().clean(value)))
        if digits:
            validate_siret(digits)
        return digits


class TeamForm(forms.Form):
    name = forms.CharField(
        label="Nom de l’équipe",
        max_length=100,
        help_text="Par exemple un lieu, un bus, une tournée de nuit.",
    )


class TeamMembersForm(forms.Form):
    """Who is in a team: memberships of its organisation."""

    members = forms.MultipleChoiceField(
        label="Membres", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(row.pk), f"{row.user} – {row.get_role_display()}") for row in people]
        self.fields["members"].choices = choices  # type: ignore[attr-defined]


class RightsForm(forms.Form):
    """A role among those of the organisation, two duties, and teams."""

    role = forms.ChoiceField(label="Rôle")
    manages_accounts = forms.BooleanField(
        label="Gère les comptes : invite, change les droits, retire quelqu’un", required=False
    )
    is_dpo = forms.BooleanField(
        label="Délégué à la protection des données : lit le journal et les alertes", required=False
    )
    teams = forms.MultipleChoiceField(
        label="Équipes", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = roles_within(OrganisationKind(organisation.kind))
        given = [role for role in roles if role != MembershipRole.CANDIDATE]
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.value, role.label[0].upper() + role.label[1:]) for role in given
        ]
        teams = Team.objects.filter(organisation=organisation)
        self.fields["teams"].choices = [  # type: ignore[attr-defined]
            (str(team.pk), team.name) for team in teams
        ]
        if not self.fields["teams"].choices:  # type: ignore[attr-defined]
            del self.fields["teams"]

    @property
    def rights(self) -> Rights:
        """What was chosen, once the form is valid."""
        given = self.cleaned_data
        role = MembershipRole(given["role"])
        return Rights(role, given["manages_accounts"], given["is_dpo"])


class InvitationForm(RightsForm):
    email = _email("Adresse électronique professionnelle")
    field_order = ("email",)


class LeaveForm(forms.Form):
    """Who takes over, when there is something to take over."""

    receiver = forms.ChoiceField(label="Qui reprend sa file active ?")

    def __init__(self, *args: Any, people: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["receiver"].choices = _people(people)  # type: ignore[attr-defined]


def _people(rows: Iterable[Membership]) -> list[tuple[str, str]]:
    named = [(str(row.user_id), f"{row.user} – {row.get_role_display()}") for row in rows]
    return [("", "Choisissez une personne"), *named]


class HandoverForm(forms.Form):
    giver = forms.ChoiceField(label="File active de")
    receiver = forms.ChoiceField(label="Confiée à")

    def __init__(self, *args: Any, people: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("giver", "receiver"):
            self.fields[name].choices = _people(people)  # type: ignore[attr-defined]


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput())


class SubstitutionForm(forms.Form):
    absent = forms.ChoiceField(label="Personne absente")
    substitute = forms.ChoiceField(label="Remplacée par")
    first_day = _day("Premier jour")
    last_day = _day("Dernier jour, compris")

    def __init__(self, *args: Any, people: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("absent", "substitute"):
            self.fields[name].choices = _people(people)  # type: ignore[attr-defined]


class OpenForm(forms.Form):
    """A new organisation, and the mailbox of its first manager."""

    name = forms.CharField(label="Nom de l’organisation", max_length=150)
    kind = forms.ChoiceField(label="Nature")
    siret = SiretField()
    region = forms.ChoiceField(label="Région")
    email = _email(
        "Adresse de son premier responsable",
        "Cette personne recevra une invitation et gérera les comptes de l’organisation.",
    )

    def __init__(self, *args: Any, kinds: Iterable[OrganisationKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["region"].choices = regions()  # type: ignore[attr-defined]


class FirstManagerForm(forms.Form):
    email = _email("Adresse électronique de son premier responsable")


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label="Raison, envoyée à la personne",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SuspensionForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi suspendre ce compte ?",
        max_length=300,
        help_text="Une phrase, gardée avec l’alerte : par exemple « téléphone volé ».",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OrganisationSettingsForm(forms.Form):
    email_domains = forms.CharField(
        label="Domaines de messagerie admis",
        required=False,
        max_length=400,
        help_text="Séparés par des espaces. Vide : toute adresse peut être invitée.",
    )
    time_zone = forms.ChoiceField(label="Heure locale", choices=zone_choices)


class PartitionForm(forms.Form):
    """Agree that what is shared outside is taken back: asked only when something is."""

    takes_back = forms.BooleanField(
        label="Retirer maintenant ce qui est partagé avec d’autres organisations"
    )

    def __init__(self, *args: Any, still_out: list[Open], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not still_out:
            del self.fields["takes_back"]


class RegistrationForm(forms.Form):
    """Register without an invitation. ``purpose`` chooses the declaration."""

    display_name = _name()
    email = _email("Adresse électronique professionnelle", "Un lien y sera envoyé.")
    organisation_name = forms.CharField(label="Nom de l’organisation", max_length=150)
    siret = SiretField(help_text="14 chiffres.")
    kind = forms.ChoiceField(label="Nature de l’organisation")
    region = forms.ChoiceField(label="Région")
    declaration = forms.BooleanField()

    def __init__(
        self,
        *args: Any,
        purpose: RegistrationPurpose,
        kinds: Iterable[OrganisationKind],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["region"].choices = regions()  # type: ignore[attr-defined]
        self.fields["declaration"].label = declarations.TEXTS[purpose]


class NameForm(forms.Form):
    display_name = _name()


class PasswordChoiceForm(forms.Form):
    """The password of an account that opens. ``email`` and ``name`` make it harder to guess."""

    password = _password()

    def __init__(self, *args: Any, email: str, name: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email, self.name = email, name

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        if "password" in given:
            name = given.get("display_name", self.name)
            try:
                validate_password(given["password"], User(email=self.email, display_name=name))
            except ValidationError as error:
                self.add_error("password", error)
        return given


class JoinForm(PasswordChoiceForm):
    """A new person accepts an invitation."""

    display_name = _name()
    field_order = ("display_name", "password")
