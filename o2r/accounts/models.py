"""People who sign in, the organisations they work for, and who works where."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from o2r.accounts import siret
from o2r.accounts.enums import MembershipRole, OrganisationKind


def validate_siret(value: str) -> None:
    """Refuse a SIRET that INSEE cannot have given."""
    problem = siret.problem(value)
    if problem:
        raise ValidationError(f"{problem[0].upper()}{problem[1:]}.", code="siret")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def of(self, user: "User") -> "OrganisationQuerySet":
        """The organisations for which ``user`` works."""
        return self.filter(memberships__user=user)

    def known_as(self, name: str, siret: str, *, is_example: bool) -> "OrganisationQuerySet":
        """The organisation that a file names: by its SIRET, else by its name, whatever the case.

        Examples and real organisations never meet: a fictional file cannot touch a real one.
        """
        rows = self.filter(is_example=is_example)
        return rows.filter(siret=siret) if siret else rows.filter(siret="", name__iexact=name)


class Organisation(models.Model):
    """A legal body: operator, partner, member of the réseau pour l'emploi, State service…"""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("nom", max_length=150)
    legal_name = models.CharField("raison sociale", max_length=200, blank=True)
    kind = models.CharField("nature", max_length=40, choices=OrganisationKind)
    siret = models.CharField("SIRET", max_length=14, blank=True, validators=[validate_siret])
    website = models.URLField("site internet", max_length=300, blank=True)
    mailbox = models.EmailField(
        "boîte de messagerie",
        blank=True,
        help_text="Boîte générique de l’organisation, jamais affichée : elle reçoit les messages.",
    )
    is_example = models.BooleanField("exemple fictif", default=False)
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "organisation"
        verbose_name_plural = "organisations"
        ordering = ("name", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(siret="") | Q(siret__regex=r"^[0-9]{14}$"),
                name="organisation_siret_14_digits",
                violation_error_message="Le SIRET contient 14 chiffres, ou rien.",
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="organisation_has_a_name",
                violation_error_message="L’organisation doit avoir un nom.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OrganisationKind.values),
                name="organisation_kind_known",
                violation_error_message="La nature de l’organisation n’est pas dans la liste.",
            ),
            models.CheckConstraint(
                condition=Q(is_example=False) | Q(siret=""),
                name="organisation_example_without_siret",
                violation_error_message="Une organisation fictive n’a pas de SIRET.",
            ),
            models.UniqueConstraint(
                fields=["siret"],
                condition=~Q(siret=""),
                name="organisation_siret_once",
                violation_error_message="Une organisation porte déjà ce SIRET.",
            ),
            models.UniqueConstraint(
                Lower("name"),
                "is_example",
                condition=Q(siret=""),
                name="organisation_name_once_without_siret",
                violation_error_message=(
                    "Une organisation sans SIRET porte déjà ce nom : donnez le SIRET pour les "
                    "distinguer."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        """The account of an e-mail address, whatever the case in which it is typed."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A professional who signs in with an e-mail address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("adresse électronique", unique=True)
    display_name = models.CharField("nom affiché", max_length=120)
    is_active = models.BooleanField("compte actif", default=True)
    is_instance_manager = models.BooleanField("gère la plateforme", default=False)
    is_example = models.BooleanField("compte de démonstration", default=False)
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    organisations = models.ManyToManyField(
        Organisation,
        through="Membership",
        related_name="users",
        verbose_name="organisations",
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        verbose_name = "compte"
        verbose_name_plural = "comptes"
        ordering = ("display_name", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="user_email_lower_case",
                violation_error_message="L’adresse électronique s’enregistre en minuscules.",
            ),
            models.CheckConstraint(
                condition=~Q(display_name=""),
                name="user_has_a_name",
                violation_error_message="Le compte doit porter un nom.",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_username(self) -> str:
        return self.email

    def clean(self) -> None:
        """Store the address in lower case: one mailbox is one account."""
        self.email = self.email.strip().lower()

    def works_for(self, organisation: Organisation) -> bool:
        """Whether this person is a member of ``organisation``. One query."""
        return self.memberships.filter(organisation=organisation).exists()


class Membership(models.Model):
    """A person works for an organisation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="memberships", verbose_name="compte"
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,  # The rights of its people would silently disappear.
        related_name="memberships",
        verbose_name="organisation",
    )
    role = models.CharField(
        "rôle", max_length=20, choices=MembershipRole, default=MembershipRole.MEMBER
    )
    created_at = models.DateTimeField("depuis le", auto_now_add=True)

    class Meta:
        verbose_name = "appartenance"
        verbose_name_plural = "appartenances"
        ordering = ("organisation__name", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                name="membership_once",
                violation_error_message="Cette personne fait déjà partie de cette organisation.",
            ),
            models.CheckConstraint(
                condition=Q(role__in=MembershipRole.values),
                name="membership_role_known",
                violation_error_message="Le rôle n’est pas dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.organisation}"
