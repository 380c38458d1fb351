"""Acts on a protected record."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.models import Organisation, User
from o2r.accounts.sample import sealed
from o2r.accounts.sample.models import SampleRecord
from o2r.core.crypto.services import open_file
from o2r.core.journal.authors import Author


@transaction.atomic
def open_record(
    *,
    by: Author,
    organisation: Organisation,
    referent: User,
    texts: Mapping[str, str],
    readers: Collection[UUID] = (),
    **fields: Any,
) -> SampleRecord:
    """Open a file with a text for each group, and give its key to those who may read it.

    ``readers``: other organisations that hold its key; ``fields``: of the row.
    """
    record = SampleRecord(organisation=organisation, referent=referent, **fields)
    holders = {organisation.pk, *readers, *([record.partner_id] if record.partner_id else [])}
    open_file(by=by, subject=record.pk, organisations=holders)
    sealed.put(record, texts, organisation=organisation.pk)
    record.save()
    return record


@transaction.atomic
def write(*, by: Actor, record: SampleRecord, group: str, text: str) -> SampleRecord:
    """Change the text of one group of fields. Raises NotAllowed, NoKey."""
    allowed = require(by, "update", record, act="modifier ce dossier")
    if group in allowed.fields:
        sealed.put(record, {group: text}, organisation=by.organisation or record.organisation_id)
        record.save(update_fields=["groups", *sealed.SEALED])
        written(by, "update", record, group)
    return record


@transaction.atomic
def hand_over(*, by: Actor, giver: User, receiver: User) -> int:
    """Give all the files that ``giver`` follows to ``receiver``; returns how many."""
    rows = SampleRecord.objects.filter(referent=giver, organisation=by.organisation)
    return rows.update(referent=receiver)
