"""People who sign in, and where they work."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole, OrganisationState, Relation
from o2r.accounts.governed import Governed, GovernedQuerySet, of_organisation
from o2r.accounts.models.organisations import Organisation, Team
from o2r.core import clock

COOLING = timedelta(hours=24)
"""A new account sees no personal data for that long: in 2025 a hacked account manager created two
accounts, which read 1.6 million files of missions locales at once."""


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
    is_example = models.BooleanField("compte de démonstration", default=False)
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    welcomed_at = models.DateTimeField("accueil terminé le", null=True, blank=True)
    organisations = models.ManyToManyField(
        Organisation,
        through="Membership",
        through_fields=("user", "organisation"),
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


class MembershipQuerySet(GovernedQuerySet["Membership"]):
    def seen_by(self, actor: Actor) -> Self:
        """The people of the organisation one acts for; all of them for who runs the platform.

        A State service also meets who asks to manage an organisation that it may open.
        """
        if actor.has(MembershipRole.PLATFORM_MANAGER):
            return self
        here = Q(organisation=actor.organisation)
        if actor.regions:
            asking = Q(ended_at=None, asks_to_manage=True)
            if "" not in actor.regions:
                asking &= Q(organisation__region__in={"", *actor.regions})
            here |= asking
        return self.filter(here)

    def current(self) -> Self:
        """Memberships that have effect now: not ended, approved, the organisation not closed.

        In an organisation that has only declared itself, a candidate alone may act.
        """
        candidate = Q(role=MembershipRole.CANDIDATE)
        return (
            self.filter(ended_at=None, approved_at__isnull=False)
            .exclude(organisation__state=OrganisationState.CLOSED)
            .filter(candidate | Q(organisation__state=OrganisationState.OPEN))
        )

    def waiting(self) -> Self:
        """Requests to become the first manager, that another organisation must approve."""
        return self.filter(ended_at=None, asks_to_manage=True)

    def managers(self) -> Self:
        """Who may open and close the accounts of their organisation, now."""
        return self.current().filter(manages_accounts=True, user__is_active=True)


class Membership(Governed):
    """A person works for an organisation, in a role, from a day to another."""

    access_kind = "membership"

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
    manages_accounts = models.BooleanField("gère les comptes", default=False)
    is_dpo = models.BooleanField("délégué à la protection des données", default=False)
    teams = models.ManyToManyField(
        Team, blank=True, related_name="memberships", verbose_name="équipes"
    )
    created_at = models.DateTimeField("depuis le", default=clock.now)
    approved_at = models.DateTimeField("approuvée le", null=True, blank=True)
    approved_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="approuvée par",
    )
    personal_data_from = models.DateTimeField(
        "données personnelles à partir du", null=True, blank=True
    )
    asks_to_manage = models.BooleanField("demande à gérer les comptes", default=False)
    declaration = models.TextField(
        "déclaration", blank=True, help_text="Le texte que la personne a accepté en s’inscrivant."
    )
    declared_at = models.DateTimeField("déclarée le", null=True, blank=True)
    ended_at = models.DateTimeField("terminée le", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "appartenance"
        verbose_name_plural = "appartenances"
        ordering = ("organisation__name", "user__display_name", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(ended_at=None),
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

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        found = of_organisation(self.organisation_id, actor)
        if self.asks_to_manage and self.ended_at is None:
            found |= self.organisation.relations_to(actor) & {Relation.TERRITORY}
        return found | {Relation.OWN} if actor.user == self.user_id else found

    @property
    def chain(self) -> uuid.UUID:
        return self.organisation_id

    def is_settled(self, now: datetime) -> bool:
        """Whether the first 24 hours are over. Never, when no date was given."""
        return self.personal_data_from is not None and self.personal_data_from <= now
