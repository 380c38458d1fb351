"""The fields that a template may name: declared by each part, in its ``paper_fields.py``.

::

    provides("date du prochain rendez-vous", next_date, group="route", example="3 juin 2026")
    provides("présences", attendance, group="route", example=Table(…))

``papers`` is above what it writes about: it asks by what was declared, whatever the part.
"""

from collections.abc import Callable
from dataclasses import dataclass

from o2r.core.documents import Signature, Table
from o2r.pathways.papers.wording import Known, Value
from o2r.people.models import Person
from o2r.people.selectors.reading import Name, Reader
from o2r.territory.folding import fold


@dataclass(frozen=True)
class Asked:
    """For whom, by whom, and what was typed for this document alone."""

    reader: Reader
    person: Person
    name: Name
    recipient: str = ""
    message: str = ""


Give = Callable[[Asked], Value]


@dataclass(frozen=True)
class Field:
    """One field. ``group``: that of the policy which opens it, empty for what is in no file;
    ``example``: what a preview shows; ``is_typed``: who makes the document writes it."""

    code: str
    help: str
    give: Give
    group: str
    example: Value
    is_typed: bool = False

    @property
    def is_alone(self) -> bool:
        """Whether it stands alone on its line."""
        return isinstance(self.example, Table | Signature)


_fields: dict[str, Field] = {}


def provides(
    code: str,
    give: Give,
    *,
    help: str,
    group: str = "",
    example: Value = "",
    is_typed: bool = False,
) -> None:
    """Let templates name ``code``. Raises ValueError when two fields are written alike."""
    if fold(code) in {fold(one) for one in _fields}:
        raise ValueError(f"Two fields of templates are written {code!r}.")
    _fields[code] = Field(code, help, give, group, example, is_typed)


def fields() -> list[Field]:
    """Every field, in the order of its name."""
    return sorted(_fields.values(), key=lambda one: fold(one.code))


def field_of(code: str) -> Field:
    """The field of a code. Raises KeyError."""
    return _fields[code]


def known() -> Known:
    """What templates may name today."""
    return Known.of(_fields, [one.code for one in _fields.values() if one.is_alone])
