"""What is written of a person: notes, their correction for a day, then what completes them."""

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.core.crypto.fields import read_sealed, write_sealed
from o2r.people.enums import NoteLevel
from o2r.people.models import Note, NoteDraft, Person
from o2r.people.services.holding import held, touched

WRITE = "écrire une note sur cette personne"
LONGEST = 20_000
"""Characters of one note."""


@transaction.atomic
def write_note(*, by: Actor, person: Person, text: str, level: NoteLevel) -> Note:
    """Write a note; its draft goes. Raises NotAllowed, DomainError."""
    file = held(by=by, person=person, act=WRITE)
    note = _add(by, file, checked(text), level)
    NoteDraft.objects.filter(person=file, author=by.user).delete()
    return note


@transaction.atomic
def correct_note(*, by: Actor, note: Note, text: str, level: NoteLevel) -> Note:
    """Correct one's own note, for a day: after that, or once someone has completed it, it stays as
    others have read it. Raises NotAllowed, DomainError."""
    file = held(by=by, person=note.person, act=WRITE)
    row = Note.objects.select_for_update(no_key=True).get(pk=note.pk)
    if by.user is None or row.author_id != by.user:
        raise NotAllowed("corriger la note de quelqu’un d’autre")
    if not row.may_be_corrected or row.addenda.exists():
        raise DomainError(
            "Cette note ne se corrige plus : d’autres l’ont lue ainsi. Complétez-la.", field="text"
        )
    _seal(by, row, checked(text))
    row.level, row.revised_at = level, clock.now()
    row.save()
    touched(file)
    written(by, "update", file, "narrative")
    return row


@transaction.atomic
def complete_note(*, by: Actor, note: Note, text: str) -> Note:
    """Add to a note what it lacks, for the same readers. Raises NotAllowed, DomainError."""
    file = held(by=by, person=note.person, act=WRITE)
    return _add(by, file, checked(text), NoteLevel(note.level), completes=note.completes or note)


@transaction.atomic
def keep_draft(*, by: Actor, person: Person, text: str) -> NoteDraft | None:
    """Keep a note that is not finished, sealed, for its author alone; an empty one goes.

    Journaled when it begins, not at each pause of who types. Raises NotAllowed, DomainError.
    """
    file = held(by=by, person=person, act=WRITE)
    mine = NoteDraft.objects.select_for_update(no_key=True).filter(person=file, author=by.user)
    draft = mine.first()
    if not text.strip():
        mine.delete()
        return None
    if draft is None:
        draft = NoteDraft(subject=file.pk, person=file, author=_author(by))
        written(by, "update", file, "narrative")
    organisation = by.organisation or file.organisation_id
    write_sealed(draft, organisation=organisation, text=checked(text))
    draft.saved_at = clock.now()
    draft.save()
    return draft


def draft_text(draft: NoteDraft | None, by: Actor) -> str:
    """What its author had typed; nothing without a draft. Raises NoKey."""
    if draft is None or by.organisation is None:
        return ""
    return read_sealed(draft, "text", organisation=by.organisation)["text"]


def _add(
    by: Actor, file: Person, text: str, level: NoteLevel, *, completes: Note | None = None
) -> Note:
    place = Organisation(pk=by.organisation or file.organisation_id)
    note = Note(
        subject=file.pk,
        person=file,
        organisation=place,
        author=_author(by),
        level=level,
        completes=completes,
    )
    _seal(by, note, text)
    note.save(force_insert=True)
    touched(file)
    written(by, "update", file, "narrative")
    return note


def _author(by: Actor) -> User:
    """Who signs a note: a note of nobody says nothing."""
    if by.user is None:
        raise NotAllowed(WRITE)
    return User.objects.get(pk=by.user)


def _seal(by: Actor, note: Note, text: str) -> None:
    organisation = by.organisation or note.person.organisation_id
    write_sealed(note, organisation=organisation, text=text)


def checked(text: str) -> str:
    """A note as it is kept. Raises DomainError for one that is empty or too long."""
    plain = text.replace("\r\n", "\n").strip()
    if not plain:
        raise DomainError("Écrivez la note.", field="text")
    if len(plain) > LONGEST:
        raise DomainError(
            f"Cette note dépasse {LONGEST} caractères. Coupez-la en deux.", field="text"
        )
    return plain
