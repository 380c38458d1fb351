"""A referral that led nowhere opens nothing any more: what the person let be read ends with it."""

from uuid import UUID

from django.db import transaction
from django_tasks import task

from o2r.core.crypto.scope import key_scope
from o2r.core.journal.authors import Author
from o2r.core.journal.services import record
from o2r.pathways.referrals.enums import UNDER_WAY, ReferralState
from o2r.pathways.referrals.models import Referral
from o2r.pathways.referrals.services.holding import locked
from o2r.people.enums import Purpose
from o2r.people.models import Agreement, Person
from o2r.people.services.agreeing import take_back

JOB = "referrals"
_STILL_NEEDED = (ReferralState.DRAFT, *UNDER_WAY, ReferralState.ENTERED)


def nothing_to_read(row: Referral) -> None:
    """Have what the structure reads by this referral end as soon as this transaction is kept.

    The worker does it: who answers neither holds the file nor its keys.
    """
    if row.agreement_id is not None:
        end_reading.enqueue(str(row.pk))


@task()
def end_reading(reference: str) -> bool:
    """End the agreement of a referral that led nowhere, unless another one needs it."""
    pk = UUID(reference)
    owner = Referral.objects.filter(pk=pk).values_list("person_id", flat=True).first()
    if owner is None:
        return False
    with key_scope(), transaction.atomic():
        file = Person.objects.select_for_update(no_key=True).get(pk=owner)
        held = _held_agreement(locked(pk))
        if held is None or not held.is_in_force():
            return False
        if Referral.objects.filter(agreement=held, state__in=_STILL_NEEDED).exists():
            return False
        by = Author.system(JOB)
        take_back(held, file, by=by)
        record(
            by=by,
            action="agreement.end",
            kind=file.access_kind,
            object_id=file.pk,
            organisation=file.chain,
        )
    return True


def _held_agreement(row: Referral) -> Agreement | None:
    """What the person let the structure read to be referred, locked."""
    if row.agreement_id is None:
        return None
    rows = Agreement.objects.select_for_update(no_key=True, of=("self",))
    given = rows.filter(pk=row.agreement_id, purpose=Purpose.REFER)
    return given.select_related("recipient").order_by("pk").first()
