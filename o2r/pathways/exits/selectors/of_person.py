"""The exits of one person, opened for who reads their file."""

from dataclasses import dataclass

from o2r.pathways.exits.enums import FollowUpState
from o2r.pathways.exits.models import Exit, FollowUpSituation
from o2r.people.models import Person
from o2r.people.selectors.reading import Reader


@dataclass(frozen=True)
class ExitShown:
    """One exit, its texts, and what was learned after it."""

    row: Exit
    where: str
    who: str
    words: str
    situations: tuple[FollowUpSituation, ...]

    @property
    def to_note(self) -> FollowUpSituation | None:
        """The step whose day has come, the oldest first."""
        return next((one for one in self.situations if one.may_be_noted), None)

    @property
    def may_be_closed(self) -> bool:
        """Whether nothing more is awaited: each step was asked for, or none is."""
        states = [one.state for one in self.situations]
        return FollowUpState.WAITING not in states


def exits_of(reader: Reader, person: Person) -> list[ExitShown]:
    """The exits of somebody, the last one first. ``person`` may have brought them."""
    if "route" not in reader.groups:
        return []
    after = sorted(person.situations.all(), key=lambda one: (one.due_on, one.pk))
    rows = sorted(person.exits.all(), key=lambda one: (one.on, one.noted_at), reverse=True)
    return [
        ExitShown(
            row,
            **{
                "where": "",
                "who": "",
                "words": "",
                **reader.open(row, "where", "who", "words"),
            },
            situations=tuple(one for one in after if one.exit_id == row.pk),
        )
        for row in rows
    ]
