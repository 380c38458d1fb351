"""Keyed tokens by which a likeness is looked for inside one operator."""

from typing import ClassVar

from django.db import models

from o2r.accounts.models import Organisation
from o2r.people.models.person import Person


class LikenessToken(models.Model):
    """One truncated HMAC of a phonetic composite, with the key of one organisation.

    Tokens of two organisations never match; protected files have none. A dump of this
    table still shows which files share a token: it is erased with the file.
    """

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name="organisation"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="likeness_tokens", verbose_name="personne"
    )
    token = models.BinaryField("empreinte", max_length=16)

    class Meta:
        verbose_name = "empreinte de ressemblance"
        verbose_name_plural = "empreintes de ressemblance"
        ordering = ("id",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "token"], name="likeness_by_token"),
        ]

    def __str__(self) -> str:
        return f"empreinte {self.pk}"
