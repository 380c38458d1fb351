"""The groups of fields that only the keys of the file open; the others hold codes, in clear."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from o2r.accounts.sample.models import SampleRecord
from o2r.core.crypto.envelope import Place
from o2r.core.crypto.errors import NoKey
from o2r.core.crypto.sealing import seal, unseal

SEALED = ("identity", "narrative")


def put(record: SampleRecord, texts: Mapping[str, str], *, organisation: UUID) -> None:
    """Put texts in a record, which the caller saves. Raises NoKey, KeysUnavailable."""
    coded = {name: text for name, text in texts.items() if name not in SEALED}
    record.groups = {**record.groups, **coded}
    for name in SEALED:
        if name in texts:
            place = _place(record, name)
            sealed = seal(
                subject=record.pk, organisation=organisation, place=place, text=texts[name]
            )
            setattr(record, name, sealed if texts[name] else b"")


def texts_of(
    record: SampleRecord, names: Iterable[str], *, organisation: UUID | None
) -> dict[str, str]:
    """The texts of the groups named, opened with the keys of ``organisation``.

    A group whose key the organisation does not hold is empty. Raises Unreadable, KeysUnavailable.
    """
    return {
        name: _opened(record, name, organisation) if name in SEALED else record.groups.get(name, "")
        for name in names
    }


def _opened(record: SampleRecord, name: str, organisation: UUID | None) -> str:
    sealed = bytes(getattr(record, name) or b"")
    if not sealed or organisation is None:
        return ""
    try:
        return unseal(
            subject=record.pk,
            organisation=organisation,
            place=_place(record, name),
            sealed=sealed,
        )
    except NoKey:
        return ""


def _place(record: SampleRecord, name: str) -> Place:
    return Place(record._meta.db_table, name, record.pk)
