from django.db import models


class JobState(models.TextChoices):
    """How the last run of a job went."""

    NEVER = "never", "jamais lancé"
    RUNNING = "running", "en cours"
    SUCCEEDED = "succeeded", "réussi"
    FAILED = "failed", "en échec"
