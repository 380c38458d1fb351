"""Words of the diagnosis and of the plan: how much something weighs, who acts, what it became."""

from django.db import models


class Degree(models.IntegerChoices):
    """How much something weighs, as the person says it, or as the professional sees it.

    A grid of the product, provisional: neither a scale nor a sum. What was not talked about and
    what the person would rather not talk about are answers like the others.
    """

    NOT_EXPLORED = 0, "pas encore abordé"
    RESOURCE = 1, "plutôt une force"
    SLIGHT = 2, "gêne un peu"
    REAL = 3, "gêne vraiment"
    BLOCKING = 4, "bloque"
    UNSAID = 9, "ne souhaite pas en parler"

    @property
    def is_weight(self) -> bool:
        """Whether it can be set beside another one: said, and talked about."""
        return self not in (Degree.NOT_EXPLORED, Degree.UNSAID)


class DiagnosisState(models.TextChoices):
    """A diagnosis is written, then validated: from then on it never changes."""

    DRAFT = "brouillon", "brouillon"
    VALIDATED = "valide", "validé"


DIAGNOSIS_MOVES: dict[DiagnosisState, tuple[DiagnosisState, ...]] = {
    DiagnosisState.DRAFT: (DiagnosisState.VALIDATED,),
    DiagnosisState.VALIDATED: (),
}


class ObjectiveState(models.TextChoices):
    """What became of an objective (France Travail: EN_COURS, REALISE, ABANDONNE)."""

    OPEN = "en-cours", "en cours"
    REACHED = "atteint", "atteint"
    DROPPED = "abandonne", "laissé de côté"


OBJECTIVE_MOVES: dict[ObjectiveState, tuple[ObjectiveState, ...]] = {
    ObjectiveState.OPEN: (ObjectiveState.REACHED, ObjectiveState.DROPPED),
    ObjectiveState.REACHED: (ObjectiveState.OPEN,),
    ObjectiveState.DROPPED: (ObjectiveState.OPEN,),
}


class ActionState(models.TextChoices):
    """What became of an action: the six statuses of Carnet de bord."""

    PLANNED = "prevue", "prévue"
    UNDER_WAY = "en-cours", "en cours"
    WAITING = "en-attente", "en attente"
    DONE = "faite", "faite"
    DROPPED = "abandonnee", "abandonnée"
    CANCELLED = "annulee", "annulée"

    @property
    def is_open(self) -> bool:
        """Whether something remains to be done."""
        return bool(ACTION_MOVES[self])


_ENDS = (ActionState.DONE, ActionState.DROPPED, ActionState.CANCELLED)
ACTION_MOVES: dict[ActionState, tuple[ActionState, ...]] = {
    ActionState.PLANNED: (ActionState.UNDER_WAY, ActionState.WAITING, *_ENDS),
    ActionState.UNDER_WAY: (ActionState.WAITING, *_ENDS),
    ActionState.WAITING: (ActionState.UNDER_WAY, *_ENDS),
    ActionState.DONE: (),
    ActionState.DROPPED: (),
    ActionState.CANCELLED: (),
}
OPEN_ACTIONS = tuple(one for one in ActionState if ACTION_MOVES[one])


class ActionBy(models.TextChoices):
    """Who does it."""

    PERSON = "personne", "la personne"
    COLLEAGUE = "equipe", "nous"
    PARTNER = "partenaire", "un partenaire"
    TOGETHER = "ensemble", "ensemble"
