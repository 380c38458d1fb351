"""Words of papers: what is written, what is kept in a safe, how long a code lasts."""

from django.db import models


class PaperKind(models.TextChoices):
    """What a template makes."""

    LETTER = "courrier", "courrier"
    ATTESTATION = "attestation", "attestation"
    SUMMARY = "synthese", "synthèse pour la personne"
    ATTENDANCE = "presences", "feuille de présence"


class SafeKind(models.TextChoices):
    """What somebody keeps in their safe: broad, so that the list tells little."""

    IDENTITY = "identite", "papier d’identité ou de séjour"
    HOUSING = "domicile", "domicile ou domiciliation"
    DIPLOMA = "diplome", "diplôme, permis, certificat"
    WORK = "travail", "CV, contrat, fiche de paie"
    RIGHTS = "droits", "droits et ressources"
    OTHER = "autre", "autre papier"


class SafeState(models.TextChoices):
    """Where a paper of a safe stands: nobody reads it before it is checked and sealed."""

    CHECKED = "verification", "en cours de vérification"
    KEPT = "garde", "gardé"
    REFUSED = "refuse", "refusé"


MOVES: dict[SafeState, frozenset[SafeState]] = {
    SafeState.CHECKED: frozenset({SafeState.KEPT, SafeState.REFUSED}),
    SafeState.KEPT: frozenset(),
    SafeState.REFUSED: frozenset(),
}
"""Every move a paper of a safe may make. It leaves the safe by being erased."""


class CodeLife(models.IntegerChoices):
    """For how many hours a code opens a paper."""

    DAY = 24, "24 heures"
    THREE_DAYS = 72, "72 heures"


class Leaving(models.TextChoices):
    """Why a paper leaves a safe."""

    TAKEN = "remis", "la personne le reprend"
    ERASED = "efface", "la personne demande de l’effacer"
    MISTAKE = "erreur", "il n’est pas à elle, ou a été ajouté par erreur"
