"""Rules over a stream: each event is given to the rules that listen, with their memory."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from o2r.core.watch.catalogue import RULES, Rule
from o2r.core.watch.enums import Action, Response
from o2r.core.watch.events import AccountFacts, Event
from o2r.core.watch.memory import Memory
from o2r.core.watch.thresholds import Limits


@dataclass(frozen=True)
class Finding:
    """A rule was broken. ``user``: whose account the alert is about, None for a place or for the
    platform; ``subject``: the memory that shows it; ``evidence``: references of events."""

    rule: Rule
    response: Response
    user: UUID | None
    organisation: UUID | None
    subject: str
    evidence: tuple[str, ...]


def listening(action: Action, *, urgent: bool) -> tuple[Rule, ...]:
    """The rules that an action concerns: the urgent ones, or the others."""
    return _LISTENING.get((action, urgent), ())


_LISTENING = {
    (action, urgent): tuple(
        rule for rule in RULES if action in rule.listens and rule.urgent == urgent
    )
    for action in Action
    for urgent in (True, False)
}


def examine(
    event: Event,
    *,
    facts: AccountFacts | None,
    limits: Limits,
    rules: Collection[Rule],
    memory_of: Callable[[str], Memory],
) -> Iterator[Finding]:
    """What ``rules`` find in an event. ``memory_of`` gives the memory of a rule and a subject; it
    is changed in place, and the caller keeps it."""
    for rule in rules:
        subject = rule.subject(event, facts, limits)
        if not subject or rule.judge is None:
            continue
        signal = rule.judge(memory_of(f"{rule.code}/{subject}"), event, facts, limits)
        if signal is None:
            continue
        response, evidence = signal
        # An attempt that failed is not the doing of whose account was tried.
        about_user = not subject.startswith(("network:", "platform")) or response == Response.BLOCK
        user = event.user if about_user else None
        organisation = event.organisation if about_user else None
        yield Finding(rule, response, user, organisation, subject, evidence)
