"""« Le changement le plus important »: what the person says, and whether it may be quoted."""

from dataclasses import dataclass

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError
from o2r.core.crypto.fields import write_sealed
from o2r.core.typed_text import tidy
from o2r.pathways.measures.enums import QUOTE_MOVES, Quote
from o2r.pathways.measures.models import MostSignificantChange, QuoteMove
from o2r.pathways.measures.services.checking import (
    When,
    already,
    author_of,
    check_day,
    opened_for,
)
from o2r.people.models import Person
from o2r.people.services.holding import touched

LONGEST = 2000


@dataclass(frozen=True)
class Told:
    """The words of the person, and their answer to « may we quote them, without your name? »."""

    words: str
    quote: Quote = Quote.PENDING


@transaction.atomic
def write_change(*, by: Actor, person: Person, told: Told, when: When) -> MostSignificantChange:
    """Keep what the person says has changed most. Their words are sealed; nothing said about
    quoting is no. Sent twice, written once. Raises NotAllowed, DomainError."""
    file = opened_for(by, person, "narrative")
    if known := already(MostSignificantChange, file, when):
        return known[0]
    check_day(file, when.on)
    words = tidy(told.words)
    if not words:
        raise DomainError("Écrivez les mots de la personne, ou passez.", field="words")
    if len(words) > LONGEST:
        raise DomainError(
            f"C’est trop long : {LONGEST} caractères au plus. Gardez le plus important.",
            field="words",
        )
    if told.quote not in (Quote.PENDING, *QUOTE_MOVES[Quote.PENDING]):
        raise DomainError("Répondez oui, non, ou rien.", field="quote")
    row = MostSignificantChange(
        subject=file.pk,
        person=file,
        moment=when.moment,
        asked_on=when.on,
        asked_by_id=author_of(by),
        entry=when.entry,
    )
    write_sealed(row, organisation=file.organisation_id, words=words)
    row.save(force_insert=True)
    if told.quote != Quote.PENDING:
        move_quote(by, row, told.quote)
    touched(file)
    written(by, "update", file, "narrative")
    return row


@transaction.atomic
def answer_quote(*, by: Actor, change: MostSignificantChange, to: Quote) -> MostSignificantChange:
    """Keep whether the person lets their words be quoted, or takes their agreement back. The same
    answer again changes nothing. Raises NotAllowed, DomainError."""
    file = opened_for(by, change.person, "narrative")
    rows = MostSignificantChange.objects.select_for_update(no_key=True)
    row = rows.filter(pk=change.pk, person=file).first()
    if row is None:
        raise DomainError("Ces paroles ont été effacées.")
    if row.quote != to:
        move_quote(by, row, to)
        touched(file)
        written(
            by, "quote.withdraw" if to == Quote.WITHDRAWN else "quote.answer", file, "narrative"
        )
    return row


def move_quote(by: Actor, row: MostSignificantChange, to: Quote) -> None:
    """One move of the answer, and its line. Raises DomainError for one that is not in the table."""
    left = Quote(row.quote)
    if to not in QUOTE_MOVES[left]:
        raise DomainError(
            f"La réponse notée est « {left.label} » : elle ne devient pas « {to.label} »."
        )
    row.quote = to
    row.save(update_fields=["quote"])
    QuoteMove.objects.create(change=row, left=left, reached=to, moved_by=by.user)
