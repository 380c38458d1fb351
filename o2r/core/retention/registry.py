"""What each model holds of a person, why, for how long, and what remains: ``retention.py`` of apps.

::

    declare(
        "projects.RelayMessage",
        personal="nom, adresse électronique et message de l’expéditeur",
        ground=Ground.CONSENT,
        clock=Since(Coalesce("delivered_at", "written_at"), "la remise, à défaut l’écriture"),
        period="relay-message",
        remains=Remains.NOTHING,
        subjects=[SubjectKind.VISITOR],
    )

Models are named by their label, so that an app may also declare those of a library it brings.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.db.models.expressions import Combinable

from o2r.core.journal.authors import Author
from o2r.core.notifications.directory import Recipient
from o2r.core.retention.enums import Ground, Remains, SubjectKind

NO_PERSONAL_DATA = "aucune donnée personnelle"

Rows = QuerySet[Any]
Act = Callable[[Author, Rows], None]
"""Makes due rows leave. Called in a transaction, with rows locked against a second run."""


@dataclass(frozen=True)
class Since:
    """The period starts at an instant or a day of the row; where it is empty, it has not started.

    ``moment``: a field, or an expression over fields. ``words``: the event, in French.
    """

    moment: str | Combinable
    words: str


@dataclass(frozen=True)
class Follows:
    """The row lives and dies with the one that the foreign key ``field`` points to."""

    field: str


@dataclass(frozen=True)
class Until:
    """The row lasts until somebody’s act; ``words`` says it: « tant que le compte est ouvert »."""

    words: str


Clock = Since | Follows | Until


@dataclass(frozen=True)
class Notice:
    """Who is told before the act, and how long before.

    ``period``: code of the delay of notice. ``recipients``, ``subject``, ``body``: of a row.
    """

    period: str
    recipients: Callable[[Any], Collection[Recipient]]
    subject: str
    body: Callable[[Any], str]


@dataclass(frozen=True)
class Declaration:
    """What an app says of one model; see :func:`declare` for the words."""

    label: str
    personal: str
    ground: Ground | None
    clock: Clock | None
    period: str
    remains: Remains
    act: Act | None
    among: Callable[[Rows], Rows] | None
    notice: Notice | None
    subjects: frozenset[SubjectKind]
    by_job: str

    @property
    def is_personal(self) -> bool:
        return self.personal != NO_PERSONAL_DATA

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.label)

    @property
    def name(self) -> str:
        """What the rows are called, in French and in the plural."""
        return str(self.model._meta.verbose_name_plural)

    def rows(self) -> Rows:
        """Every row that the clock of this declaration may end."""
        rows = self.model._base_manager.all()
        return self.among(rows) if self.among else rows


_declarations: dict[str, Declaration] = {}


def declare(
    label: str,
    *,
    personal: str,
    ground: Ground | None = None,
    clock: Clock | None = None,
    period: str = "",
    remains: Remains = Remains.NOTHING,
    act: Act | None = None,
    among: Callable[[Rows], Rows] | None = None,
    notice: Notice | None = None,
    subjects: Collection[SubjectKind] = (),
    by_job: str = "",
) -> Declaration:
    """Declare a model, once.

    ``label``: ``"app.Model"``. ``personal``: what is held of a person, in French, or
    :data:`NO_PERSONAL_DATA`; then only the label is needed. ``ground``: GDPR art. 6.1. ``clock``:
    what starts the period; ``period``: its code in the file of periods, for a :class:`Since`.
    ``remains`` and ``act``: what is left, and the function that does it (rows are erased when
    nothing remains and no act is given). ``among``: the rows concerned, when not all are.
    ``notice``: who is told before. ``subjects``: whose data these are; each must then be handed
    out by a holding of :mod:`o2r.core.retention.rights`. ``by_job``: the recurring job that applies
    the period in place of the daily round, for rows that may not be erased one by one.

    Raises ValueError when the declaration contradicts itself or the model has one already.
    """
    declaration = Declaration(
        label,
        personal,
        ground,
        clock,
        period,
        remains,
        act,
        among,
        notice,
        frozenset(subjects),
        by_job,
    )
    if problem := _problem(declaration):
        raise ValueError(f"Retention of {label}: {problem}.")
    _declarations[label.lower()] = declaration
    return declaration


def _problem(declaration: Declaration) -> str:
    timed = isinstance(declaration.clock, Since)
    rules = (
        (declaration.label.lower() in _declarations, "declared twice"),
        (not declaration.personal, "say what it holds of a person"),
        (declaration.is_personal and declaration.ground is None, "no legal ground"),
        (declaration.is_personal and declaration.clock is None, "no clock"),
        (timed and not declaration.period, "a clock without a period"),
        (bool(declaration.period) and not timed, "a period without a clock"),
        (
            timed and declaration.remains != Remains.NOTHING and declaration.act is None,
            "something remains, and no act makes it",
        ),
        (declaration.notice is not None and not timed, "a notice without a clock"),
    )
    return next((words for wrong, words in rules if wrong), "")


def declarations() -> list[Declaration]:
    """The declarations of the installed models, by label.

    Those of a library that is not installed are left out.
    """
    return [one for _, one in sorted(_declarations.items()) if _is_installed(one.label)]


def timed() -> Iterator[Declaration]:
    """The declarations that a clock ends, applied by the daily round."""
    return (one for one in declarations() if isinstance(one.clock, Since) and not one.by_job)


def declaration_of(label: str) -> Declaration:
    """The declaration of a model. Raises LookupError when there is none."""
    return _declarations[label.lower()]


def _is_installed(label: str) -> bool:
    return label.split(".")[0] in {config.label for config in apps.get_app_configs()}


def undeclared() -> list[str]:
    """Labels of the installed models that nothing declares, those of libraries included."""
    return sorted(
        model._meta.label
        for model in apps.get_models()
        if model._meta.label_lower not in _declarations
    )
