"""Words of retention and rights: legal grounds, what remains, rights of the GDPR, states."""

from django.db import models


class Ground(models.TextChoices):
    """Why the law lets the platform hold the data (GDPR art. 6.1). The value is the article."""

    CONSENT = "6.1.a", "consentement (RGPD, art. 6.1.a)"
    CONTRACT = "6.1.b", "exécution d’un contrat (RGPD, art. 6.1.b)"
    LEGAL_OBLIGATION = "6.1.c", "obligation légale (RGPD, art. 6.1.c)"
    VITAL_INTEREST = "6.1.d", "intérêts vitaux (RGPD, art. 6.1.d)"
    PUBLIC_INTEREST = "6.1.e", "mission d’intérêt public (RGPD, art. 6.1.e)"
    LEGITIMATE_INTEREST = "6.1.f", "intérêt légitime (RGPD, art. 6.1.f)"


class Remains(models.TextChoices):
    """What is left of a row once its period is over."""

    NOTHING = "nothing", "rien"
    ANONYMISED = "anonymised", "une ligne anonyme"
    STATISTIC = "statistic", "une statistique"
    ARCHIVE = "archive", "une archive"


class SubjectKind(models.TextChoices):
    """How a person is designated: by the UUID of an account or a file, by a proven mailbox."""

    ACCOUNT = "account", "titulaire d’un compte"
    VISITOR = "visitor", "visiteur qui a écrit par le site"
    PERSON = "person", "personne accompagnée"


class Right(models.TextChoices):
    """Rights of the person (GDPR art. 15 to 21)."""

    ACCESS = "access", "recevoir une copie de mes données (accès, portabilité)"
    RECTIFICATION = "rectification", "faire corriger mes données"
    ERASURE = "erasure", "faire effacer mes données"
    LIMITATION = "limitation", "faire suspendre leur utilisation (limitation)"
    OPPOSITION = "opposition", "m’opposer à leur utilisation"


class RequestState(models.TextChoices):
    """Where a request stands."""

    RECEIVED = "received", "reçue"
    EXTENDED = "extended", "délai prolongé"
    DONE = "done", "satisfaite"
    REFUSED = "refused", "refusée"
    WITHDRAWN = "withdrawn", "retirée"


TRANSITIONS: dict[RequestState, frozenset[RequestState]] = {
    RequestState.RECEIVED: frozenset(
        {
            RequestState.EXTENDED,
            RequestState.DONE,
            RequestState.REFUSED,
            RequestState.WITHDRAWN,
        }
    ),
    RequestState.EXTENDED: frozenset(
        {RequestState.DONE, RequestState.REFUSED, RequestState.WITHDRAWN}
    ),
    RequestState.DONE: frozenset(),
    RequestState.REFUSED: frozenset(),
    RequestState.WITHDRAWN: frozenset(),
}
"""Every move a request may make; a closed request does not move."""

OPEN_STATES = tuple(state for state, following in TRANSITIONS.items() if following)
