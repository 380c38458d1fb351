"""The file held for an act: locked, decided, still open."""

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError
from o2r.people.models import Person
from o2r.people.registry import changed


def held(*, by: Actor, person: Person, act: str, action: str = "update") -> Person:
    """The row of a file, locked until the transaction ends. Raises NotAllowed; DomainError for a
    file where nothing is written any more."""
    row = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    require(by, action, row, act=act)
    if not row.is_followed:
        raise DomainError(
            f"Ce dossier n’est plus ouvert : {row.get_standing_display()}. On n’y écrit plus ; "
            "écrivez dans le dossier gardé, ou défaites la réunion."
        )
    return row


def touched(person: Person, *fields: str) -> None:
    """Save the columns changed, and count one more change of the file."""
    person.revision += 1
    person.save(update_fields=[*fields, "revision"])
    changed(person)
