"""Words of the first weeks in a job: contract, questions, answers, alerts, and how it ended."""

from django.db import models


class JobState(models.TextChoices):
    """Where a job stands. Settled, broken and void (the person died) are ends."""

    SIGNED = "signe", "signé"
    STARTED = "demarre", "commencé"
    EXTENDED = "prolonge", "prolongé"
    SETTLED = "consolide", "gardé"
    BROKEN = "rompu", "rompu"
    VOID = "sans-objet", "sans objet"


JOB_MOVES = {
    JobState.SIGNED: (JobState.STARTED, JobState.BROKEN, JobState.VOID),
    JobState.STARTED: (JobState.SETTLED, JobState.BROKEN, JobState.EXTENDED, JobState.VOID),
    JobState.EXTENDED: (JobState.SETTLED, JobState.BROKEN, JobState.VOID),
    JobState.SETTLED: (),
    JobState.BROKEN: (),
    JobState.VOID: (),
}
LIVE_JOBS = (JobState.SIGNED, JobState.STARTED, JobState.EXTENDED)


class ContractKind(models.TextChoices):
    """What was signed."""

    CDI = "cdi", "CDI"
    CDD = "cdd", "CDD"
    TEMPORARY = "interim", "intérim"
    CDDI = "cddi", "CDD d’insertion (CDDI)"
    APPRENTICESHIP = "apprentissage", "contrat d’apprentissage"
    PROFESSIONALISATION = "professionnalisation", "contrat de professionnalisation"
    PEC = "pec", "parcours emploi compétences (PEC)"
    HOMES = "particulier", "chez un particulier employeur"
    OTHER = "autre", "autre contrat"

    @property
    def needs_end(self) -> bool:
        """Whether the contract says its last day."""
        return self not in (ContractKind.CDI, ContractKind.HOMES, ContractKind.OTHER)


class Side(models.TextChoices):
    """Who is asked how it goes."""

    PERSON = "personne", "la personne"
    EMPLOYER = "employeur", "l’employeur"


class Answer(models.TextChoices):
    """How it goes, in three colours that are always written too."""

    GREEN = "vert", "ça va"
    ORANGE = "orange", "il y a une gêne"
    RED = "rouge", "ça ne va pas"


class Risk(models.TextChoices):
    """What may break a job (referential of the O2R, « alerte risque de rupture »)."""

    TRAVEL = "trajet", "le trajet"
    HOURS = "horaires", "les horaires"
    CHILDCARE = "garde", "la garde d’un enfant"
    HOUSING = "logement", "le logement"
    HEALTH = "sante", "la santé"
    PEOPLE = "relations", "les relations au travail"
    PAY = "paie", "la paie, une avance"
    MORALE = "decouragement", "le découragement"
    SUPPORT = "appui", "l’employeur demande un appui"
    OTHER = "autre", "autre chose"


class CheckpointState(models.TextChoices):
    """What became of one question."""

    PLANNED = "prevu", "prévue"
    SENT = "envoye", "lien donné"
    ANSWERED = "repondu", "répondu"
    EXPIRED = "expire", "sans réponse"
    CANCELLED = "annule", "plus posée"


CHECKPOINT_MOVES = {
    CheckpointState.PLANNED: (
        CheckpointState.SENT,
        CheckpointState.ANSWERED,
        CheckpointState.EXPIRED,
        CheckpointState.CANCELLED,
    ),
    CheckpointState.SENT: (
        CheckpointState.ANSWERED,
        CheckpointState.EXPIRED,
        CheckpointState.CANCELLED,
    ),
    # An answer given aloud, later, is still an answer.
    CheckpointState.EXPIRED: (CheckpointState.ANSWERED,),
    CheckpointState.ANSWERED: (),
    CheckpointState.CANCELLED: (),
}
WAITING_CHECKPOINTS = (CheckpointState.PLANNED, CheckpointState.SENT)


class AlertState(models.TextChoices):
    """What became of an alert."""

    OPEN = "ouverte", "à traiter"
    TAKEN = "prise", "quelqu’un s’en occupe"
    CLOSED = "close", "traitée"


ALERT_MOVES = {
    AlertState.OPEN: (AlertState.TAKEN, AlertState.CLOSED),
    AlertState.TAKEN: (AlertState.CLOSED,),
    AlertState.CLOSED: (),
}


class BreakBy(models.TextChoices):
    """Who ended the contract before its time."""

    PERSON = "personne", "la personne"
    EMPLOYER = "employeur", "l’employeur"
    BOTH = "ensemble", "les deux, d’accord"
    TERM = "terme", "fin du contrat ou de l’essai"


class Avoidable(models.TextChoices):
    """Whether something could have kept it, as the team sees it."""

    YES = "oui", "oui, on aurait pu l’éviter"
    NO = "non", "non"
    UNSURE = "ne-sait-pas", "on ne sait pas"


class AdjustmentCode(models.TextChoices):
    """What was changed at work so that the job holds."""

    HOURS = "horaires", "horaires"
    TASKS = "taches", "tâches"
    PLACE = "poste", "poste, outils"
    PACE = "rythme", "rythme, pauses"
    TRAVEL = "trajet", "trajet"
    MENTOR = "tuteur", "tuteur, collègue relais"
    LANGUAGE = "langue", "consignes, langue"
    OTHER = "autre", "autre"


class VisitKind(models.TextChoices):
    """How the adviser followed the job."""

    ON_SITE = "sur-place", "sur place"
    CALL = "appel", "au téléphone"
    THREE = "a-trois", "à trois, avec la personne et l’employeur"
    PERSON = "personne", "avec la personne"


class MovedThing(models.TextChoices):
    """What a line of the log is about."""

    JOB = "emploi", "emploi"
    CHECKPOINT = "question", "question"
    ALERT = "alerte", "alerte"
