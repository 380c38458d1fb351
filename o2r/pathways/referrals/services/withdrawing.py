"""The person takes back what they let a structure know; without an account, it is kept here."""

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.pathways.referrals.models import Referral
from o2r.pathways.referrals.services.holding import end_codes, hold
from o2r.pathways.referrals.services.telling import tell_withdrawn
from o2r.people.models import Agreement, Person
from o2r.people.services import withdraw
from o2r.people.services.holding import touched

HEAR = "noter ce que cette personne a décidé"


@transaction.atomic
def withdraw_consent(*, by: Actor, referral: Referral) -> Referral:
    """End what the structure reads by this referral, at once; no reason is asked.

    The referral itself goes on, without identity. Raises NotAllowed; DomainError when nothing is
    shared by it.
    """
    row, file = hold(by=by, referral=referral, act=HEAR)
    if row.agreement_id is not None:
        given = Agreement.objects.filter(pk=row.agreement_id).order_by("pk").first()
        if given is None or not given.is_in_force():
            raise DomainError("Cet accord est déjà fini : rien n’est partagé par lui.")
        withdraw(by=by, agreement=given)
        return row
    if not row.has_consent(clock.today()):
        raise DomainError("Rien de cette personne n’est partagé par cette orientation.")
    _end(row)
    touched(file)
    written(by, "referral.withdraw", file, "referral")
    return row


def end_consents(by: Author, person: Person) -> int:
    """End what the person let structures without account know, whatever the referral: they stop
    everything. Each structure is told; whoever follows the person, when it has no mailbox.

    In the transaction of who decided. How many were ended.
    """
    today = clock.today()
    rows = Referral.objects.filter(
        person=person, consented_on__isnull=False, consent_withdrawn_at=None
    ).select_for_update(no_key=True, of=("self",))
    found = list(rows.select_related("organisation", "sent_by").order_by("pk"))
    ended = [one for one in found if one.has_consent(today)]
    for one in ended:
        _end(one)
    return len(ended)


def _end(row: Referral) -> None:
    row.consent_withdrawn_at = clock.now()
    row.save(update_fields=["consent_withdrawn_at"])
    end_codes(row, clock.now())
    tell_withdrawn(row)
