"""Erasing the oldest entries of a chain when their time is over, so that the rest still verifies.

The platform's chain is the security log, those of organisations trace who read or wrote what about
people: two periods, from the CNIL's recommendation on logging (deliberation 2021-122).
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from o2r.core.journal.anchoring import anchor_folder
from o2r.core.journal.authors import Author
from o2r.core.journal.chain import PLATFORM_CHAIN
from o2r.core.journal.enums import Fault
from o2r.core.journal.errors import JournalError
from o2r.core.journal.marks import signed_mark
from o2r.core.journal.models import ChainHead, JournalEntry, PruningMark
from o2r.core.journal.services import record
from o2r.core.journal.verification import verify
from o2r.core.retention.models import RetentionHold


def prune_expired(*, by: Author, security_before: datetime, access_before: datetime) -> int:
    """Prune every chain: the platform's before one instant, the others before another.

    Returns the number of entries erased. Raises JournalError, after the sound chains are done,
    when one does not verify: pruning it would erase what shows that it was changed.
    """
    erased, refused = 0, []
    for chain in ChainHead.objects.order_by("chain").values_list("chain", flat=True):
        before = security_before if chain == PLATFORM_CHAIN else access_before
        if _last_expired(chain, before) is None:
            continue
        if _is_sound(chain):
            erased += prune(by=by, chain=chain, before=before)
        else:
            refused.append(str(chain))
    if refused:
        raise JournalError(
            f"L’élagage du journal a été refusé pour {', '.join(refused)} : des entrées y ont été "
            "modifiées. Lancez «\u00a0o2r journal verify\u00a0», gardez une copie de la base, et "
            "prévenez le délégué à la protection des données."
        )
    return erased


@transaction.atomic
def prune(*, by: Author, chain: UUID, before: datetime) -> int:
    """Erase the entries at the start of ``chain`` that are all older than ``before``.

    A signed mark holds the hash that the first entry kept follows, and the pruning has its own
    entry. Returns the number erased. Raises JournalError when the key cannot be read.
    """
    ChainHead.objects.select_for_update(no_key=True).get(chain=chain)
    last = _last_expired(chain, before)
    if last is None:
        return 0
    signed_mark(last).save(force_insert=True)
    # A plain QuerySet: the one of the model refuses, and the triggers allow what is under a mark.
    erased, _ = QuerySet(JournalEntry).filter(chain=chain, number__lte=last.number).delete()
    PruningMark.objects.filter(chain=chain, number__lt=last.number).delete()
    record(
        by=by,
        action="prune",
        kind="journal",
        object_id=None,
        organisation=None if chain == PLATFORM_CHAIN else chain,
        count=erased,
    )
    return erased


def _is_sound(chain: UUID) -> bool:
    """Whether a chain agrees with itself and with the anchors: the mark will sign what it held.

    An entry that no anchor has seen yet is no proof of harm.
    """
    found = verify(chain=chain, anchors=anchor_folder()).findings
    return all(one.chain != chain or one.fault == Fault.UNANCHORED for one in found)


def _last_expired(chain: UUID, before: datetime) -> JournalEntry | None:
    """The last entry of the expired ones at the start of a chain.

    A clock set back may have left an old instant after a recent one: such an entry waits, and so
    does all that follows an entry under a hold, since a chain is erased from its start only.
    """
    entries = JournalEntry.objects.filter(chain=chain).order_by("number")
    held = RetentionHold.objects.active().filter(kind=JournalEntry._meta.label)
    kept = entries.filter(
        Q(at__gte=before) | Q(pk__in=list(held.values_list("object_id", flat=True)))
    ).first()
    expired = entries.filter(number__lt=kept.number) if kept else entries
    return expired.last()
