"""The one family of errors a service raises when it refuses an act.

The message is written for the person who asked, in French: what happened, why, what to do. Pages
show it, commands print it, the API sends it; none of them rewrites it.
"""

from o2r.core.retention.errors import RetentionError
from o2r.territory.typography import typographic


class DomainError(Exception):
    """An act that the rules refuse. ``str(error)`` is the French sentence to show."""

    def __init__(self, message: str) -> None:
        super().__init__(typographic(message))


class DemonstrationOnly(DomainError):
    """The act exists only in a demonstration instance."""

    def __init__(self) -> None:
        super().__init__(
            "Les comptes et les projets d’exemple n’existent que dans une instance de "
            "démonstration. Mettez O2R_DEMONSTRATION=1 dans le fichier .env d’une instance "
            "d’essai, jamais sur un vrai territoire."
        )


class NotAllowed(DomainError):
    """The person may not do this. Pages answer 404, as if the object did not exist."""

    def __init__(self, act: str) -> None:
        super().__init__(
            f"Votre compte ne permet pas de {act}. Demandez-le à l’équipe qui gère la plateforme."
        )


class StillNeeded(DomainError, RetentionError):
    """An account cannot close yet: people, or an organisation, depend on it. A refusal of the
    accounts that the pages of rights show too."""
