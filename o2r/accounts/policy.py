"""The one decision: may this person do this act on this object, and see which groups of fields?

Pure: no database, no clock, no request. Every rule is a line of ``policy.csv``, reviewed by people
who do not read code; what no line allows is refused. Pages, API, exports, templates, tasks and
sync all ask ``decide``.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.core.access import Reach

POLICY_FILE = Path(__file__).with_name("policy.csv")
OBJECTS_FILE = Path(__file__).with_name("objects.csv")
EVERY_GROUP = "*"


class Requirement(StrEnum):
    """A condition of a rule, besides who and what."""

    SECOND_FACTOR = "second-factor"
    STEP_UP = "step-up"
    SETTLED = "settled"


class Reason(StrEnum):
    """Why an act is refused: a word for the journal and the tests, never shown as such."""

    NO_RULE = "no-rule"
    BLOCKED = "blocked"
    COOLING = "cooling"
    SECOND_FACTOR = "second-factor"
    STEP_UP = "step-up"


_REFUSED_FOR = {
    Requirement.SECOND_FACTOR: Reason.SECOND_FACTOR,
    Requirement.STEP_UP: Reason.STEP_UP,
    Requirement.SETTLED: Reason.COOLING,
}


@dataclass(frozen=True)
class Rule:
    """One line of the table, its lists of words taken apart."""

    roles: frozenset[str]
    relations: frozenset[str]
    objects: frozenset[str]
    actions: frozenset[str]
    fields: frozenset[str]
    requires: frozenset[Requirement]
    why: str


@dataclass(frozen=True)
class Kind:
    """A kind of object. ``personal``: acts on it are journaled, and wait for 24 hours.

    ``told``: the label with its article, for the sentences of the journal; ``own``: the same said
    to the person concerned.
    """

    code: str
    label: str
    groups: tuple[str, ...]
    personal: bool
    told: str
    own: str


@dataclass(frozen=True)
class Subject:
    """What an act bears on: a kind, and how the actor stands towards this very object.

    ``shared`` restricts a partner to the groups of fields of the share in force.
    """

    kind: str
    relations: frozenset[Relation] = frozenset({Relation.ANY})
    shared: frozenset[str] | None = None


@dataclass(frozen=True)
class Context:
    """How the person is here: what the session has proved."""

    second_factor: bool = False
    stepped_up: bool = False


@dataclass(frozen=True)
class Allow:
    """The act is allowed, on these groups of fields."""

    fields: frozenset[str]

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Deny:
    """The act is refused. ``reason`` never reaches the screen of who asked."""

    reason: Reason

    def __bool__(self) -> bool:
        return False


Decision = Allow | Deny


def decide(actor: Actor, action: str, subject: Subject, context: Context) -> Decision:
    """Whether ``actor`` may do ``action`` on ``subject``, and with which groups of fields.

    The groups of all the rules that apply are added; a rule whose conditions fail gives nothing.
    When none is left, the reason is the condition that was missing, so that a page can ask for the
    second factor instead of pretending. A blocked account is refused everything but to leave.
    """
    if actor.blocked and subject.kind != "session":
        return Deny(Reason.BLOCKED)
    granted: set[str] = set()
    missing: Reason | None = None
    found = False
    for rule in _rules_for(subject.kind, action):
        if not (rule.roles & actor.roles and _stands(rule, subject.relations)):
            continue
        refused = _refusal(rule, actor, context)
        if refused is None:
            found = True
            granted |= rule.fields
        else:
            missing = missing or refused
    if not found:
        return Deny(missing or Reason.NO_RULE)
    return Allow(_narrowed(granted, subject))


def may_meet(actor: Actor, kind: str) -> bool:
    """Whether any rule lets this person meet any object of this kind, for any act at all.

    A blocked account meets nothing; an account of less than 24 hours meets nothing personal.
    """
    if actor.blocked:
        return False
    return any(
        rule.roles & actor.roles and (actor.settled or Requirement.SETTLED not in rule.requires)
        for rule in policy()
        if kind in rule.objects
    )


def meets_people(role: str) -> bool:
    """Whether some rule lets this role open the file of a person."""
    return may_meet(Actor(roles=frozenset({role})), "person-file")


def may_try(actor: Actor, action: str, kind: str, context: Context) -> Decision:
    """Whether some relation would allow the act: what opens, or not, the door of a page."""
    return decide(actor, action, Subject(kind, frozenset(Relation)), context)


def reach(actor: Actor, action: str, kind: str, context: Context) -> Reach:
    """How far the act goes, for the pages of ``core``, which know no actor: the same decision."""
    inside = Subject(kind, frozenset({Relation.ANY, Relation.ORGANISATION}))
    return Reach(
        everywhere=bool(decide(actor, action, Subject(kind), context)),
        organisation=actor.organisation if decide(actor, action, inside, context) else None,
    )


def _stands(rule: Rule, relations: frozenset[Relation]) -> bool:
    return bool(rule.relations & relations)


def _refusal(rule: Rule, actor: Actor, context: Context) -> Reason | None:
    held = {
        Requirement.SETTLED: actor.settled,
        Requirement.SECOND_FACTOR: context.second_factor,
        Requirement.STEP_UP: context.stepped_up,
    }
    return next((_REFUSED_FOR[need] for need in sorted(rule.requires) if not held[need]), None)


def _narrowed(granted: set[str], subject: Subject) -> frozenset[str]:
    groups = set(kinds()[subject.kind].groups) if EVERY_GROUP in granted else granted
    return frozenset(groups if subject.shared is None else groups & subject.shared)


@cache
def policy() -> tuple[Rule, ...]:
    """The table, line by line."""
    return tuple(read_policy(POLICY_FILE.read_text(encoding="utf-8").splitlines()))


@cache
def kinds() -> dict[str, Kind]:
    """Every kind of object that the policy knows, by its code."""
    with OBJECTS_FILE.open(encoding="utf-8", newline="") as lines:
        return {
            row["object"]: Kind(
                code=row["object"],
                label=row["label"],
                groups=tuple(row["groups"].split()),
                personal=row["personal"] == "yes",
                told=row["told"],
                own=row["own"],
            )
            for row in csv.DictReader(lines)
        }


@cache
def _rules_for(kind: str, action: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in policy() if kind in rule.objects and action in rule.actions)


def read_policy(lines: Iterable[str]) -> Iterable[Rule]:
    """The rules of a table. Raises ValueError on an unknown word, with the number of the line."""
    for number, row in enumerate(csv.DictReader(lines), start=2):
        try:
            yield Rule(
                roles=frozenset(row["role"].split()),
                relations=frozenset(Relation(word) for word in row["relation"].split()),
                objects=frozenset(row["object"].split()),
                actions=frozenset(row["action"].split()),
                fields=frozenset(row["fields"].split()),
                requires=frozenset(Requirement(word) for word in row["requires"].split()),
                why=row["why"],
            )
        except (ValueError, AttributeError) as error:
            raise ValueError(f"policy.csv, line {number}: {error}") from error
