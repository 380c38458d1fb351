"""What one reader sees of the plan of a person, and what waits for somebody to be done.

The file comes with its ``objectives`` and ``plan_actions`` (``bring``): no query.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet, prefetch_related_objects

from o2r.accounts.actors import Actor
from o2r.accounts.models import User
from o2r.core import clock
from o2r.outreach.selectors.people_seen import files_followed
from o2r.pathways.diagnosis import lists
from o2r.pathways.diagnosis.enums import (
    ACTION_MOVES,
    OBJECTIVE_MOVES,
    ActionBy,
    ActionState,
    ObjectiveState,
)
from o2r.pathways.diagnosis.models import Objective, PlanAction
from o2r.people.models import Person
from o2r.people.selectors.reading import Reader

BROUGHT = ("objectives", "plan_actions__colleague")


@dataclass(frozen=True)
class ActionShown:
    """One action, as one reader sees it."""

    row: PlanAction
    what: str
    partner: str
    today: date

    @property
    def is_open(self) -> bool:
        return ActionState(self.row.state).is_open

    @property
    def is_late(self) -> bool:
        """Whether its day is past and it remains to be done."""
        return self.is_open and self.row.due_on is not None and self.row.due_on < self.today

    @property
    def who(self) -> str:
        """Who does it, in words."""
        colleague: User | None = self.row.colleague
        match ActionBy(self.row.by):
            case ActionBy.COLLEAGUE if colleague:
                return str(colleague)
            case ActionBy.PARTNER if self.partner:
                return self.partner
            case ActionBy.TOGETHER:
                named = [one for one in (str(colleague or ""), self.partner) if one]
                return f"la personne, avec {' et '.join(named)}" if named else "ensemble"
        return str(self.row.get_by_display())

    @property
    def moves(self) -> tuple[ActionState, ...]:
        return ACTION_MOVES[ActionState(self.row.state)]


@dataclass(frozen=True)
class ObjectiveShown:
    """One objective, with what is planned for it, the earliest first."""

    row: Objective
    what: str
    about: str
    actions: tuple[ActionShown, ...]

    @property
    def is_open(self) -> bool:
        return self.row.state == ObjectiveState.OPEN

    @property
    def moves(self) -> tuple[ObjectiveState, ...]:
        return OBJECTIVE_MOVES[ObjectiveState(self.row.state)]

    @property
    def open_actions(self) -> list[ActionShown]:
        return [one for one in self.actions if one.is_open]


def plan_of(reader: Reader, person: Person) -> list[ObjectiveShown]:
    """The objectives that one may read, those under way first; words for who follows the person."""
    if "barriers" not in reader.groups:
        return []
    reads = reader.shared is None and "narrative" in reader.groups
    seen = {one.code: one.label for one in lists.barriers_for(reader.groups)}
    rows = [one for one in person.objectives.all() if not one.barrier or one.barrier in seen]
    rows.sort(key=lambda one: (one.state != ObjectiveState.OPEN, one.set_at, one.pk))
    return [
        ObjectiveShown(
            row=one,
            what=_said(reader, one, lists.objectives(), reads),
            about=seen.get(one.barrier, ""),
            actions=tuple(_actions(reader, person, one, reads)),
        )
        for one in rows
    ]


def _actions(reader: Reader, person: Person, goal: Objective, reads: bool) -> Iterable[ActionShown]:
    mine = [one for one in person.plan_actions.all() if one.objective_id == goal.pk]
    for row in sorted(mine, key=lambda one: (one.due_on or date.max, one.set_at, one.pk)):
        partner = reader.open(row, "partner").get("partner", "") if reads else ""
        yield ActionShown(row, _said(reader, row, lists.actions(), reads), partner, clock.today())


def _said(
    reader: Reader,
    row: Objective | PlanAction,
    phrases: tuple[lists.Phrase, ...],
    reads: bool,
) -> str:
    """The words, when one may read them and there are some; else the phrase chosen."""
    words = reader.open(row, "words").get("words", "") if reads else ""
    phrase = lists.label_in(phrases, row.code) if row.code else ""
    if phrase and words:
        return f"{phrase} : {words}"
    return words or phrase or "Écrit avec ses mots, que vous ne lisez pas"


def actions_to_do(actor: Actor) -> QuerySet[PlanAction]:
    """The actions that remain, of all the files that somebody follows, and wait for the team."""
    rows = PlanAction.objects.open().filter(person__in=files_followed(actor).values("pk"))
    return rows.exclude(by__in=[ActionBy.PERSON, ActionBy.PARTNER]).order_by("due_on", "pk")


def actions_by_day(actor: Actor, until: date) -> list[tuple[date, int]]:
    """How many wait for each day until then, included; late ones too. One query."""
    rows = actions_to_do(actor).filter(due_on__lte=until).order_by("due_on")
    days = rows.values("due_on").annotate(many=Count("pk")).values_list("due_on", "many")
    return [(day, many) for day, many in days if day is not None]


def colleagues_of(person: Person) -> Mapping[UUID, str]:
    """Who follows the person today: the referent, then those beside. One query at most."""
    rows = [one for one in person.follow_ups.all() if one.lasts(clock.today())]
    prefetch_related_objects(rows, "user")
    beside = [one.user for one in rows]
    known = [person.referent, *beside] if person.referent else beside
    return {one.pk: str(one) for one in known}
