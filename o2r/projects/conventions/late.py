"""What is late, as each person is told of it: once, grouped by convention."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from o2r.core.notifications.directory import Recipient
from o2r.projects.conventions.models import AnnualDocument, Convention
from o2r.projects.conventions.services.telling import (
    address_of,
    consortium_of,
    who_must_know,
)
from o2r.projects.conventions.wording import day

Late = dict[Convention, list[AnnualDocument]]


@dataclass(frozen=True)
class Digest:
    """One news: its subject, its text and the path that it leads to."""

    subject: str
    body: str
    link: str


def late_digests(documents: Iterable[AnnualDocument]) -> dict[Digest, list[Recipient]]:
    """What to tell, and to whom: both sides of each convention and its consortium."""
    late: Late = defaultdict(list)
    for document in documents:
        late[document.year.convention].append(document)
    concerned: dict[Recipient, Late] = defaultdict(dict)
    for convention, owed in late.items():
        for person in who_must_know(convention) + consortium_of(convention):
            concerned[person][convention] = owed
    told: dict[Digest, list[Recipient]] = defaultdict(list)
    for person, theirs in concerned.items():
        told[_digest(theirs)].append(person)
    return told


def _digest(late: Late) -> Digest:
    owed = [document for documents in late.values() for document in documents]
    what = owed[0].get_kind_display() if len(owed) == 1 else f"{len(owed)} documents"
    if len(late) == 1:
        (convention,) = late
        subject = f"En retard : {what}, convention {convention.reference}"
        link = address_of(convention) + "#documents"
    else:
        subject = f"En retard : {what} dans {len(late)} conventions"
        link = reverse("conventions:conventions") + "?late=on"
    parts = [_of_convention(convention, documents) for convention, documents in late.items()]
    how = "Le porteur envoie un document depuis la page de sa convention."
    return Digest(subject, "\n\n".join([*parts, how]), link)


def _of_convention(convention: Convention, documents: Iterable[AnnualDocument]) -> str:
    lines = [
        f"- {one.get_kind_display()}, année {one.year.rank}, attendu pour le {day(one.due_on)}"
        for one in documents
    ]
    return "\n".join([f"Convention {convention.reference} – {convention.title}", *lines])
