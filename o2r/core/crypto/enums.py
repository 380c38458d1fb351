"""Codes of the keys."""

from django.db.models import TextChoices


class Holder(TextChoices):
    """Who keeps one of the three shares of the recovery."""

    STRUCTURE = "structure", "structure"
    HOST = "host", "hébergeur"
    DPO = "dpo", "délégué à la protection des données"


class Pair(TextChoices):
    """Two shares that rebuild the root key together."""

    STRUCTURE_HOST = "structure+host", "structure et hébergeur"
    STRUCTURE_DPO = "structure+dpo", "structure et délégué à la protection des données"
    HOST_DPO = "host+dpo", "hébergeur et délégué à la protection des données"
