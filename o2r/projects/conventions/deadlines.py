"""What a person expects or owes in the conventions they meet, for the agenda."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.core import clock
from o2r.projects.conventions.enums import ConventionState
from o2r.projects.conventions.models import (
    AnnualDocument,
    Avenant,
    Convention,
    Instalment,
    Procedure,
)
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
    today = clock.today()
    met = Convention.objects.visible_to(actor).running().order_by("pk")
    # Only an operator may be one of several: a State service meets them by their région.
    met = met.select_related("bearer", "project") if actor.regions else met.with_parties()
    running = list(met)
    found = list(_to_sign(actor))
    if not running:
        return sorted(found)
    whole = {one.pk for one in running if reads_content(actor, one)}
    found += [_end_of(convention) for convention in running]
    found += _to_reply(actor, whole)
    found += [
        one for convention in running if convention.pk in whole for one in _page_of(convention)
    ]
    documents = AnnualDocument.objects.visible_to(actor).expected().with_convention()
    for document in documents.order_by("due_on", "pk"):
        convention = document.year.convention
        found.append(
            Deadline(
                document.due_on,
                f"{document.get_kind_display()}, année {document.year.rank} – "
                f"convention {convention.reference}",
                reverse("conventions:document", args=[document.pk]),
                "document",
                document.due_on < today,
            )
        )
    unpaid = Instalment.objects.unpaid().filter(avenant__convention__in=whole, due_on__isnull=False)
    for instalment in unpaid.for_list():
        convention = instalment.avenant.convention
        assert instalment.due_on is not None  # noqa: S101 — said to mypy: filtered above
        found.append(
            Deadline(
                instalment.due_on,
                f"{instalment.get_kind_display()} – convention {convention.reference}",
                reverse("conventions:convention", args=[convention.pk]) + "#echeancier",
                "instalment",
                instalment.due_on < today,
            )
        )
    return sorted(found)


def _to_reply(actor: Actor, whole: Collection[UUID]) -> Iterator[Deadline]:
    """The day before which an operator may answer a measure considered, until it has."""
    asked = Procedure.objects.visible_to(actor).waiting().filter(convention__in=whole)
    for one in asked.select_related("convention").in_order():
        yield Deadline(
            one.observations_before,
            f"Observations sur une {one.get_kind_display()} envisagée – "
            f"convention {one.convention.reference}",
            reverse("conventions:procedure", args=[one.pk]),
            "reply",
            one.observations_before < clock.today(),
        )


def _to_sign(actor: Actor) -> Iterator[Deadline]:
    """For the State: conventions in preparation, and avenants of those that run, to be signed."""
    if not actor.regions:
        return
    today, met = clock.today(), Convention.objects.visible_to(actor)
    for draft in met.in_state(ConventionState.DRAFT).order_by("starts_on", "pk"):
        yield Deadline(
            draft.starts_on,
            f"Convention {draft.reference} à signer",
            reverse("conventions:convention", args=[draft.pk]),
            "signature",
            draft.starts_on < today,
        )
    for avenant in Avenant.objects.to_sign(met.running()):
        # One that bears on no year waits since it was written: it is due now.
        due = avenant.year.starts_on if avenant.year else today
        yield Deadline(
            due,
            f"Avenant n° {avenant.number} à signer – convention {avenant.convention.reference}",
            reverse("conventions:convention", args=[avenant.convention_id]) + "#echeancier",
            "signature",
            due < today,
        )


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
