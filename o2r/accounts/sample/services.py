"""Acts on a protected record."""

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.models import User
from o2r.accounts.sample.models import SampleRecord


@transaction.atomic
def write(*, by: Actor, record: SampleRecord, group: str, text: str) -> SampleRecord:
    """Change the text of one group of fields. Raises NotAllowed."""
    allowed = require(by, "update", record, act="modifier ce dossier")
    if group in allowed.fields:
        record.groups = {**record.groups, group: text}
        record.save(update_fields=["groups"])
        written(by, "update", record, group)
    return record


@transaction.atomic
def hand_over(*, by: Actor, giver: User, receiver: User) -> int:
    """Give all the files that ``giver`` follows to ``receiver``; returns how many."""
    rows = SampleRecord.objects.filter(referent=giver, organisation=by.organisation)
    return rows.update(referent=receiver)
