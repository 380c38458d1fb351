"""The consortium: legal entities, one of which leads."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from o2r.accounts.models import Organisation, User, validate_siret
from o2r.calls.applications.models.application import Application
from o2r.projects.footprint import Footprint, footprint

INVITATION_LIFE = timedelta(days=21)


class Member(models.Model):
    """A legal entity of the consortium: one project, several bodies, one chef de file (D.5316-3).

    ``organisation`` is empty until someone who acts for it has accepted. ``signed_digest`` is of
    the member's own part: a change of that part makes the member sign again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="members", verbose_name="candidature"
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="organisation",
    )
    name = models.CharField("raison sociale", max_length=200)
    siret = models.CharField("SIRET", max_length=14, blank=True, validators=[validate_siret])
    is_lead = models.BooleanField("chef de file", default=False)
    role = models.TextField("rôle dans le projet", blank=True)
    stages = models.JSONField("étapes", default=list, blank=True)
    zone_expression = models.TextField("communes", blank=True)
    zone_vintage = models.PositiveSmallIntegerField(
        "millésime du code géographique", null=True, blank=True
    )
    contact_name = models.CharField("personne à joindre", max_length=150, blank=True)
    contact_email = models.EmailField("adresse électronique", blank=True)
    contact_phone = models.CharField("téléphone", max_length=30, blank=True)
    signed_at = models.DateTimeField("signé le", null=True, blank=True)
    signed_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="signé par",
    )
    signed_digest = models.CharField("empreinte de ce qui est signé", max_length=64, blank=True)
    position = models.PositiveSmallIntegerField("rang", default=0)

    class Meta:
        verbose_name = "membre du consortium"
        verbose_name_plural = "membres du consortium"
        ordering = ("-is_lead", "position", "name")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(is_lead=True),
                name="member_one_lead",
                violation_error_message="Un consortium a un seul chef de file.",
            ),
            models.UniqueConstraint(
                fields=["application", "siret"],
                condition=~Q(siret=""),
                name="member_siret_once",
                violation_error_message="Ce SIRET est déjà celui d’un membre du consortium.",
            ),
            models.UniqueConstraint(
                fields=["application", "organisation"],
                condition=Q(organisation__isnull=False),
                name="member_organisation_once",
                violation_error_message="Cette organisation est déjà membre du consortium.",
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="member_has_a_name",
                violation_error_message="Un membre a une raison sociale.",
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None) | ~Q(signed_digest=""),
                name="member_signed_something",
                violation_error_message="Une signature porte sur un contenu.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def footprint(self) -> Footprint | None:
        """Where this member would act; None until its communes are typed."""
        if not self.zone_expression or self.zone_vintage is None:
            return None
        return footprint(self.zone_expression, self.zone_vintage)


class MemberInvitationQuerySet(models.QuerySet["MemberInvitation"]):
    def pending(self, now: datetime) -> Self:
        """Those that may still be accepted."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now)


class MemberInvitation(models.Model):
    """A letter to who may join a consortium for their organisation: the link holds the secret."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="invitations", verbose_name="membre"
    )
    email = models.EmailField("adresse électronique")
    token_digest = models.CharField("empreinte du lien", max_length=64, unique=True)
    sent_at = models.DateTimeField("envoyée le")
    sent_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="envoyée par"
    )
    expires_at = models.DateTimeField("expire le")
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)
    accepted_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="acceptée par",
    )
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)

    objects = MemberInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation à un consortium"
        verbose_name_plural = "invitations à un consortium"
        ordering = ("sent_at", "id")

    def __str__(self) -> str:
        return self.email
