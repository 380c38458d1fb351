"""What opens a referral without an account: a link that shows nothing of anybody, then a code."""

import uuid
from datetime import date, datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from o2r.accounts.enums import OrganisationState
from o2r.core import clock
from o2r.pathways.referrals.enums import ReferralState
from o2r.pathways.referrals.models.referral import Referral


class ReferralLinkQuerySet(models.QuerySet["ReferralLink"]):
    def live(self, day: date) -> Self:
        """Those that still answer on a day: sent, of a file that is not protected, by an
        organisation that is open and keeps nothing inside."""
        return self.filter(
            ended_at=None,
            until__gte=day,
            referral__is_hidden=False,
            referral__organisation__is_partitioned=False,
            referral__organisation__state=OrganisationState.OPEN,
        ).exclude(referral__state__in=[ReferralState.DRAFT, ReferralState.CANCELLED])


class ReferralLink(models.Model):
    """An address given to a structure: it says where a referral stands and takes an answer.

    ``digest``: of its secret, kept nowhere. ``until``: its last day. ``reads_until``: the last day
    on which a code opens what was agreed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(
        Referral, on_delete=models.CASCADE, related_name="links", verbose_name="orientation"
    )
    digest = models.CharField("empreinte du lien", max_length=64, unique=True)
    made_at = models.DateTimeField("créé le", default=clock.now)
    until = models.DateField("sert jusqu’au")
    reads_until = models.DateField("ouvre jusqu’au")
    ended_at = models.DateTimeField("fermé le", null=True, blank=True)

    objects = ReferralLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "lien d’orientation"
        verbose_name_plural = "liens d’orientation"
        ordering = ("referral_id", "made_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(reads_until__lte=F("until")),
                name="referral_link_reads_before_its_end",
                violation_error_message="Un lien n’ouvre rien après sa fin.",
            ),
        ]

    def __str__(self) -> str:
        return f"lien {self.pk}"


class ReferralCodeQuerySet(models.QuerySet["ReferralCode"]):
    def live(self, now: datetime, most_tries: int) -> Self:
        """Those that still open something."""
        return self.filter(
            ended_at=None, until__gt=now, openings_left__gt=0, failed_tries__lt=most_tries
        )


class ReferralCode(models.Model):
    """A code sent to the registered mailbox, or printed in the letter: it opens what was agreed.

    ``digest``: keyed, of the code, which is kept nowhere. ``openings_left``: one for a mail.
    ``failed_tries``: how often another was typed; from a number on, the right one opens nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(
        Referral, on_delete=models.CASCADE, related_name="codes", verbose_name="orientation"
    )
    digest = models.CharField("empreinte du code", max_length=64)
    made_at = models.DateTimeField("créé le", default=clock.now)
    until = models.DateTimeField("sert jusqu’au")
    openings_left = models.PositiveSmallIntegerField("ouvertures restantes", default=1)
    failed_tries = models.PositiveSmallIntegerField("essais manqués", default=0)
    ended_at = models.DateTimeField("remplacé le", null=True, blank=True)

    objects = ReferralCodeQuerySet.as_manager()

    class Meta:
        verbose_name = "code d’orientation"
        verbose_name_plural = "codes d’orientation"
        ordering = ("referral_id", "made_at", "id")

    def __str__(self) -> str:
        return f"code {self.pk}"


class ReferralOpening(models.Model):
    """What was agreed was read without an account: when, and which groups of fields."""

    id = models.BigAutoField(primary_key=True)
    referral = models.ForeignKey(
        Referral, on_delete=models.CASCADE, related_name="openings", verbose_name="orientation"
    )
    at = models.DateTimeField("le", default=clock.now)
    groups = models.JSONField("ce qui a été lu", default=list, blank=True)

    class Meta:
        verbose_name = "ouverture d’une orientation"
        verbose_name_plural = "ouvertures des orientations"
        ordering = ("referral_id", "at", "id")

    def __str__(self) -> str:
        return f"ouverture {self.pk}"
