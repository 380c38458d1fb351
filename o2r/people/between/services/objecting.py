"""The person does not want to be looked for by other operators; or does not mind any more."""

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import NotAllowed
from o2r.people.between.models import IndexObjection
from o2r.people.models import Person
from o2r.people.services.holding import held, touched

NOTE = "noter ce que cette personne veut"


@transaction.atomic
def object_to_index(*, by: Actor, person: Person) -> Person:
    """Take a file out of the index, at once, as its person asks (GDPR art. 21).

    Raises NotAllowed, DomainError for a file that is closed.
    """
    if by.user is None:
        raise NotAllowed(NOTE)
    row = held(by=by, person=person, act=NOTE)
    IndexObjection.objects.get_or_create(person=row, defaults={"noted_by_id": by.user})
    touched(row)
    written(by, "update", row)
    return row


@transaction.atomic
def allow_again(*, by: Actor, person: Person) -> Person:
    """Let a file be looked for again, since its person does not mind any more.

    Raises NotAllowed, DomainError for a file that is closed.
    """
    row = held(by=by, person=person, act=NOTE)
    IndexObjection.objects.filter(person=row).delete()
    touched(row)
    written(by, "update", row)
    return row
