"""Words of the directory. The codes of data·inclusion are data: see ``codes``."""

from django.db import models


class SchemaVersion(models.TextChoices):
    """The schema that described an entry when it was last written."""

    V1 = "v1", "data·inclusion v1"
    V0 = "v0", "data·inclusion v0, traduit"
    LOCAL = "local", "ajouté par une équipe"


class ReferringBody(models.TextChoices):
    """The organismes référents of the réseau pour l’emploi (C. trav. L. 5411-5-1)."""

    FRANCE_TRAVAIL = "france-travail", "France Travail"
    DEPARTEMENT = "departement", "conseil départemental"
    MISSION_LOCALE = "mission-locale", "mission locale"
    CAP_EMPLOI = "cap-emploi", "Cap emploi"


class ReportKind(models.TextChoices):
    """What a team says of an entry, to who keeps the directory right."""

    CLOSED = "closed", "le service est fermé"
    WRONG = "wrong", "la fiche est fausse"


class ReportState(models.TextChoices):
    """What became of a report: a report that was answered is never opened again."""

    OPEN = "open", "à vérifier"
    ACCEPTED = "accepted", "suivi d’effet"
    DISMISSED = "dismissed", "vérifié, rien à changer"


REPORT_MOVES: dict[ReportState, tuple[ReportState, ...]] = {
    ReportState.OPEN: (ReportState.ACCEPTED, ReportState.DISMISSED),
    ReportState.ACCEPTED: (),
    ReportState.DISMISSED: (),
}


class NeedSource(models.TextChoices):
    """What led to writing an unmet need down."""

    SEARCH = "search", "recherche sans réponse"
    REFERRAL = "referral", "orientation sans suite"
    OTHER = "other", "constat de l’équipe"


_NETWORKS = {
    "france-travail": ReferringBody.FRANCE_TRAVAIL,
    "departements": ReferringBody.DEPARTEMENT,
    "delegataire-conseil-departemental": ReferringBody.DEPARTEMENT,
    "mission-locale": ReferringBody.MISSION_LOCALE,
    "cap-emploi-reseau-cheops": ReferringBody.CAP_EMPLOI,
}


def referring_body_of(networks: list[str]) -> str:
    """The organisme référent that the networks of a structure make it, empty for none."""
    return next((str(_NETWORKS[code]) for code in networks if code in _NETWORKS), "")
