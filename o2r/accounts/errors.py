"""The one family of errors a service raises when it refuses an act.

The message is written for the person who asked, in French: what happened, why, what to do. Pages
show it, commands print it, the API sends it; none of them rewrites it.
"""

from typing import ClassVar, Self

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from o2r.core.elision import of
from o2r.core.retention.errors import RetentionError
from o2r.territory.typography import typographic


class DomainError(Exception):
    """An act that the rules refuse. ``str(error)`` is the French sentence to show.

    ``field``: the name of the one value to correct, where the page shows the sentence when it asks
    for that value; None when the act as a whole is refused.
    """

    default_field: ClassVar[str | None] = None
    """The field of a family of refusals that are all about the same value."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(typographic(message))
        self.field = field or self.default_field

    @classmethod
    def of(cls, error: ValidationError) -> Self:
        """What a model refuses: its sentences, and its field when they are all about one."""
        fields = list(error.error_dict) if hasattr(error, "error_dict") else []
        one = fields[0] if len(fields) == 1 and fields[0] != NON_FIELD_ERRORS else None
        return cls(" ".join(dict.fromkeys(error.messages)), field=one)


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
            f"Votre compte ne permet pas {of(act)}. Demandez-le à l’équipe qui gère la plateforme."
        )


class StillNeeded(DomainError, RetentionError):
    """An account cannot close yet: people, or an organisation, depend on it. A refusal of the
    accounts that the pages of rights show too."""
