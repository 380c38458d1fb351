"""Words of the group around a person: who, in what role, since when, and what each was asked."""

from django.db import models


class CareRole(models.TextChoices):
    """What somebody does beside the person. One référent de parcours at a time."""

    LEAD = "referent-parcours", "référent de parcours"
    BODY = "referent-organisme", "référent d’un organisme (France Travail, mission locale…)"
    WITH = "co-accompagnant", "co-accompagnant"
    ONCE = "intervenant-ponctuel", "intervenant ponctuel"
    OBSERVER = "observateur", "observateur, la personne a dit oui"


class CareState(models.TextChoices):
    """Where a place beside the person stands. The last two are ends."""

    INVITED = "invite", "invité"
    ACCEPTED = "accepte", "a dit oui"
    ACTIVE = "actif", "accompagne"
    ENDED = "termine", "terminé"
    REFUSED = "refuse", "a dit non"


CARE_MOVES = {
    CareState.INVITED: (CareState.ACCEPTED, CareState.REFUSED),
    CareState.ACCEPTED: (CareState.ACTIVE, CareState.ENDED),
    CareState.ACTIVE: (CareState.ENDED,),
    CareState.ENDED: (),
    CareState.REFUSED: (),
}
STANDING_CARE = (CareState.INVITED, CareState.ACCEPTED, CareState.ACTIVE)
"""Those that are not over."""


class CareEnding(models.TextChoices):
    """Why a place ended."""

    DECIDED = "decision", "décidé avec la personne"
    LEFT = "depart", "le professionnel part"
    RELAYED = "relais", "un autre référent prend le relais"
    TERM = "echeance", "arrivé à son terme"
    AGREEMENT = "accord", "l’accord de la personne a pris fin"
    DECLINED = "refus", "le professionnel a dit non"
    CANCELLED = "annule", "invitation retirée"


class ObligationKind(models.TextChoices):
    """What somebody is asked to do: a code, for figures and to find what contradicts what."""

    MEETING = "rendez-vous", "venir à un rendez-vous"
    PAPERS = "demarche", "faire une démarche, apporter un papier"
    TRAINING = "formation", "suivre une formation"
    WORKSHOP = "atelier", "venir à un atelier"
    JOB_SEARCH = "recherche", "chercher un emploi, envoyer une candidature"
    IMMERSION = "immersion", "faire une immersion, un essai"
    AVAILABLE = "disponible", "rester disponible"
    CARE = "soin", "prendre soin de sa santé"
    REST = "pause", "faire une pause"
    OTHER = "autre", "autre chose"


class ObligationState(models.TextChoices):
    """What became of what was asked."""

    OPEN = "a-faire", "à faire"
    KEPT = "fait", "fait"
    MISSED = "pas-fait", "pas fait"
    LIFTED = "leve", "n’est plus demandé"


OBLIGATION_MOVES = {
    ObligationState.OPEN: (ObligationState.KEPT, ObligationState.MISSED, ObligationState.LIFTED),
    # What was not done may still be done, or asked no more.
    ObligationState.MISSED: (ObligationState.KEPT, ObligationState.LIFTED),
    ObligationState.KEPT: (),
    ObligationState.LIFTED: (),
}


class MovedThing(models.TextChoices):
    """What a line of the log is about."""

    MEMBER = "membre", "membre du groupe"
    OBLIGATION = "obligation", "ce qui est demandé"
