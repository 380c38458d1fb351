"""An application whose convention is given up waits for another one."""

from uuid import UUID

from o2r.accounts.actors import Actor
from o2r.calls.selection.services.contracting import reopen_award
from o2r.projects.conventions.followers import follows_awards


@follows_awards
def given_up(by: Actor, award: UUID, reference: str, reason: str) -> None:
    """« Conventionnée » becomes « retenue » again: a convention may be opened, or the decision
    replaced."""
    reopen_award(by=by, source=award, reference=reference, reason=reason)
