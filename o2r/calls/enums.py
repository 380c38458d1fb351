"""Words of the calls for projects."""

from django.db import models


class CallState(models.TextChoices):
    """Where a call stands, by an act of the State service. The clock opens and closes it: see
    ``phases``."""

    DRAFT = "draft", "brouillon"
    PUBLISHED = "published", "publié"
    EXAMINATION = "examination", "en instruction"
    COMMITTEE = "committee", "en comité"
    RESULTS = "results", "résultats publiés"
    ARCHIVED = "archived", "archivé"


CALL_MOVES: dict[CallState, frozenset[CallState]] = {
    CallState.DRAFT: frozenset({CallState.PUBLISHED}),
    CallState.PUBLISHED: frozenset({CallState.EXAMINATION, CallState.ARCHIVED}),
    CallState.EXAMINATION: frozenset({CallState.COMMITTEE, CallState.ARCHIVED}),
    CallState.COMMITTEE: frozenset({CallState.EXAMINATION, CallState.RESULTS}),
    CallState.RESULTS: frozenset({CallState.ARCHIVED}),
    CallState.ARCHIVED: frozenset(),
}
"""Every move allowed. A closed call is never opened again: its deadline is extended before."""


class Phase(models.TextChoices):
    """What everyone sees of a call, from its state and the hour."""

    DRAFT = "draft", "brouillon"
    UPCOMING = "upcoming", "à venir"
    OPEN = "open", "ouvert"
    CLOSED = "closed", "clos"
    EXAMINATION = "examination", "en instruction"
    RESULTS = "results", "résultats publiés"
    ARCHIVED = "archived", "archivé"
    UNKNOWN = "unknown", "calendrier non publié"


class MemberRule(models.TextChoices):
    """What happens when one organisation is in two applications to the same call."""

    FREE = "free", "permis"
    WARN = "warn", "permis, avec un avertissement"
    REFUSE = "refuse", "refusé"


class EnvelopeRule(models.TextChoices):
    """What happens when one application asks for more than the envelope of the call."""

    FREE = "free", "permis"
    WARN = "warn", "permis, avec un avertissement"
    REFUSE = "refuse", "refusé"


class ChangeKind(models.TextChoices):
    """Why a published call has a new version."""

    PUBLICATION = "publication", "publication"
    RECORDED = "recorded", "reprise de sa source publique"
    CORRECTION = "correction", "correction"
    EXTENSION = "extension", "report de la date limite"
    PERIMETER = "perimeter", "périmètre modifié"
    CONTENT = "content", "contenu modifié"
