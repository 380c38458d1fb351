"""What an instance set otherwise than its environment, version after version."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from o2r.core import clock


class InstanceSetting(models.Model):
    """One change of one setting. The last row of a code is in force; none is ever rewritten.

    ``number`` counts the changes of the whole instance: a process that knows the last one is up to
    date. An empty ``value`` comes back to the environment. ``is_provisional``:
    waits for a confirmation, shown as « provisoire ». ``in_force_on``: first day, for dated values.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField("numéro de version", unique=True)
    code = models.CharField("réglage", max_length=80)
    value = models.TextField("valeur", blank=True)
    source = models.CharField("source", max_length=300)
    is_provisional = models.BooleanField("provisoire", default=False)
    in_force_on = models.DateField("en vigueur le", default=clock.today)
    set_at = models.DateTimeField("réglé le")
    set_by = models.UUIDField("réglé par", null=True, blank=True)

    class Meta:
        verbose_name = "réglage de l’instance"
        verbose_name_plural = "réglages de l’instance"
        ordering = ("-number",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["code", "-number"], name="setting_of_code"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(code=""),
                name="setting_says_where_it_comes_from",
                violation_error_message="Un réglage dit d’où il vient.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}, version {self.number}"
