"""What the person is called, corrected without climbing nor going down the ladder."""

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError
from o2r.core.crypto.fields import read_sealed, write_sealed
from o2r.core.typed_text import tidy_name
from o2r.people.enums import IdentityLevel
from o2r.people.ladder import beyond
from o2r.people.models import Identity, Person
from o2r.people.services.holding import held, touched

RENAME = "corriger le nom de cette personne"
NAMES = ("known_as", "first_name", "last_name")


@transaction.atomic
def rename(*, by: Actor, person: Person, names: dict[str, str]) -> Person:
    """Correct nickname, first name or surname: those given, empty to take one away.

    Raises NotAllowed; DomainError for what the rung does not keep, or when nothing would name the
    person any more.
    """
    row = held(by=by, person=person, act=RENAME)
    given = {name: tidy_name(names[name]) for name in NAMES if name in names}
    filled = [name for name, text in given.items() if text]
    if too_much := beyond(IdentityLevel(row.level), filled):
        raise DomainError(
            "Sous un pseudonyme, on ne garde qu’un surnom. Effacez ce qui est de trop, ou passez à "
            "l’identité déclarée si la personne est d’accord.",
            field=too_much[0],
        )
    organisation = by.organisation or row.organisation_id
    identity = Identity.objects.select_for_update(no_key=True).get(person=row)
    known = read_sealed(identity, *NAMES, organisation=organisation) | given
    if not (known["known_as"] or known["first_name"]):
        raise DomainError(
            "Gardez au moins un surnom ou un prénom : sans lui, plus personne ne reconnaît ce "
            "dossier.",
            field="known_as",
        )
    write_sealed(identity, organisation=organisation, **given)
    identity.save(update_fields=[*given])
    touched(row)
    written(by, "update", row, "identity")
    return row
