"""What only the environment of the server sets: shown to who runs the platform, never changed here.

No secret is among them: for what holds one, only whether it is set.
"""

from collections.abc import Iterator

from django.conf import settings


def from_environment() -> Iterator[tuple[str, str, str]]:
    """Name of the variable, what it is, and its value in words."""
    yield "O2R_PUBLIC_URL", "Adresse du site", settings.PUBLIC_URL
    yield "O2R_DEMONSTRATION", "Démonstration", _yes(settings.DEMONSTRATION)
    yield "O2R_MAIL_FROM", "Expéditeur des courriels", settings.DEFAULT_FROM_EMAIL
    yield "O2R_DPO_EMAIL", "Délégué à la protection des données", _said(settings.DPO_EMAIL)
    hours, minutes = settings.SESSION_LONGEST // 3600, settings.SESSION_IDLE // 60
    yield "O2R_SESSION_HOURS", "Session la plus longue", f"{hours} heures"
    yield "O2R_SESSION_IDLE_MINUTES", "Fin d’une session sans activité", f"{minutes} minutes"
    yield "O2R_CLAMD", "Antivirus", _said(settings.CLAMD)
    share = f"{settings.MIN_FREE_DISK_PERCENT} %"
    yield "O2R_MIN_FREE_DISK_PERCENT", "Disque gardé libre", share
    yield "O2R_ROOT_KEY", "Clé racine confiée à un service", _yes(settings.ROOT_KEY)
    yield "O2R_TSA_URL", "Horodatage du journal par un tiers", _said(settings.TSA_URL)
    yield "O2R_PROCONNECT_SERVER", "ProConnect", _said(settings.PROCONNECT["server"])
    yield "O2R_RETENTION_FILE", "Fichier des durées de conservation", _yes(settings.RETENTION_FILE)
    own_texts = _said(settings.CONTRACT_TEXTS_DIR)
    yield "O2R_CONTRACT_TEXTS_DIR", "Textes du contrat de confiance de l’instance", own_texts
    yield "O2R_EMBED_ANCESTORS", "Sites qui affichent la carte", ", ".join(settings.EMBED_ANCESTORS)


def _yes(value: object) -> str:
    return "oui" if value else "non"


def _said(value: str) -> str:
    return value or "non réglé"
