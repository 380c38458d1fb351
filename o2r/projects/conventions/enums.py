"""Words of the conventions. Codes are stable: they are stored, exported and linked to."""

from django.db import models


class ConventionState(models.TextChoices):
    """Where a convention stands between the State and an operator."""

    DRAFT = "draft", "en préparation"
    SIGNED = "signed", "signée"
    SUSPENDED = "suspended", "suspendue"
    TERMINATED = "terminated", "résiliée"
    ENDED = "ended", "arrivée à son terme"
    ABANDONED = "abandoned", "abandonnée"


CONVENTION_MOVES: dict[ConventionState, frozenset[ConventionState]] = {
    ConventionState.DRAFT: frozenset({ConventionState.SIGNED, ConventionState.ABANDONED}),
    ConventionState.SIGNED: frozenset(
        {ConventionState.SUSPENDED, ConventionState.TERMINATED, ConventionState.ENDED}
    ),
    ConventionState.SUSPENDED: frozenset(
        {ConventionState.SIGNED, ConventionState.TERMINATED, ConventionState.ENDED}
    ),
    ConventionState.TERMINATED: frozenset(),
    ConventionState.ENDED: frozenset(),
    ConventionState.ABANDONED: frozenset(),
}
"""Every move allowed: the state left, the states one may reach."""

RUNNING = (ConventionState.SIGNED, ConventionState.SUSPENDED)
"""The convention binds the State and the operator today."""
WAS_SIGNED = (*RUNNING, ConventionState.TERMINATED, ConventionState.ENDED)
"""The convention was signed, whatever became of it."""


class Mention(models.TextChoices):
    """What a convention must say: C. trav., art. D. 5316-3, and L. 5316-2 for the evaluation.

    The end of the article was not read: ``OTHERS`` stands for it, to be checked on the text.
    """

    ORGANISATION = "organisation", "Caractéristiques générales de l’organisme"
    PROJECT = "project", "Description du projet"
    PERSONS = "persons", "Caractéristiques sociales et professionnelles des personnes"
    LEAD = "lead", "Chef de file du groupement"
    MEANS = "means", "Moyens humains, matériels et financiers"
    COST = "cost", "Détermination du coût prévisionnel"
    CONTRIBUTION = "contribution", "Détermination de la contribution de l’État"
    COMPENSATION = "compensation", "Compensation financière du service public (SIEG)"
    COMMITMENTS = "commitments", "Engagements de l’organisme"
    EVALUATION = "evaluation", "Évaluation des actions"
    OTHERS = "others", "Autres mentions de l’article D. 5316-3, à vérifier sur le texte"


class AvenantKind(models.TextChoices):
    """What an avenant changes."""

    FINANCIAL = "financial", "avenant financier annuel"
    OTHER = "other", "autre avenant"


class InstalmentKind(models.TextChoices):
    """The three kinds of payment of a year."""

    ADVANCE = "advance", "avance"
    INTERIM = "interim", "acompte"
    BALANCE = "balance", "solde"


class DocumentKind(models.TextChoices):
    """The four documents that the operator sends every year (décret n° 2024-584)."""

    FORECAST_BUDGET = "forecast-budget", "budget prévisionnel"
    FORECAST_ACTIVITY = "forecast-activity", "prévisions d’activités"
    ACCOUNTS = "accounts", "comptes annuels"
    ACTIVITY_REPORT = "activity-report", "bilan annuel d’activités"

    def agreed(self, participle: str) -> str:
        """« comptes annuels reçus », from « reçu »: the document and what is said of it."""
        return f"{self.label} {participle}{_ENDINGS.get(self, '')}"


_ENDINGS = {DocumentKind.FORECAST_ACTIVITY: "es", DocumentKind.ACCOUNTS: "s"}
"""Gender and number of the documents that are not masculine singular."""


class DocumentState(models.TextChoices):
    """Computed from dates, never stored: nothing can say that a late document is on time."""

    EXPECTED = "expected", "attendu"
    RECEIVED = "received", "reçu"
    LATE = "late", "en retard"
    VALIDATED = "validated", "validé"


class ControlKind(models.TextChoices):
    """How the State looked at what is done."""

    ON_FILE = "on-file", "sur pièces"
    ON_SITE = "on-site", "sur place"


class ProcedureKind(models.TextChoices):
    """What the State considers doing, once the operator has been heard."""

    SUSPENSION = "suspension", "suspension"
    TERMINATION = "termination", "résiliation"


class ProcedureDecision(models.TextChoices):
    """How a procedure ends."""

    APPLIED = "applied", "mesure prononcée"
    DROPPED = "dropped", "procédure abandonnée"


PROCEDURE_LEADS_TO = {
    ProcedureKind.SUSPENSION: ConventionState.SUSPENDED,
    ProcedureKind.TERMINATION: ConventionState.TERMINATED,
}


class ReminderKind(models.TextChoices):
    """What someone was reminded of."""

    DOCUMENT = "document", "document en retard"
    RENEWAL = "renewal", "terme de la convention"
    CONFIRMATION = "confirmation", "fiche à confirmer"
