"""Moving on the identity ladder: up with what the person gives, down with what is erased."""

from uuid import UUID

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.core.crypto.fields import read_sealed, write_sealed
from o2r.people.ages import band_on
from o2r.people.enums import IdentityLevel
from o2r.people.ladder import beyond, may_go, taken_by
from o2r.people.models import Identity, Person, PersonMove
from o2r.people.services.describing import check_birth_date
from o2r.people.services.holding import held, touched
from o2r.people.services.naming import NAMES
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
    row = held(by=by, person=person, act=CHANGE)
    left = IdentityLevel(row.level)
    if not may_go(left, to):
        raise DomainError(
            f"On ne passe pas de « {left.label} » à « {to.label} ». Montez d’un niveau à la fois."
        )
    identity = Identity.objects.select_for_update(no_key=True).get(person=row)
    organisation = by.organisation or row.organisation_id
    for name in taken_by(left, to):
        setattr(identity, name, b"")
    texts = given.texts if given else {}
    if too_much := beyond(to, texts):
        raise DomainError("Ce niveau ne garde pas cela. Effacez-le.", field=too_much[0])
    if seen:
        texts["verified_by"] = seen
    if to == IdentityLevel.VERIFIED and not seen:
        raise DomainError("Dites ce que vous avez vu pour vérifier.", field="seen")
    if given and given.birth_date:
        check_birth_date(given.birth_date)
        row.age_band = band_on(clock.today(), given.birth_date)
    write_sealed(identity, organisation=organisation, **texts)
    _check_named(identity, organisation, to)
    identity.save()
    row.level = to
    touched(row, "level", "age_band")
    PersonMove.objects.create(person=row, left=left, reached=to, moved_by=by.user)
    written(by, "update", row, "identity")
    return row


def _check_named(identity: Identity, organisation: UUID, level: IdentityLevel) -> None:
    """A rung above the pseudonym says who the person is; every rung lets them be recognised."""
    known = read_sealed(identity, *NAMES, organisation=organisation)
    if level != IdentityLevel.PSEUDONYM and not (known["first_name"] or known["last_name"]):
        raise DomainError(
            "Écrivez le prénom ou le nom que la personne vous a donné : sans lui, son identité "
            "n’est pas déclarée.",
            field="first_name",
        )
    if not (known["known_as"] or known["first_name"]):
        raise DomainError(
            "Gardez un surnom : sans lui, plus personne ne reconnaît ce dossier.", field="known_as"
        )
