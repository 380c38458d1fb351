"""Moving on the identity ladder: up with what the person gives, down with what is erased."""

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError
from o2r.core.crypto.fields import write_sealed
from o2r.people.enums import IdentityLevel
from o2r.people.ladder import beyond, may_go, taken_by
from o2r.people.models import Identity, Person, PersonMove
from o2r.people.services.opening import Given

CHANGE = "changer le niveau d’identité"


@transaction.atomic
def change_level(
    *, by: Actor, person: Person, to: IdentityLevel, given: Given | None = None, seen: str = ""
) -> Person:
    """Move a file on the ladder. Going down erases at once what the new rung does not keep.

    ``given``: what the person adds on the way up; ``seen``: what was shown to verify. Raises
    NotAllowed; DomainError for a move that the ladder does not have, or a rung left empty.
    """
    held = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    require(by, "update", held, act=CHANGE)
    left = IdentityLevel(held.level)
    if not may_go(left, to):
        raise DomainError(
            f"On ne passe pas de « {left.label} » à « {to.label} ». Montez d’un niveau à la fois."
        )
    identity = Identity.objects.select_for_update(no_key=True).get(person=held)
    organisation = by.organisation or held.organisation_id
    for name in taken_by(left, to):
        setattr(identity, name, b"")
    texts = given.texts if given else {}
    if too_much := beyond(to, texts):
        raise DomainError("Ce niveau ne garde pas cela. Effacez-le.", field=too_much[0])
    if seen:
        texts["verified_by"] = seen
    if to == IdentityLevel.VERIFIED and not seen:
        raise DomainError("Dites ce que vous avez vu pour vérifier.", field="seen")
    write_sealed(identity, organisation=organisation, **texts)
    identity.save()
    held.level = to
    held.revision += 1
    held.save(update_fields=["level", "revision"])
    PersonMove.objects.create(person=held, left=left, reached=to, moved_by=by.user)
    written(by, "update", held, "identity")
    return held
