"""What a person expects or owes in the conventions they meet, for the agenda."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.core import clock
from o2r.projects.conventions.enums import ProcedureKind
from o2r.projects.conventions.models import (
    AnnualDocument,
    Avenant,
    Convention,
    Instalment,
    Procedure,
)
from o2r.projects.conventions.models.convention import ConventionQuerySet
from o2r.projects.conventions.selectors import confirmation_due_on, reads_content


@dataclass(frozen=True, order=True)
class Deadline:
    """Something that a person expects or owes, for an agenda. ``link``: a path of this site.

    ``kind``: convention-end, document, instalment, confirmation, reply or signature.
    """

    date: date
    title: str
    link: str
    kind: str
    is_late: bool = field(default=False, compare=False)


def deadlines_for(actor: Actor) -> list[Deadline]:
    """What is due in the conventions that a person meets, soonest first. Few queries.

    A member of the consortium expects documents and the term: neither payments nor pages.
    """
    met = Convention.objects.visible_to(actor).not_over().order_by("pk")
    # Only an operator may be one of several: a State service meets them by their région.
    met = met.select_related("bearer", "project") if actor.regions else met.with_parties()
    rows = list(_with_what_waits(met))
    running = [one for one in rows if one.is_running]
    found = [due for one in rows for due in _to_sign(one)] if actor.regions else []
    if not running:
        return sorted(found)
    whole = [one for one in running if reads_content(actor, one)]
    found += [_end_of(one) for one in running]
    for one in whole:
        found += [*_page_of(one), *_to_reply(one)]
    found += [*_documents_of(actor), *_payments_of(whole)]
    return sorted(found)


def _with_what_waits(rows: ConventionQuerySet) -> Iterable[Any]:
    """With the next avenant to sign, and the measure that the operator may answer: one query."""
    avenant = Avenant.objects.to_sign(OuterRef("pk"))
    measure = Procedure.objects.waiting().filter(convention=OuterRef("pk")).in_order()
    return rows.annotate(
        avenant_number=Subquery(avenant.values("number")[:1]),
        avenant_due_on=Subquery(avenant.values("year__starts_on")[:1]),
        measure=Subquery(measure.values("pk")[:1]),
        measure_kind=Subquery(measure.values("kind")[:1]),
        answer_before=Subquery(measure.values("observations_before")[:1]),
    )


def _documents_of(actor: Actor) -> Iterator[Deadline]:
    documents = AnnualDocument.objects.visible_to(actor).expected().with_convention()
    for document in documents.order_by("due_on", "pk"):
        yield Deadline(
            document.due_on,
            f"{document.get_kind_display()}, année {document.year.rank} – "
            f"convention {document.year.convention.reference}",
            reverse("conventions:document", args=[document.pk]),
            "document",
            document.due_on < clock.today(),
        )


def _payments_of(conventions: Collection[Convention]) -> Iterator[Deadline]:
    unpaid = Instalment.objects.unpaid().filter(
        avenant__convention__in=[one.pk for one in conventions], due_on__isnull=False
    )
    for instalment in unpaid.for_list():
        convention = instalment.avenant.convention
        assert instalment.due_on is not None  # noqa: S101 — said to mypy: filtered above
        yield Deadline(
            instalment.due_on,
            f"{instalment.get_kind_display()} – convention {convention.reference}",
            reverse("conventions:convention", args=[convention.pk]) + "#echeancier",
            "instalment",
            instalment.due_on < clock.today(),
        )


def _to_reply(convention: Any) -> Iterator[Deadline]:
    """The day before which an operator may answer a measure considered, until it has."""
    if convention.measure is None:
        return
    kind = ProcedureKind(convention.measure_kind).label
    yield Deadline(
        convention.answer_before,
        f"Observations sur une {kind} envisagée – convention {convention.reference}",
        reverse("conventions:procedure", args=[convention.measure]),
        "reply",
        convention.answer_before < clock.today(),
    )


def _to_sign(convention: Any) -> Iterator[Deadline]:
    """For the State: a convention in preparation, or the next avenant of one that runs."""
    here = reverse("conventions:convention", args=[convention.pk])
    today = clock.today()
    if convention.is_draft:
        due, title = convention.starts_on, f"Convention {convention.reference} à signer"
    elif convention.avenant_number is not None:
        # One that bears on no year waits since it was written: it is due now.
        due, here = convention.avenant_due_on or today, f"{here}#echeancier"
        title = f"Avenant n° {convention.avenant_number} à signer"
        title = f"{title} – convention {convention.reference}"
    else:
        return
    yield Deadline(due, title, here, "signature", due < today)


def _end_of(convention: Convention) -> Deadline:
    return Deadline(
        convention.ends_on,
        f"Terme de la convention {convention.reference}",
        reverse("conventions:convention", args=[convention.pk]),
        "convention-end",
    )


def _page_of(convention: Convention) -> Iterator[Deadline]:
    due = confirmation_due_on(convention)
    if due is not None:
        yield Deadline(
            due,
            f"Fiche à confirmer : {convention.project.title}",
            reverse("conventions:convention", args=[convention.pk]) + "#fiche",
            "confirmation",
            due < clock.today(),
        )
