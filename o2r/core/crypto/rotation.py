"""Changing the key of an organisation, or the root key, by wrapping again: no text is touched.

A rotation is a chain of short transactions. Killed anywhere, it is resumed by asking for it again;
meanwhile both versions open, so no reading fails.
"""

import time
from collections.abc import Callable
from uuid import UUID

from django.db import connection, transaction

from o2r.core.crypto import envelope
from o2r.core.crypto.models import DataKey, OrganisationKey, Wrap
from o2r.core.crypto.root.setting import root_key
from o2r.core.crypto.scope import key_scope
from o2r.core.crypto.sealing import (
    organisation_context,
    unwrap_organisation_key,
    wrap_context,
)
from o2r.core.crypto.services import KIND, current_organisation_key, make_organisation_key
from o2r.core.journal.authors import Author
from o2r.core.journal.services import record

BATCH = 5_000
"""Wraps changed in one transaction: short enough not to keep writers waiting on SQLite."""
PAUSE_SECONDS = 0.05
REWRAP = "UPDATE crypto_wrap SET organisation_key_id = %s, wrapped = %s WHERE id = %s"


def rotate_organisation_key(
    *,
    by: Author,
    organisation: UUID,
    batch: int = BATCH,
    after_batch: Callable[[int], object] = lambda changed: None,
) -> int:
    """Give an organisation a new key, or finish the rotation that was interrupted.

    Returns how many wraps were changed, and says it to ``after_batch`` as it goes. Not one
    transaction: see the module. Raises KeysUnavailable; what was done until then stays, and is
    readable.
    """
    changed = 0
    with key_scope():
        start_rotation(by=by, organisation=organisation)
        while True:
            while done := rewrap_some(by=by, organisation=organisation, batch=batch):
                changed += done
                after_batch(changed)
            if finish_rotation(by=by, organisation=organisation, count=changed):
                return changed
            # A file opened meanwhile used the former key, or someone holds a wrap: another round.
            time.sleep(PAUSE_SECONDS)


@transaction.atomic
def start_rotation(*, by: Author, organisation: UUID) -> OrganisationKey:
    """Make the next version of the key; the one of an interrupted rotation is taken up again."""
    newest = current_organisation_key(organisation)
    former = OrganisationKey.objects.filter(organisation=organisation, version__lt=newest.version)
    if former.exists():
        return newest
    fresh = make_organisation_key(organisation, newest.version + 1)
    fresh.save(force_insert=True)
    _record(by, "rotation-started", organisation, 1)
    return fresh


@transaction.atomic
def rewrap_some(*, by: Author, organisation: UUID, batch: int) -> int:
    """Wrap at most ``batch`` data keys again, with the newest key. Returns how many; 0 at the end.

    The journal has one entry for the whole rotation, not one for each batch. Wraps that another
    transaction holds are left for the next round: a rotation waits for nobody.
    """
    newest, *others = OrganisationKey.objects.filter(organisation=organisation).order_by("-version")
    if not others:
        return 0  # Somebody else finished this rotation.
    former = others[-1]
    rows = list(
        Wrap.objects.select_for_update(no_key=True, skip_locked=True)
        .filter(organisation_key=former)
        .order_by("organisation_key_id", "id")
        .values_list("id", "data_key_id", "wrapped")[:batch]
    )
    # Not a join: it would lock the data keys too.
    bound = {
        id_: wrap_context(subject, version, organisation)
        for id_, subject, version in DataKey.objects.filter(id__in=[row[1] for row in rows])
        .order_by("id")
        .values_list("id", "subject", "version")
    }
    old_key, new_key = unwrap_organisation_key(former), unwrap_organisation_key(newest)
    write_wraps(
        newest,
        [
            (
                wrap,
                _rewrapped(bytes(wrapped), bound[data_key], old_key, new_key, newest.version),
            )
            for wrap, data_key, wrapped in rows
        ],
    )
    return len(rows)


def _rewrapped(wrapped: bytes, bound: bytes, former: bytes, newer: bytes, version: int) -> bytes:
    plain = envelope.unseal(former, context=bound, sealed=wrapped)
    return envelope.seal(newer, version=version, context=bound, plain=plain)


def write_wraps(newest: OrganisationKey, changed: list[tuple[UUID, bytes]]) -> None:
    """Write the wraps in one go.

    In SQL, because ``bulk_update`` writes one CASE branch for each row.
    """
    as_stored = Wrap._meta.pk.get_db_prep_value
    key = as_stored(newest.id, connection)
    rows = [(key, wrapped, as_stored(wrap, connection)) for wrap, wrapped in changed]
    with connection.cursor() as cursor:
        cursor.executemany(REWRAP, rows)


@transaction.atomic
def finish_rotation(*, by: Author, organisation: UUID, count: int) -> bool:
    """Delete the former keys. False when something still needs one of them."""
    newest = current_organisation_key(organisation)
    former = (
        OrganisationKey.objects.select_for_update(no_key=True)
        .filter(organisation=organisation, version__lt=newest.version)
        .order_by("version")
    )
    former_ids = [key.id for key in former]
    if Wrap.objects.filter(organisation_key__in=former_ids).exists():
        return False
    OrganisationKey.objects.filter(id__in=former_ids).delete()
    _record(by, "rotation-finished", organisation, count)
    return True


def stale_organisation_keys() -> int:
    """Keys of organisations still wrapped by a former version of the root key."""
    return OrganisationKey.objects.filter(root_version__lt=root_key().version()).count()


def rewrap_under_root(*, by: Author, batch: int = BATCH) -> int:
    """Wrap again, with the current root key, the keys of organisations that a former one wraps.

    Returns how many. Not one transaction: resumed by asking again. Raises KeysUnavailable.
    """
    changed = 0
    while done := rewrap_some_under_root(by=by, batch=batch):
        changed += done
    return changed


@transaction.atomic
def rewrap_some_under_root(*, by: Author, batch: int) -> int:
    """One transaction of ``rewrap_under_root``."""
    root = root_key()
    keys = list(
        OrganisationKey.objects.select_for_update(no_key=True)
        .filter(root_version__lt=root.version())
        .order_by("id")[:batch]
    )
    for key in keys:
        bound = organisation_context(key.organisation, key.version)
        wrapped = root.wrap(root.unwrap(bytes(key.wrapped), bound), bound)
        key.root_version, key.wrapped = wrapped.version, wrapped.sealed
        key.save(update_fields=["root_version", "wrapped"])
    if keys:
        _record(by, "root-rewrapped", None, len(keys))
    return len(keys)


def _record(by: Author, act: str, organisation: UUID | None, count: int) -> None:
    record(
        by=by,
        action=f"key.{act}",
        kind=KIND,
        object_id=organisation,
        organisation=organisation,
        count=count,
    )
