"""Erasing somebody and leaving the statistic: the keys first, then the rows, for ever."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.core.crypto.services import destroy
from o2r.core.journal.authors import Author
from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import Subject
from o2r.core.retention.services import erase_rows, forget_details
from o2r.people.enums import Standing
from o2r.people.ladder import check_standing
from o2r.people.models import Note, Person, PersonMove
from o2r.people.registry import changed, erased_with, settled_with

ERASE = "effacer le dossier de cette personne"
_NOBODY_S: dict[str, Any] = {
    "standing": Standing.ANONYMISED,
    "referent": None,
    "team": None,
    "commune": "",
    "language": "",
    "is_protected": False,
}


@transaction.atomic
def anonymise(*, by: Actor, person: Person) -> Person:
    """Erase a file at the person's request: coded facts stay, that find nobody. NotAllowed."""
    require(by, "update", person, act=ERASE)
    held = _forget(by.author, person)
    written(by, "erase", held, "identity", "contact", "narrative")
    return held


def anonymise_due(by: Author, rows: "QuerySet[Any]") -> None:
    """The same for the files whose period is over."""
    for person in rows.order_by("pk"):
        _forget(by, person)


def settle_merges(by: Author, rows: "QuerySet[Any]") -> None:
    """Forget the file that a merge left aside, once it can no longer be undone: what was said stays
    with the person, in the file that is kept."""
    # The oldest first: a file kept by one merge may be gone by the next.
    for one in rows.select_related("kept", "gone").order_by("merged_at", "pk"):
        for settle in settled_with():
            settle(one.kept, one.gone)
        _forget(by, one.gone)


def _forget(by: Author, person: Person) -> Person:
    """Destroy the keys, what they sealed and what names anybody, of the files merged into this
    one too: in one transaction."""
    # Those above may need to read who the person is, to find what else names them.
    for erase in erased_with():
        erase(by, person)
    for one in person.merged.filter(undone_at=None, gone__standing=Standing.MERGED).order_by("pk"):
        _forget(by, one.gone)
    destroy(by=by, subject=person.pk)
    forget_details(subject=Subject(SubjectKind.PERSON, str(person.pk)))
    # One note completes another: they go together, in order.
    erase_rows(by, Note._base_manager.filter(person=person).order_by("pk"))
    for gone in (
        *("identity", "contacts", "note_drafts", "information", "agreements", "cards"),
        *("likeness_tokens", "follow_ups", "emergency_openings", "protections", "readings"),
        "group_members",
    ):
        rows: Any = Person._meta.get_field(gone).related_model
        rows._base_manager.filter(person=person).delete()
    # Read again before it is nobody's: who erases it does not meet it any more.
    held = Person.objects.get(pk=person.pk)
    left = held.standing
    check_standing(left, Standing.ANONYMISED)
    for name, value in _NOBODY_S.items():
        setattr(held, name, value)
    held.save(update_fields=list(_NOBODY_S))
    PersonMove.objects.create(person=held, left=left, reached=Standing.ANONYMISED, moved_by=by.user)
    changed(held)
    return held
