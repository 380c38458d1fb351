"""What a person does alone with their safe, once the word of their card has opened it."""

from django.db import transaction

from o2r.core.belt import errand
from o2r.core.journal.authors import Author
from o2r.core.journal.services import record
from o2r.pathways.papers.models import SafeDocument
from o2r.pathways.papers.services.keeping import forget_file
from o2r.people.card_codes import HOLDER
from o2r.people.models import Person, TrustCard


@transaction.atomic
@errand("trust-card")
def tell_taken(*, card: TrustCard, document: SafeDocument) -> None:
    """Write that the person took a copy of a paper of theirs."""
    _record(card, "safe.read")


@transaction.atomic
@errand("trust-card")
def erase_own(*, card: TrustCard, document: SafeDocument) -> bool:
    """Erase a paper because the person wants it, with its file and its codes; whether it was there.

    The card was opened by its word: nobody else decides.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=card.person_id)
    row = SafeDocument.objects.filter(pk=document.pk, person=person).first()
    if row is None:
        return False
    forget_file(_holder_of(card), row)
    row.delete()
    _record(card, "safe.erase")
    return True


def _holder_of(card: TrustCard) -> Author:
    """Whoever holds the card, as the journal writes them: nobody, in the chain of the file."""
    return Author(user=None, organisation=card.person.organisation_id, role=HOLDER)


def _record(card: TrustCard, action: str) -> None:
    record(
        by=_holder_of(card),
        action=action,
        kind=card.person.access_kind,
        object_id=card.person_id,
        organisation=card.person.chain,
        fields=["identity"],
    )
