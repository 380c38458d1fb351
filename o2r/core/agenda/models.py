"""Links by which a calendar program reads what waits for someone."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q


class FeedLinkQuerySet(models.QuerySet["FeedLink"]):
    def of(self, owner: uuid.UUID, organisation: uuid.UUID | None) -> Self:
        """The link of a person acting for an organisation, or for none."""
        return self.filter(owner=owner, organisation=organisation)


class FeedLink(models.Model):
    """The secret link of one person, for one of the organisations they act for.

    Only the digest of the secret is kept: the address is shown once, when it is made.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.UUIDField("titulaire")
    organisation = models.UUIDField("organisation", null=True)
    token_hash = models.CharField("empreinte du secret", max_length=64, unique=True)
    made_at = models.DateTimeField("créé le")
    last_read_at = models.DateTimeField("lu pour la dernière fois", null=True)

    objects = FeedLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "lien d’agenda"
        verbose_name_plural = "liens d’agenda"
        ordering = ("made_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["owner", "organisation"],
                name="feed_link_once",
                violation_error_message="Il y a déjà un lien pour cette organisation.",
            ),
            models.UniqueConstraint(
                fields=["owner"],
                condition=Q(organisation=None),
                name="feed_link_once_without_organisation",
                violation_error_message="Il y a déjà un lien.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
