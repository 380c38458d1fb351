"""Columns of sealed text, and the model that has some.

The ORM only ever sees what is sealed: nothing opens by itself, a query shows nothing, and a text
given by mistake is refused instead of being stored in clear. ::

    class Identity(SealedRow):
        first_name = SealedTextField("prénom")

    identity = Identity(subject=subject)
    write_sealed(identity, organisation=organisation, first_name="Awa")
    identity.save()
    read_sealed(identity, "first_name", organisation=organisation)   # {"first_name": "Awa"}

An empty text is stored empty: that nothing was written is not hidden, nor is the length of a text.
"""

import uuid
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models

from o2r.core.crypto.envelope import Place, is_sealed
from o2r.core.crypto.sealing import seal, unseal

if TYPE_CHECKING:
    _Binary = models.BinaryField[bytes, bytes]
else:
    _Binary = models.BinaryField


class SealedTextField(_Binary):
    """A column that holds sealed texts, or nothing."""

    description = "Texte chiffré"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", b"")
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def get_prep_value(self, value: Any) -> Any:
        """Refuse (TypeError) anything that was not sealed: a text would be stored in clear."""
        if value is not None:
            if not isinstance(value, bytes | bytearray | memoryview):
                raise TypeError(f"{self.name}: seal the text before saving it.")
            if value and not is_sealed(bytes(value)):
                raise TypeError(f"{self.name}: these bytes are not sealed.")
        return super().get_prep_value(value)


class SealedRow(models.Model):
    """A row of a person file, with sealed columns: which file it belongs to says which key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.UUIDField("dossier", db_index=True, editable=False)

    class Meta:
        abstract = True


def _place(row: SealedRow, name: str) -> Place:
    column = row._meta.get_field(name)
    if not isinstance(column, SealedTextField):
        raise TypeError(f"{name} is not a sealed column.")
    return Place(row._meta.db_table, column.name, row.pk)


def write_sealed(row: SealedRow, *, organisation: UUID, **texts: str) -> None:
    """Put sealed texts in ``row``, which the caller saves. Raises NoKey, KeysUnavailable."""
    for name, text in texts.items():
        place = _place(row, name)
        sealed = (
            seal(subject=row.subject, organisation=organisation, place=place, text=text)
            if text
            else b""
        )
        setattr(row, name, sealed)


def read_sealed(row: SealedRow, *names: str, organisation: UUID) -> dict[str, str]:
    """The texts of the named columns. Raises NoKey, Unreadable, KeysUnavailable."""
    texts = {}
    for name in names:
        place, sealed = _place(row, name), bytes(getattr(row, name) or b"")
        texts[name] = (
            unseal(subject=row.subject, organisation=organisation, place=place, sealed=sealed)
            if sealed
            else ""
        )
    return texts
