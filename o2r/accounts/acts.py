"""What every service calls before it writes: the decision, then the line of the journal."""

from collections.abc import Sequence

from o2r.accounts.actors import Actor
from o2r.accounts.errors import NotAllowed
from o2r.accounts.governed import Governed
from o2r.accounts.policy import Allow, Context, Subject, decide, kinds
from o2r.accounts.watching import tell_of_writing
from o2r.core.journal.services import record, record_each

# The session has proved what it must at the door of the page: a service knows no session.
PROVED = Context(second_factor=True, stepped_up=True)


def require(by: Actor, action: str, obj: Governed, *, act: str) -> Allow:
    """Refuse unless the policy lets ``by`` do ``action`` on ``obj``.

    ``act`` ends the sentence « Votre compte ne permet pas de… ». Raises NotAllowed.
    """
    decision = decide(by, action, obj.subject(by), PROVED)
    if not isinstance(decision, Allow):
        raise NotAllowed(act)
    return decision


def require_kind(by: Actor, action: str, kind: str, *, act: str) -> Allow:
    """The same for an act that bears on no row yet, as an import. Raises NotAllowed."""
    decision = decide(by, action, Subject(kind), PROVED)
    if not isinstance(decision, Allow):
        raise NotAllowed(act)
    return decision


def written(by: Actor, action: str, obj: Governed, *fields: str, count: int = 1) -> None:
    """Journal an act on a row, in the transaction of the act; nothing for what is not personal."""
    if kinds()[obj.access_kind].personal:
        tell_of_writing(by.author, action, obj.access_kind, obj.pk)
        record(
            by=by.author,
            action=action,
            kind=obj.access_kind,
            object_id=obj.pk,
            organisation=obj.chain,
            fields=fields,
            count=count,
        )


def written_each(acts: Sequence[tuple[Actor, Governed]], action: str, *fields: str) -> None:
    """The same for one act of several people, each on a row of one kind, in one chain.

    Raises ValueError when they are not.
    """
    places = {(obj.access_kind, obj.chain) for _, obj in acts}
    if len(places) != 1:
        raise ValueError("Acts journaled together are on rows of one kind and one chain.")
    ((kind, chain),) = places
    if kinds()[kind].personal:
        for by, obj in acts:
            tell_of_writing(by.author, action, kind, obj.pk)
        authors = [(by.author, obj.pk) for by, obj in acts]
        record_each(authors, action=action, kind=kind, organisation=chain, fields=fields)
