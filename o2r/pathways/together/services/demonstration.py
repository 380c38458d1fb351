"""The invented groups of a demonstration: who stands around whom, and what does not go together."""

from datetime import time, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.errors import DemonstrationOnly
from o2r.accounts.models import User
from o2r.core import clock
from o2r.outreach.selectors.people_seen import files_followed, known_as
from o2r.pathways.together.enums import CareRole, ObligationKind
from o2r.pathways.together.models import CareMember
from o2r.pathways.together.services.asking import Asked, Noted, ask, note_meeting
from o2r.pathways.together.services.inviting import Offer, invite, note_answer
from o2r.pathways.together.services.lasting import present
from o2r.people.examples import INES
from o2r.people.models import Person

WHO = "Bilou"
TOMORROW = timedelta(days=1)


@transaction.atomic
def create_demo_groups() -> int:
    """Create the invented group of one person, once; how many people have one.

    Raises DemonstrationOnly outside a demonstration.
    """
    if not settings.DEMONSTRATION:
        raise DemonstrationOnly
    worker = User.objects.filter(email=INES, is_example=True).first()
    if worker is None or CareMember.objects.exists():
        return 0
    by = actor_for(worker)
    rows = list(files_followed(by).select_related("identity").order_by("pk"))
    names = known_as(by, rows)
    person = next((one for one in rows if names[one.pk] == WHO), None)
    if person is None:
        return 0
    lead = invite(by=by, person=person, offer=Offer(CareRole.LEAD, uuid4().hex, colleague=worker))
    present(by=by, member=lead, on=clock.today())
    offer = Offer(CareRole.WITH, uuid4().hex, name="Mme Roux, CCAS", contact="04 99 00 12 00")
    outside = invite(by=by, person=person, offer=offer)
    note_answer(by=by, member=outside, yes=True)
    present(by=by, member=outside, on=clock.today())
    _ask(by, person, outside)
    return 1


def _ask(by: Actor, person: Person, outside: CareMember) -> None:
    """A meeting of yesterday, and two things asked at the same hour of one day."""
    noted = Noted(
        clock.today() - TOMORROW,
        time(14),
        uuid4().hex,
        present=[outside.pk],
        commune=person.commune,
        said="« La cuisine, oui. Les papiers, plus tard. »",
    )
    meeting = note_meeting(by=by, person=person, noted=noted)
    day = clock.today() + 3 * TOMORROW
    for kind, what, asker, starts, ends in (
        (ObligationKind.WORKSHOP, "Visiter la cuisine d’application", None, time(9), time(11)),
        (
            ObligationKind.PAPERS,
            "Passer au CCAS pour la domiciliation",
            outside.pk,
            time(10),
            time(11),
        ),
    ):
        asked = Asked(
            kind,
            what,
            day,
            uuid4().hex,
            asked_by=asker,
            starts=starts,
            ends=ends,
            commune=person.commune,
            meeting=meeting.pk,
        )
        ask(by=by, person=person, asked=asked)
