"""What quotas and rules remember: counters, events observed, places of sign-in, thresholds."""

import uuid
from typing import ClassVar, Self

from django.db import models

from o2r.core.watch.enums import Action
from o2r.core.watch.events import Event, Search


class ReadCounter(models.Model):
    """Files shown in the last day to an account, or to the unusual accounts of an organisation.

    One row per subject, locked while a showing is decided: two simultaneous reads wait for each
    other, so that no burst passes the limit.
    """

    id = models.UUIDField("identifiant", primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField("sujet", max_length=50, unique=True)
    window = models.JSONField(
        "dossiers montrés", default=dict, help_text="dossier : minute de la dernière vue"
    )
    files = models.PositiveIntegerField("nombre de dossiers", default=0)
    updated_at = models.DateTimeField("mis à jour le")

    class Meta:
        verbose_name = "compteur de lectures"
        verbose_name_plural = "compteurs de lectures"
        ordering = ("subject",)

    def __str__(self) -> str:
        return f"{self.subject} : {self.files}"


class ObservedEventQuerySet(models.QuerySet["ObservedEvent"]):
    def waiting(self) -> Self:
        """Events that the pass has not judged yet, in the order of time.

        By a mark on each row rather than by a cursor: an event committed late is not skipped.
        """
        return self.filter(judged=False).order_by("at", "id")


class ObservedEvent(models.Model):
    """One act as the rules see it; searches and places are keyed digests, never words."""

    id = models.UUIDField("identifiant", primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField("instant")
    action = models.CharField("acte", max_length=20, choices=Action)
    user = models.UUIDField("compte", null=True, blank=True)
    organisation = models.UUIDField("organisation", null=True, blank=True)
    role = models.CharField("rôle", max_length=80, blank=True)
    kind = models.CharField("nature de l’objet", max_length=80, blank=True)
    objects_shown = models.JSONField("objets", default=list)
    fields_shown = models.JSONField("groupes de champs", default=list)
    count = models.PositiveIntegerField("nombre", default=1)
    allowed = models.BooleanField("accordé", default=True)
    search = models.JSONField("empreintes de la recherche", null=True, blank=True)
    network = models.CharField("empreinte du lieu", max_length=40, blank=True)
    new_network = models.BooleanField("lieu nouveau", default=False)
    previous = models.DateTimeField("connexion précédente", null=True, blank=True)
    seconded = models.BooleanField("accord d’une seconde personne", default=False)
    journal_entry = models.UUIDField("entrée du journal", null=True, blank=True)
    judged = models.BooleanField("examiné", default=False)

    objects = ObservedEventQuerySet.as_manager()

    class Meta:
        verbose_name = "acte observé"
        verbose_name_plural = "actes observés"
        ordering = ("at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["at", "id"], condition=models.Q(judged=False), name="observed_waiting"
            ),
            models.Index(fields=["at"], name="observed_at"),
            models.Index(fields=["user", "at"], name="observed_by_user"),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()} le {self.at:%d/%m/%Y}"

    def as_event(self) -> Event:
        """The event that the rules judge."""
        return Event(
            ref=str(self.id),
            at=self.at,
            action=Action(self.action),
            user=self.user,
            organisation=self.organisation,
            role=self.role,
            kind=self.kind,
            objects=tuple(self.objects_shown),
            fields=tuple(self.fields_shown),
            count=self.count,
            allowed=self.allowed,
            search=Search(*self.search) if self.search else None,
            network=self.network,
            new_network=self.new_network,
            previous=self.previous,
            seconded=self.seconded,
        )


class RuleMemory(models.Model):
    """What one rule remembers of one subject: dated marks, bounded in time and number."""

    id = models.UUIDField("identifiant", primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField("règle et sujet", max_length=130, unique=True)
    slots = models.JSONField("marques", default=dict)
    updated_at = models.DateTimeField("mise à jour le")

    class Meta:
        verbose_name = "mémoire d’une règle"
        verbose_name_plural = "mémoires des règles"
        ordering = ("key",)

    def __str__(self) -> str:
        return self.key


class KnownNetwork(models.Model):
    """A place from which an account has signed in, as a keyed digest."""

    id = models.UUIDField("identifiant", primary_key=True, default=uuid.uuid4, editable=False)
    user = models.UUIDField("compte")
    network = models.CharField("empreinte du lieu", max_length=40)
    first_seen_at = models.DateTimeField("vu la première fois le")
    last_seen_at = models.DateTimeField("vu la dernière fois le")
    is_first = models.BooleanField("premier lieu du compte", default=False)

    class Meta:
        verbose_name = "lieu de connexion connu"
        verbose_name_plural = "lieux de connexion connus"
        ordering = ("user", "first_seen_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "network"],
                name="known_network_once_per_user",
                violation_error_message="Ce lieu est déjà connu pour ce compte.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} depuis {self.network}"


class ThresholdAdjustment(models.Model):
    """A threshold of the watch that this instance has set otherwise."""

    id = models.UUIDField("identifiant", primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField("seuil", max_length=40, unique=True)
    value = models.FloatField("valeur")
    set_at = models.DateTimeField("réglé le")
    set_by = models.UUIDField("réglé par")
    reason = models.TextField("motif")

    class Meta:
        verbose_name = "seuil réglé"
        verbose_name_plural = "seuils réglés"
        ordering = ("code",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(value__gte=0) & ~models.Q(reason=""),
                name="threshold_adjusted_with_a_reason",
                violation_error_message="Un seuil réglé est positif et dit pourquoi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} = {self.value:g}"
