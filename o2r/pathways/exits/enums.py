"""Where somebody goes, by which contract, and what became of them."""

from django.db import models


class ExitKind(models.TextChoices):
    """Where a pathway leads. What each is for the FSE+ is in ``data/pathways/exits.csv``."""

    COMMON_LAW = "droit-commun", "relais vers un organisme, avec un référent nommé"
    REGISTERED = "inscription-ft", "inscription à France Travail"
    CEJ = "cej", "contrat d’engagement jeune (CEJ)"
    INTENSIVE = "accompagnement-intensif", "un accompagnement plus intensif"
    EMPLOYMENT = "emploi", "emploi"
    APPRENTICESHIP = "alternance", "alternance"
    TRAINING = "formation", "formation"
    SIAE = "siae", "insertion par l’activité économique (SIAE)"
    CARE = "sante-social", "parcours de santé ou social"
    MOVED = "demenagement", "déménagement"
    LOST = "perdu-de-vue", "plus de nouvelles"
    REFUSED = "refus", "la personne ne souhaite pas continuer"
    DEATH = "deces", "décès"

    @property
    def needs_referent(self) -> bool:
        """Whether it is no exit until somebody is named who takes over."""
        return self is ExitKind.COMMON_LAW

    @property
    def has_contract(self) -> bool:
        """Whether a kind of contract is asked."""
        return self is ExitKind.EMPLOYMENT


class ContractKind(models.TextChoices):
    """The contract of an employment. Six months is where employment is called durable."""

    PERMANENT = "cdi", "CDI"
    LONG = "cdd-long", "CDD de six mois ou plus"
    SHORT = "cdd-court", "CDD de moins de six mois"
    TEMPORARY = "interim", "intérim"
    AIDED = "aide", "contrat aidé"
    SELF = "independant", "à son compte"
    OTHER = "autre", "autre contrat"


class FollowUpStep(models.TextChoices):
    """When news is asked for, after an exit."""

    THREE = "m3", "à trois mois"
    SIX = "m6", "à six mois"

    @property
    def months(self) -> int:
        """How long after the exit."""
        return 3 if self is FollowUpStep.THREE else 6


class FollowUpState(models.TextChoices):
    """Whether news came. Not reached is never an end: somebody may be reached later."""

    WAITING = "a-demander", "à demander"
    REACHED = "joint", "nouvelles reçues"
    UNREACHED = "injoignable", "pas joint"


FOLLOW_UP_MOVES = {
    FollowUpState.WAITING: (FollowUpState.REACHED, FollowUpState.UNREACHED),
    FollowUpState.UNREACHED: (FollowUpState.REACHED,),
    FollowUpState.REACHED: (),
}


class Situation(models.TextChoices):
    """Where somebody is, as the FSE+ counts it (Reg. (EU) 2021/1057, annex I)."""

    EMPLOYED = "emploi", "en emploi"
    SELF = "independant", "à son compte"
    TRAINING = "formation", "en formation"
    SEARCH = "recherche", "en recherche d’emploi"
    INACTIVE = "inactif", "autre situation"
    UNKNOWN = "inconnu", "on ne sait pas"


class NewsSource(models.TextChoices):
    """How the situation is known."""

    PERSON = "personne", "la personne le dit"
    PARTNER = "partenaire", "un partenaire le dit, avec son accord"
    DOCUMENT = "document", "un document a été vu"
