"""What the worker does beside the site: carry changes to the index, then requests; tell referents.

Each row is carried by itself, and may be carried twice: it does not matter. When the process is
away the rows wait, and nobody sees it.
"""

from uuid import UUID

from django.db import transaction
from django.urls import reverse

from o2r.core import clock
from o2r.core.crypto.scope import key_scope
from o2r.core.journal.authors import Author
from o2r.core.notifications.directory import Recipient
from o2r.core.notifications.services import notify
from o2r.people.between.client import Index
from o2r.people.between.models import (
    IndexChange,
    IndexParticipation,
    Inquiry,
    InquiryNotice,
)
from o2r.people.between.notification_kinds import INQUIRY_RECEIVED
from o2r.people.between.selectors import asked_in, identity_of, indexable, participates
from o2r.people.between.services.marking import mark_files
from o2r.people.between.services.participating import end_participation, mark_organisation_files
from o2r.people.likeness import shared_composites
from o2r.people.models import Person

CHANGES_IN_A_ROUND = 1000


def carry_changes(index: Index) -> int:
    """Put in the index, or take out of it, the files that have changed. How many.

    Raises IndexUnavailable: the rest waits.
    """
    waiting = list(IndexChange.objects.order_by("changed_at", "file")[:CHANGES_IN_A_ROUND])
    for change in waiting:
        # Looked for again at each file: one protected meanwhile is not put.
        row = indexable().filter(pk=change.file)
        person = row.select_related("identity").prefetch_related("contacts").first()
        with key_scope():
            composites = shared_composites(identity_of(person)) if person else ()
        index.put(file=change.file, place=change.organisation, composites=composites)
        # Unless it has changed again since it was read.
        IndexChange.objects.filter(file=change.file, mark=change.mark).delete()
    return len(waiting)


def carry_inquiries(index: Index) -> int:
    """Look for whom each request is about, and tell their referents. How many requests.

    Raises IndexUnavailable: the rest waits.
    """
    keys = list(Inquiry.objects.waiting().order_by("asked_at", "pk").values_list("pk", flat=True))
    for pk in keys:
        _carry(index, pk)
    return len(keys)


@transaction.atomic
def _carry(index: Index, pk: UUID) -> None:
    rows = Inquiry.objects.waiting().select_for_update(no_key=True, of=("self",))
    inquiry = rows.select_related("by", "organisation", "said").filter(pk=pk).first()
    if inquiry is None:
        return
    if participates(inquiry.organisation_id):
        with key_scope():
            composites = shared_composites(asked_in(inquiry))
        found = index.find(place=inquiry.organisation_id, composites=composites)
        # As they are now, whatever the index still holds: nobody is told of a file that has just
        # been protected, or taken out.
        people = indexable().filter(
            pk__in=list(found), organisation__is_example=inquiry.organisation.is_example
        )
        others = people.exclude(organisation=inquiry.organisation_id)
        for person in others.select_related("referent").order_by("pk"):
            _tell(inquiry, person, found[person.pk])
    inquiry.handled_at = clock.now()
    inquiry.save(update_fields=["handled_at"])


def _tell(inquiry: Inquiry, person: Person, agreed_on: list[str]) -> None:
    notice = InquiryNotice.objects.create(
        inquiry=inquiry,
        person=person,
        asked_by=inquiry.by,
        asked_for=inquiry.organisation,
        agreed_on=agreed_on,
    )
    referent = person.referent
    if referent is None:
        # Whoever becomes the referent finds it in their space.
        return
    notify(
        to=[Recipient(referent.pk, referent.email)],
        kind=INQUIRY_RECEIVED.code,
        subject="Quelqu’un cherche à vous joindre au sujet d’une personne que vous suivez",
        body=(
            f"{inquiry.by}, de {inquiry.organisation}, rencontre peut-être une personne que vous "
            "suivez, et ne sait pas si elle est déjà accompagnée. Parlez-en avec la personne. Vous "
            "pouvez accepter d’en parler, ou ne pas répondre : dans ce cas rien ne lui est dit."
        ),
        link=reverse("between:received-one", args=[notice.pk]),
        sensitive=True,
    )


def keep_up(index: Index, *, renew_after_days: int) -> str:
    """What is done each day: end what should not be, change an old key, finish a change of key.

    Returns a French sentence, empty when there was nothing to do. Raises IndexUnavailable.
    """
    ended = _end_the_closed()
    said = [f"{ended} organisation(s) sortie(s) de l’index."] if ended else []
    state = index.state()
    if not state.rotating and (clock.now() - state.made_at).days >= renew_after_days:
        index.renew()
        said.append("Nouvelle clé de l’index.")
    if finish_renewal(index):
        said.append("Ancienne clé de l’index détruite.")
    return " ".join(said)


def finish_renewal(index: Index) -> bool:
    """Have the files of a former key put again, then destroy it; whether it was destroyed now."""
    if not index.state().rotating or IndexChange.objects.exists():
        return False
    stale = index.stale()
    if not stale:
        index.retire()
        return True
    places = dict(Person.objects.filter(pk__in=stale).values_list("pk", "organisation"))
    # What is no file any more is taken out: of which organisation does not matter.
    mark_files({file: places.get(file, file) for file in stale})
    return False


def rebuild(index: Index) -> int:
    """Make a new key and put every file again: after a loss, a doubt, or a restored base.

    How many files will be seen. Raises IndexUnavailable.
    """
    index.renew()
    rows = IndexParticipation.objects.in_force().order_by("organisation")
    places = list(rows.values_list("organisation", flat=True))
    return sum(mark_organisation_files(place) for place in places)


def _end_the_closed() -> int:
    """Organisations that were closed, or partitioned by another way, take part no more."""
    open_now = IndexParticipation.objects.in_force().values("pk")
    rows = IndexParticipation.objects.filter(ended_at=None).exclude(pk__in=open_now)
    held = list(rows.select_related("organisation").order_by("pk"))
    for one in held:
        end_participation(by=Author.system("index-upkeep"), participation=one)
    return len(held)
