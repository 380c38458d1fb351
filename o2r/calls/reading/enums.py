"""Words of the reading of applications."""

from django.db import models


class AssignmentState(models.TextChoices):
    """Where a reading stands, for one reader and one application."""

    NAMED = "named", "déclaration attendue"
    DECLARED = "declared", "lecture ouverte"
    RECUSED = "recused", "récusé"
    ENDED = "ended", "terminé"


ASSIGNMENT_MOVES: dict[AssignmentState, frozenset[AssignmentState]] = {
    AssignmentState.NAMED: frozenset(
        {AssignmentState.DECLARED, AssignmentState.RECUSED, AssignmentState.ENDED}
    ),
    # Back: a body has entered the consortium, on which nothing is declared yet.
    AssignmentState.DECLARED: frozenset(
        {AssignmentState.NAMED, AssignmentState.RECUSED, AssignmentState.ENDED}
    ),
    AssignmentState.RECUSED: frozenset(),
    AssignmentState.ENDED: frozenset(),
}
"""Every move allowed. Who was recused is never put back: another reader is named."""

LIVE = (AssignmentState.NAMED, AssignmentState.DECLARED)
"""The readings that count: the others have left the denominators."""


class ReviewState(models.TextChoices):
    """Where a review stands."""

    DRAFT = "draft", "brouillon"
    SENT = "sent", "envoyée"
    EXCLUDED = "excluded", "écartée"


REVIEW_MOVES: dict[ReviewState, frozenset[ReviewState]] = {
    ReviewState.DRAFT: frozenset({ReviewState.SENT, ReviewState.EXCLUDED}),
    ReviewState.SENT: frozenset({ReviewState.EXCLUDED}),
    ReviewState.EXCLUDED: frozenset(),
}
"""Every move allowed. A review that was sent is never rewritten."""


class Visibility(models.TextChoices):
    """Who reads a comment. Nobody but the State service and the readers learns who wrote it."""

    READERS = "readers", "le service de l’État et les autres lecteurs"
    COMMITTEE = "committee", "le comité aussi"
    APPLICANT = "applicant", "le comité et le candidat, sans mon nom"


class Recommendation(models.TextChoices):
    """What a reader advises."""

    FAVOURABLE = "favourable", "favorable"
    RESERVED = "reserved", "favorable avec réserves"
    UNFAVOURABLE = "unfavourable", "défavorable"


class InterestNature(models.TextChoices):
    """What ties a person to a body."""

    EMPLOYMENT = "employment", "emploi, actuel ou de moins de trois ans"
    BOARD = "board", "direction, conseil d’administration, adhésion active"
    FAMILY = "family", "lien familial ou personnel"
    FUNDING = "funding", "financement, contrat ou prestation"
    COMPETITOR = "competitor", "concurrence, ou candidature au même appel"
    OTHER = "other", "autre lien"


class AlertKind(models.TextChoices):
    """What the platform already knows of a tie between a person and a body."""

    SAME_ORGANISATION = "same-organisation", "Vous travaillez dans cet organisme."
    PAST_MEMBERSHIP = "past-membership", "Vous avez travaillé dans cet organisme."
    SAME_DOMAIN = "same-domain", "Votre adresse électronique a le même domaine que la sienne."
    COMMON_PROJECT = "common-project", "Votre organisation et lui ont mené un même projet."
    EARLIER_DECLARATION = "earlier-declaration", "Vous y aviez déclaré un lien à un autre appel."


class Unveiling(models.TextChoices):
    """When the State service reads the marks of an application."""

    ALL_SENT = "all-sent", "quand tous ses lecteurs ont envoyé leur lecture"
    COMMITTEE = "committee", "à l’ouverture du comité seulement"


class OpinionSense(models.TextChoices):
    """What a committee says of a call or of an application."""

    FAVOURABLE = "favourable", "favorable"
    RESERVED = "reserved", "favorable avec réserves"
    UNFAVOURABLE = "unfavourable", "défavorable"
    NONE = "none", "ne se prononce pas"


class ItemAnswer(models.TextChoices):
    """What was found for one line of the list of admissibility."""

    YES = "yes", "oui"
    NO = "no", "non"
    NOT_APPLICABLE = "not-applicable", "sans objet"
