"""Asking whether somebody is already accompanied: a sealed row, and the same sentence for everyone.

Nothing here meets the index: the worker carries the request, and tells the referents it finds.
"""

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, require_kind, written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import User
from o2r.core.crypto.fields import write_sealed
from o2r.core.crypto.services import open_file
from o2r.core.watch.enums import Action
from o2r.core.watch.events import Search
from o2r.core.watch.services import observe
from o2r.people.between.models import Inquiry, InquiryWords
from o2r.people.between.selectors import allowed, as_text, left_for, participates
from o2r.people.likeness import Identity, shared_composites
from o2r.people.models import Person

ASK = "demander si une personne est déjà accompagnée"
SENTENCE = "Si un accompagnement existe, son référent recevra votre demande."


class NoneLeft(DomainError):
    """Somebody asks once too often: it is told to the watch, which suspends the account."""

    def __init__(self) -> None:
        super().__init__(
            f"Vous avez fait les {allowed()} demandes que votre compte permet en vingt-quatre "
            "heures. Si vous avez encore quelqu’un à rencontrer, appelez votre responsable."
        )


def ask_between(*, by: Actor, asked: Identity, person: Person | None = None) -> Inquiry:
    """Ask the other operators, through their index, about who was typed, or about one's own file.

    ``person``: the file that ``asked`` comes from. The answer is the same whoever is found, and
    when nothing answers. Raises NotAllowed, NoneLeft, and DomainError where the index is not open,
    for a protected file, or for what names nobody.
    """
    require_kind(by, "create", Inquiry.access_kind, act=ASK)
    if by.user is None or by.organisation is None:
        raise NotAllowed(ASK)
    if not participates(by.organisation):
        raise DomainError(
            "Votre organisation ne participe pas à l’index entre opérateurs : elle n’y demande "
            "rien. Parlez-en à qui la coordonne."
        )
    if person is not None:
        _check(by, person)
    if not shared_composites(asked):
        raise DomainError(
            "Cela ne suffit pas à désigner quelqu’un. Écrivez un téléphone mobile ; ou bien le "
            "prénom, le nom et la date de naissance. Un 1er janvier ne compte pas : c’est souvent "
            "un jour que personne ne connaît."
        )
    made = Inquiry(by_id=by.user, organisation_id=by.organisation, person=person)
    with transaction.atomic():
        # One at a time: two requests of the same moment are two.
        User.objects.select_for_update(no_key=True).get(pk=by.user)
        inquiry = made if left_for(by) else None
        if inquiry is not None:
            _keep(by, inquiry, asked)
        observe(
            by=by.author,
            action=Action.DUPLICATE_REQUEST,
            kind=Inquiry.access_kind,
            allowed=inquiry is not None,
            search=_digests(asked),
        )
        if inquiry is not None:
            written(by, "create", inquiry)
    # Only once the watch knows of it: an error would undo what it was told.
    if inquiry is None:
        raise NoneLeft
    return inquiry


def _check(by: Actor, person: Person) -> None:
    require(by, "update", person, act=ASK)
    if person.is_protected:
        raise DomainError(
            "Ce dossier est protégé : demander ailleurs dirait que vous suivez cette personne."
        )
    if not person.is_followed:
        raise DomainError("Ce dossier n’est plus ouvert : il n’y a rien à demander.")


def _keep(by: Actor, inquiry: Inquiry, asked: Identity) -> None:
    inquiry.save(force_insert=True)
    open_file(by=by.author, subject=inquiry.pk, organisations=[inquiry.organisation_id])
    said = InquiryWords(inquiry=inquiry, subject=inquiry.pk)
    write_sealed(said, organisation=inquiry.organisation_id, text=as_text(asked))
    said.save(force_insert=True)


def _digests(asked: Identity) -> Search | None:
    """What the watch compares: neither a name nor a date."""
    if not (asked.last_name or asked.birth):
        return None
    born = asked.birth.isoformat() if asked.birth else ""
    return Search.of(surname=asked.last_name, first_name=asked.first_name, born=born)
