"""Counts of failed tries, open sessions, requests after a loss, and forms kept for their author."""

import uuid
from datetime import timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from o2r.accounts.models import User
from o2r.accounts.signin.enums import ResetState, TryKind, Way
from o2r.core import clock

RESET_LIFE = timedelta(hours=72)


class FailedTries(models.Model):
    """How many tries failed lately for one account, or from one network.

    The count is halved as time goes, from ``since`` on. An ``ENTRY`` counts nothing: it says when
    an account last came in well from a network.

    ``subject`` is a keyed digest: neither the address typed nor the network can be read back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("ce qui est essayé", max_length=20, choices=TryKind)
    subject = models.CharField("empreinte", max_length=64)
    failures = models.PositiveIntegerField("échecs", default=0)
    since = models.DateTimeField("comptés depuis", default=clock.now)
    last_at = models.DateTimeField("dernier essai", default=clock.now)
    locked_until = models.DateTimeField("délai jusqu’à", default=clock.now)

    class Meta:
        verbose_name = "essais manqués"
        verbose_name_plural = "essais manqués"
        ordering = ("-last_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                name="failed_tries_once",
                violation_error_message="Ces essais sont déjà comptés.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=TryKind.values),
                name="failed_tries_kind_known",
                violation_error_message="Ce qui est essayé n’est pas dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.failures}"


class OpenSession(models.Model):
    """A session of someone, as they see it in the list of their devices."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="open_sessions", verbose_name="compte"
    )
    session_key = models.CharField("session", max_length=40, unique=True)
    device = models.CharField("appareil", max_length=80)
    way = models.CharField("ouverte par", max_length=20, choices=Way)
    opened_at = models.DateTimeField("ouverte le", default=clock.now)
    seen_at = models.DateTimeField("dernière activité", default=clock.now)

    class Meta:
        verbose_name = "session ouverte"
        verbose_name_plural = "sessions ouvertes"
        ordering = ("-seen_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(way__in=Way.values),
                name="open_session_way_known",
                violation_error_message="La façon de se connecter n’est pas dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.device}, {self.get_way_display()}"


class SecondFactorResetQuerySet(models.QuerySet["SecondFactorReset"]):
    def awaited(self) -> Self:
        """The requests that may still be granted: who asked is waiting by their telephone."""
        return self.filter(state=ResetState.ASKED, asked_at__gt=clock.now() - RESET_LIFE)

    def forgotten(self) -> Self:
        """The requests that nobody granted in time."""
        return self.filter(state=ResetState.ASKED, asked_at__lte=clock.now() - RESET_LIFE)

    def close(self, state: ResetState) -> int:
        """End these requests without granting them; how many."""
        return self.update(state=state, decided_at=clock.now())


class SecondFactorReset(models.Model):
    """Someone lost every second factor and asks their organisation to take it off.

    It dies after three days, or when they come in with the factor that they said lost.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="factor_resets", verbose_name="compte"
    )
    state = models.CharField("état", max_length=20, choices=ResetState, default=ResetState.ASKED)
    asked_at = models.DateTimeField("demandée le", default=clock.now)
    decided_at = models.DateTimeField("close le", null=True, blank=True)
    decided_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="accordée par",
    )

    objects = SecondFactorResetQuerySet.as_manager()

    class Meta:
        verbose_name = "remise à zéro du second facteur"
        verbose_name_plural = "remises à zéro du second facteur"
        ordering = ("-asked_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(state=ResetState.ASKED),
                name="factor_reset_asked_once",
                violation_error_message="Une demande attend déjà une réponse.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ResetState.values),
                name="factor_reset_state_known",
                violation_error_message="L’état n’est pas dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_state_display()}"


class KeptForm(models.Model):
    """What someone typed when their session had just expired; only their cookie can read it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        User, on_delete=models.CASCADE, related_name="kept_form", verbose_name="compte"
    )
    sealed = models.BinaryField("saisie chiffrée")
    kept_until = models.DateTimeField("gardée jusqu’à")

    class Meta:
        verbose_name = "saisie gardée"
        verbose_name_plural = "saisies gardées"
        ordering = ("-kept_until", "id")

    def __str__(self) -> str:
        return f"{self.user} – {self.kept_until:%d/%m/%Y %H:%M}"
