"""What the watch is told of pages that show person files, and what it answers.

The quota is asked before anything is shown; a refusal is written with its alert and its line of
the journal, in a transaction that ends well, and only then stops the page.
"""

from collections.abc import Collection
from uuid import UUID

from o2r.accounts.actors import Actor
from o2r.accounts.policy import Context, Reason
from o2r.core.journal.authors import Author
from o2r.core.watch.enums import Action, Outcome
from o2r.core.watch.events import AccountFacts, Search
from o2r.core.watch.quota import ALLOWED, QuotaVerdict
from o2r.core.watch.services import check_quota, observe

PERSON_FILE = "person-file"
IDENTITY = "identity"

_REASONS = {Outcome.STEP_UP: Reason.STEP_UP, Outcome.BLOCK: Reason.BLOCKED}
_SHOWINGS = {"export": Action.EXPORT, "search": Action.SEARCH, "share": Action.SHARE}
_WRITES = {
    "create": Action.WRITE,
    "update": Action.WRITE,
    "share": Action.SHARE,
}


class ShowingStopped(Exception):
    """The watch refuses to show more for now. ``str(error)`` is the French sentence to show."""

    def __init__(self, verdict: QuotaVerdict) -> None:
        super().__init__(verdict.reason)
        self.reason = _REASONS[Outcome(verdict.outcome)]
        self.second_person = verdict.second_person


def reveals(kind: str, fields: Collection[str]) -> bool:
    """Whether these groups of fields say who a person is."""
    return kind == PERSON_FILE and IDENTITY in fields


def ask(
    actor: Actor,
    action: str,
    files: Collection[UUID],
    proof: Context,
    *,
    seconded: bool = False,
    search: Search | None = None,
) -> QuotaVerdict:
    """May the identities of these files be shown? Counts them and tells the watch when they may.

    In the transaction of the showing; the caller journals the answer, whatever it is. A search is
    told even when it finds nobody. ``seconded``: someone else approved this export.
    """
    if actor.is_system or not (files or search):
        return ALLOWED
    verdict = check_quota(
        by=actor.author,
        kind=PERSON_FILE,
        action=action,
        objects=files,
        stepped_up=proof.stepped_up,
        seconded=seconded,
        facts=_facts(actor),
    )
    if verdict.outcome != Outcome.ALLOW:
        return verdict
    observe(
        by=actor.author,
        action=_SHOWINGS.get(action, Action.REVEAL),
        kind=PERSON_FILE,
        objects=files,
        fields=(IDENTITY,) if files else (),
        count=len(files),
        search=search,
        seconded=seconded,
    )
    return verdict


def _facts(actor: Actor) -> AccountFacts | None:
    """What the rights of this request say of the access by which somebody acts: not read twice."""
    return AccountFacts(actor.let_in_at, actor.let_in_by) if actor.let_in_at else None


def tell_of_refusal(by: Author, kind: str, asked: UUID | None) -> None:
    """Tell the watch that someone was answered « not found »: many in an hour are a probe.

    ``asked``: what they named, which may not exist.
    """
    if by.user is not None:
        observe(
            by=by,
            action=Action.REFUSED,
            kind=kind,
            objects=[asked] if asked else [],
            allowed=False,
        )


def tell_of_writing(by: Author, action: str, kind: str, file: UUID) -> None:
    """Tell the watch that a person file was completed or shared: reading with work is no abuse."""
    if kind == PERSON_FILE and action in _WRITES:
        observe(by=by, action=_WRITES[action], kind=kind, objects=[file])
