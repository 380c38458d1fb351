"""How people come in: an invitation that expires, a registration that waits for its link."""

import uuid
from datetime import timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from o2r.accounts.actors import Actor
from o2r.accounts.enums import (
    InvitationState,
    MembershipRole,
    OrganisationKind,
    RegistrationPurpose,
    Relation,
)
from o2r.accounts.governed import Governed, GovernedQuerySet, of_organisation
from o2r.accounts.models.organisations import Organisation, Team, validate_siret
from o2r.accounts.models.people import User
from o2r.core import clock

INVITATION_LIFE = timedelta(days=7)
REGISTRATION_LIFE = timedelta(days=2)


class InvitationQuerySet(GovernedQuerySet["Invitation"]):
    def seen_by(self, actor: Actor) -> Self:
        """The invitations into the organisation one acts for, and those that one sent; all of
        them for who runs the platform."""
        if actor.has(MembershipRole.PLATFORM_MANAGER):
            return self
        return self.filter(Q(organisation=actor.organisation) | Q(invited_by__in=actor.identities))

    def usable(self) -> Self:
        """Invitations that still open a door."""
        return self.filter(state=InvitationState.PENDING, expires_at__gt=clock.now())


class Invitation(Governed):
    """A link sent to one mailbox; whoever reads it joins an organisation, in a role, once."""

    access_kind = "invitation"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        related_name="invitations",
        verbose_name="organisation",
    )
    email = models.EmailField("adresse électronique")
    role = models.CharField("rôle", max_length=20, choices=MembershipRole)
    manages_accounts = models.BooleanField("gère les comptes", default=False)
    is_dpo = models.BooleanField("délégué à la protection des données", default=False)
    teams = models.ManyToManyField(Team, blank=True, related_name="+", verbose_name="équipes")
    invited_by = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="+", verbose_name="invitée par"
    )
    on_behalf_of = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name="au nom de",
        help_text="L’organisation pour laquelle agissait la personne qui invite.",
    )
    token_hash = models.CharField("empreinte du lien", max_length=64, unique=True)
    state = models.CharField(
        "état", max_length=20, choices=InvitationState, default=InvitationState.PENDING
    )
    created_at = models.DateTimeField("envoyée le", default=clock.now)
    expires_at = models.DateTimeField("valable jusqu’au")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitations"
        ordering = ("-created_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                Lower("email"),
                "organisation",
                condition=Q(state=InvitationState.PENDING),
                name="invitation_pending_once",
                violation_error_message="Une invitation attend déjà cette adresse.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=InvitationState.values, role__in=MembershipRole.values),
                name="invitation_words_known",
                violation_error_message="L’état ou le rôle n’est pas dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} – {self.organisation}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        found = of_organisation(self.organisation_id, actor)
        return found | {Relation.OWN} if self.invited_by_id in actor.identities else found

    @property
    def chain(self) -> uuid.UUID:
        return self.organisation_id

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= clock.now()


class Registration(models.Model):
    """What someone who registers alone has typed, until the link sent to their mailbox is opened.

    Nothing exists before that: neither account, nor organisation. The row then disappears.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField("objet", max_length=20, choices=RegistrationPurpose)
    email = models.EmailField("adresse électronique")
    display_name = models.CharField("nom affiché", max_length=120)
    organisation_name = models.CharField("nom de l’organisation", max_length=150)
    siret = models.CharField("SIRET", max_length=14, validators=[validate_siret])
    kind = models.CharField("nature", max_length=40, choices=OrganisationKind)
    region = models.CharField("région", max_length=3, blank=True)
    declaration = models.TextField("déclaration acceptée")
    token_hash = models.CharField("empreinte du lien", max_length=64, unique=True)
    created_at = models.DateTimeField("demandée le", default=clock.now)
    expires_at = models.DateTimeField("valable jusqu’au")

    class Meta:
        verbose_name = "inscription en attente"
        verbose_name_plural = "inscriptions en attente"
        ordering = ("-created_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                Lower("email"),
                "purpose",
                name="registration_once",
                violation_error_message="Une inscription attend déjà cette adresse.",
            ),
            models.CheckConstraint(
                condition=Q(
                    purpose__in=RegistrationPurpose.values, kind__in=OrganisationKind.values
                ),
                name="registration_words_known",
                violation_error_message="L’objet ou la nature n’est pas dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} – {self.organisation_name}"
