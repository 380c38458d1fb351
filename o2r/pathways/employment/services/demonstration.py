"""The invented jobs of a demonstration: one that goes well, one that is threatened."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from o2r.accounts.acting import actor_for
from o2r.accounts.errors import DemonstrationOnly
from o2r.accounts.models import User
from o2r.core import clock
from o2r.outreach.selectors.people_seen import files_followed, known_as
from o2r.pathways.employment.enums import Answer, ContractKind, Risk, Side, VisitKind
from o2r.pathways.employment.models import Checkpoint, Job
from o2r.pathways.employment.services.asking import Given, note_answer
from o2r.pathways.employment.services.following import (
    Reached,
    Visited,
    agree_contact,
    note_visit,
)
from o2r.pathways.employment.services.jobs import JobDetails, sign, start
from o2r.people.examples import HUGO
from o2r.people.models import Person

STARTED = timedelta(days=7)


@transaction.atomic
def create_demo_jobs() -> int:
    """Create the invented jobs, once; how many. Raises DemonstrationOnly outside one."""
    if not settings.DEMONSTRATION:
        raise DemonstrationOnly
    worker = User.objects.filter(email=HUGO, is_example=True).first()
    if worker is None or Job.objects.exists():
        return 0
    by = actor_for(worker)
    rows = list(files_followed(by).select_related("identity").order_by("pk"))
    names = known_as(by, rows)
    known = {names[one.pk]: one for one in rows if not one.is_protected}
    made = 0
    for name, employer, answer in (
        ("Lucien", "Cuisine du Val d’Essai", Given(Answer.RED, Risk.TRAVEL, "Plus de bus le soir")),
        ("Samira", "Maraîchage des Coteaux", Given(Answer.GREEN)),
    ):
        person: Person | None = known.get(name)
        if person is None:
            continue
        with clock.stopped_at(clock.now() - STARTED):
            job = sign(by=by, person=person, details=_details(employer))
            start(by=by, job=job)
        reached = Reached("Mme Sorel, cheffe", clock.today(), "oui, elle", phone="04 99 00 12 01")
        agree_contact(by=by, job=job, given=reached)
        visited = Visited(clock.today(), VisitKind.CALL, uuid4().hex, "Arrive à l’heure.")
        note_visit(by=by, job=job, visited=visited)
        asked = Checkpoint.objects.filter(job=job, side=Side.PERSON).order_by("due_on")
        note_answer(by=by, checkpoint=asked[0], given=answer)
        made += 1
    return made


def _details(employer: str) -> JobDetails:
    today = clock.today()
    return JobDetails(
        employer=employer,
        contract=ContractKind.CDD,
        starts_on=today,
        ends_on=today + timedelta(days=180),
        weekly_hours=Decimal(26),
        code=uuid4().hex,
    )
