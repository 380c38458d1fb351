"""Refusals that the pages of an application show beside what was typed."""

from collections.abc import Mapping

from o2r.accounts.errors import DomainError


class ApplicationClosed(DomainError):
    """The application can be read, and not changed any more."""


class ChangedMeanwhile(DomainError):
    """Someone else saved other values while these were typed; nothing was written.

    ``theirs``: by name of field, what is now saved, in the words of the page.
    """

    def __init__(self, theirs: Mapping[str, str]) -> None:
        self.theirs = dict(theirs)
        super().__init__(
            "Quelqu’un a enregistré d’autres valeurs pendant que vous écriviez. Rien n’est perdu : "
            "les deux sont montrées. Corrigez si besoin, puis enregistrez de nouveau."
        )
