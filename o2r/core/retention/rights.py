"""Whose data are where: each app says it in its ``rights.py``, and every right goes through it.

::

    holds_personal_data(
        SubjectKind.VISITOR,
        "projects.RelayMessage",
        title="Messages que vous avez écrits à un projet",
        rows=lambda email: RelayMessage.objects.filter(sender_email__iexact=email),
        fields=["project__title", "sender_name", "sender_email", "message", "written_at"],
        correctable=["sender_name"],
        erase=erase_rows,
    )
"""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet

from o2r.core.journal.authors import Author
from o2r.core.retention.enums import SubjectKind

Rows = QuerySet[Any]
Change = Callable[[Author, Rows], None]


@dataclass(frozen=True)
class Subject:
    """A person, by the UUID of an account or of a file, or by a mailbox they proved theirs."""

    kind: SubjectKind
    reference: str

    def __post_init__(self) -> None:
        reference = self.reference.strip().lower()
        if self.kind != SubjectKind.VISITOR:
            reference = str(uuid.UUID(reference))
        object.__setattr__(self, "reference", reference)

    @property
    def uuid(self) -> uuid.UUID | None:
        """The UUID of an account or of a file; None for a mailbox."""
        return None if self.kind == SubjectKind.VISITOR else uuid.UUID(self.reference)


@dataclass(frozen=True)
class Holding:
    """Rows of one model that hold data of one kind of person; see :func:`holds_personal_data`."""

    subject: SubjectKind
    label: str
    title: str
    rows: Callable[[str], Rows]
    fields: tuple[str, ...]
    correctable: frozenset[str]
    erase: Change | None
    oppose: Change | None
    kept_because: str

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.label)


_holdings: dict[tuple[SubjectKind, str], Holding] = {}


def holds_personal_data(
    subject: SubjectKind,
    label: str,
    *,
    title: str,
    rows: Callable[[str], Rows],
    fields: Collection[str],
    correctable: Collection[str] = (),
    erase: Change | None = None,
    oppose: Change | None = None,
    kept_because: str = "",
) -> Holding:
    """Say that the model ``label`` holds data of a kind of person.

    ``title``: French heading of the export. ``rows``: the rows of a reference (UUID in text, or
    e-mail in lower case), in a stable order. ``fields``: what is handed out, in order; paths
    through foreign keys are allowed. ``correctable``: what a correction may change. ``erase`` and
    ``oppose``: what those rights do; ``kept_because``: in French, why something stays after an
    erasure (GDPR art. 17.3), compulsory when ``erase`` is not given.

    Raises ValueError when the pair exists already, or when nothing says why the data stay.
    """
    if erase is None and not kept_because:
        raise ValueError(f"{label}: say how it is erased, or why it is kept.")
    if (subject, label) in _holdings:
        raise ValueError(f"{label} already holds the data of {subject}.")
    holding = Holding(
        subject,
        label,
        title,
        rows,
        tuple(fields),
        frozenset(correctable),
        erase,
        oppose,
        kept_because,
    )
    _holdings[subject, label] = holding
    return holding


def holdings(subject: SubjectKind | None = None) -> list[Holding]:
    """What is held of a kind of person (of all of them by default), in order of label."""
    found = (holding for _, holding in sorted(_holdings.items()))
    return [
        one
        for one in found
        if subject in (None, one.subject) and apps.is_installed(_app_name(one.label))
    ]


def _app_name(label: str) -> str:
    labels = {config.label: config.name for config in apps.get_app_configs()}
    return labels.get(label.split(".")[0], "")


def holding(subject: SubjectKind, label: str) -> Holding:
    """One holding. Raises LookupError when there is none."""
    return _holdings[subject, label]
