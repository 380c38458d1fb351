"""Words of the partner directory."""

from django.db import models


class CodeKind(models.TextChoices):
    """The lists of codes that describe a service, as data·inclusion v1 names them."""

    TOPIC = "topic", "thématique"
    PUBLIC = "public", "public"
    ZONE = "zone", "zone d’éligibilité"
    RECEPTION = "reception", "mode d’accueil"
    CONTACT_MODE = "contact_mode", "mode de mobilisation"
    CONTACTED_BY = "contacted_by", "mobilisable par"
