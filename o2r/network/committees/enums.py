"""Words of the committees."""

from django.db import models


class InstanceKind(models.TextChoices):
    """What an instance is (C. trav. L. 5311-10; instruction DGEFP/DAT/2024/92).

    The selection committee is not an instance of the law: each State service composes its own.
    """

    REGIONAL = "regional", "comité régional pour l’emploi (CRE)"
    DEPARTMENTAL = "departmental", "comité départemental pour l’emploi (CDE)"
    COMMISSION = "departmental-commission", "commission spécialisée d’un comité départemental"
    LOCAL = "local", "comité local pour l’emploi (CLE)"
    FUNDERS = "funders", "conférence des financeurs"
    SELECTION = "selection", "comité de sélection d’un service de l’État"

    @property
    def meets_every_year(self) -> bool:
        """Whether a plenary is due at least once a year (décret n° 2024-560 du 18 juin 2024)."""
        return self in _YEARLY


_YEARLY = {InstanceKind.REGIONAL, InstanceKind.DEPARTMENTAL, InstanceKind.LOCAL}
