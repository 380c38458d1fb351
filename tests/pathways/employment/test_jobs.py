"""A job: signed, begun, kept, prolonged or broken; nobody at work is called without a yes."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.pathways.employment.enums import (
    JOB_MOVES,
    AdjustmentCode,
    Avoidable,
    BreakBy,
    CheckpointState,
    ContractKind,
    JobState,
    Risk,
    Side,
    VisitKind,
)
from o2r.pathways.employment.models import (
    Adjustment,
    Checkpoint,
    EmployerContact,
    EmploymentMove,
    Job,
)
from o2r.pathways.employment.questions import checkpoint_days, question_of
from o2r.pathways.employment.services.following import (
    Reached,
    Visited,
    adjustment_done,
    agree_contact,
    forget_contact,
    note_adjustment,
    note_visit,
)
from o2r.pathways.employment.services.jobs import (
    Break,
    JobDetails,
    break_job,
    extend,
    name_adviser,
    settle,
    sign,
    start,
)
from o2r.pathways.employment.services.moving import move_job
from o2r.people.services.anonymising import anonymise
from tests.accounts.factories import enter
from tests.people.agreeing import World, followed_by

TODAY = date(2026, 12, 1)


def details(**given: object) -> JobDetails:
    known = JobDetails(
        employer="Cuisine du Marché",
        contract=ContractKind.CDD,
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=120),
        code=uuid4().hex,
    )
    return replace(known, **given)  # type: ignore[arg-type]


def signed(world: World, **given: object) -> Job:
    return sign(by=world.by, person=world.person, details=details(**given))


def agreed(world: World, job: Job) -> EmployerContact:
    given = Reached(
        "Mme Sorel, cheffe", TODAY, "vous pouvez l’appeler, elle seule", phone="0639980009"
    )
    return agree_contact(by=world.by, job=job, given=given)


def broken(world: World, job: Job) -> Job:
    how = Break(TODAY, BreakBy.EMPLOYER, Avoidable.YES, Risk.TRAVEL, "Trois retards de bus.")
    return break_job(by=world.by, job=job, how=how)


def test_only_the_moves_of_the_table_are_made_on_a_job(world: World) -> None:
    job = signed(world)
    job.broken_on, job.broken_by, job.avoidable = TODAY, BreakBy.BOTH, Avoidable.NO
    for left, to in product(JobState, JobState):
        job.state = left
        before = EmploymentMove.objects.count()
        if to in JOB_MOVES[left]:
            move_job(job, to, by=world.by.user)
            assert (job.state, EmploymentMove.objects.count()) == (to, before + 1)
        else:
            with pytest.raises(DomainError):
                move_job(job, to, by=world.by.user)


def test_a_job_is_sealed_noted_once_and_plans_its_questions(world: World) -> None:
    code = uuid4().hex
    job = signed(world, code=code)
    assert signed(world, code=code) == job
    assert b"March" not in bytes(job.employer)
    assert job.adviser == world.ines
    planned = Checkpoint.objects.filter(job=job)
    assert {one.side for one in planned} == {Side.PERSON}
    assert [one.day for one in planned] == checkpoint_days() == [1, 7, 15, 30, 60, 90]
    assert planned[0].due_on == TODAY + timedelta(days=1)


def test_what_is_no_job_is_refused_at_its_field(world: World) -> None:
    wrong: list[tuple[dict[str, object], str]] = [
        ({"employer": " "}, "employer"),
        ({"siret": "12345678901234"}, "siret"),
        ({"starts_on": date(2020, 1, 1)}, "starts_on"),
        ({"ends_on": None}, "ends_on"),
        ({"ends_on": date(2026, 11, 1)}, "ends_on"),
        ({"weekly_hours": Decimal(90)}, "weekly_hours"),
        ({"adviser": world.bastien}, "adviser"),
    ]
    for given, field in wrong:
        with pytest.raises(DomainError) as refused:
            signed(world, **given)
        assert refused.value.field == field
    assert not Job.objects.exists()


def test_every_day_and_side_has_one_question_with_three_answers() -> None:
    for day, side in product(checkpoint_days(), Side):
        asked = question_of(day, side)
        assert asked.text.endswith("?")
        assert len({words for _, words in asked.choices}) == 3
    assert question_of(20, Side.PERSON) == question_of(15, Side.PERSON)


def test_the_employer_is_asked_once_the_person_said_yes_and_no_more_after_a_no(
    world: World,
) -> None:
    job = signed(world)
    agreed(world, job)
    agreed(world, job)
    asked = Checkpoint.objects.filter(job=job, side=Side.EMPLOYER)
    assert asked.count() == 6
    for _ in range(2):
        forget_contact(by=world.by, job=job)
    assert not EmployerContact.objects.exists()
    assert {one.state for one in asked} == {CheckpointState.CANCELLED}


def test_without_the_words_of_the_person_nobody_at_work_is_kept(world: World) -> None:
    job = signed(world)
    wrong = [
        (Reached("Mme Sorel", TODAY, " ", phone="0639980009"), "agreed_words"),
        (Reached("Mme Sorel", TODAY, "oui"), "phone"),
        (Reached("Mme Sorel", TODAY, "oui", phone="12"), "phone"),
        (Reached("Mme Sorel", TODAY, "oui", mail="sorel"), "mail"),
        (Reached("", TODAY, "oui", phone="0639980009"), "name"),
    ]
    for given, field in wrong:
        with pytest.raises(DomainError) as refused:
            agree_contact(by=world.by, job=job, given=given)
        assert refused.value.field == field


def test_begun_prolonged_kept(world: World) -> None:
    job = signed(world)
    for _ in range(2):
        assert start(by=world.by, job=job).state == JobState.STARTED
    later = TODAY + timedelta(days=200)
    assert extend(by=world.by, job=job, ends_on=later).state == JobState.EXTENDED
    assert extend(by=world.by, job=job, ends_on=later).ends_on == later
    with pytest.raises(DomainError):
        extend(by=world.by, job=job, ends_on=TODAY)
    assert settle(by=world.by, job=job).state == JobState.SETTLED
    assert not Checkpoint.objects.waiting().exists()
    with pytest.raises(DomainError):
        broken(world, job)


def test_a_job_to_come_has_not_begun(world: World) -> None:
    with pytest.raises(DomainError):
        start(by=world.by, job=signed(world, starts_on=TODAY + timedelta(days=3)))


def test_broken_it_says_who_why_and_whether_it_was_avoidable(world: World) -> None:
    job = signed(world)
    done = broken(world, job)
    assert broken(world, job).broken_on == done.broken_on
    assert (done.broken_by, done.broken_why, done.avoidable) == ("employeur", "trajet", "oui")
    assert b"bus" not in bytes(done.broken_words)
    assert not Checkpoint.objects.waiting().exists()


def test_only_who_follows_writes(world: World) -> None:
    job = signed(world)
    for name in ("bastien", "elodie", "franck"):
        with pytest.raises(NotAllowed):
            start(by=world.actor(name), job=job)
    followed_by(world, world.bastien)
    assert name_adviser(by=world.by, job=job, adviser=world.bastien).adviser == world.bastien


def test_visits_and_adjustments_are_noted_once(world: World) -> None:
    job, code = signed(world), uuid4().hex
    visited = Visited(TODAY, VisitKind.THREE, code, "Tout le monde se parle.")
    first = note_visit(by=world.by, job=job, visited=visited)
    assert note_visit(by=world.by, job=job, visited=visited) == first
    with pytest.raises(DomainError):
        note_visit(
            by=world.by, job=job, visited=replace(visited, on=date(2027, 1, 1), code="autre")
        )
    hours = AdjustmentCode.HOURS
    made = note_adjustment(by=world.by, job=job, code=hours, words="Prise à 9 h", form=code)
    again = note_adjustment(by=world.by, job=job, code=hours, words="Prise à 9 h", form=code)
    assert again == made
    for _ in range(2):
        assert adjustment_done(by=world.by, adjustment=made).done_on == clock.today()
    assert Adjustment.objects.count() == 1


def test_somebody_erased_leaves_a_contract_of_nobody(world: World) -> None:
    job = signed(world)
    agreed(world, job)
    anonymise(by=world.by, person=world.person)
    left = Job.objects.get()
    assert (bytes(left.employer), left.siret, left.adviser) == (b"", "", None)
    assert not EmployerContact.objects.exists()
    assert not Checkpoint.objects.exists()


def test_the_pages_of_a_job(client: Client, world: World) -> None:
    enter(client, world.ines)
    at = [world.person.pk]
    new = reverse("employment:job_new", args=at)
    sent = {"employer": "Cuisine du Marché", "contract": "cdd", "starts_on": "2026-12-01"}
    refused = client.post(new, sent)
    assert "dernier jour" in refused.content.decode()
    assert client.post(new, {**sent, "ends_on": "2027-03-31"}).status_code == 302
    job = Job.objects.get()
    page = reverse("employment:job", args=[*at, job.pk])
    for address in (page, reverse("employment:jobs", args=at), reverse("people:person", args=at)):
        assert "Cuisine du Marché" in client.get(address).content.decode()
    given = {
        "contact": {
            "name": "Mme Sorel",
            "phone": "0639980009",
            "agreed_on": "2026-12-01",
            "agreed_words": "oui",
        },
        "visit": {"on": "2026-12-01", "kind": "appel"},
        "adjustment": {"what": "horaires", "words": "9 h"},
        "adviser": {"adviser": str(world.ines.pk)},
        "prolong": {"ends_on": "2027-06-30"},
        "rupture": {"on": "2026-12-01", "by": "personne", "avoidable": "non"},
    }
    begun = reverse("employment:job_act", args=[*at, job.pk, "commence"])
    assert client.post(begun).status_code == 302
    for name, typed in given.items():
        address = reverse(f"employment:{name}", args=[*at, job.pk])
        assert client.get(address).status_code == 200
        assert client.post(address, {}).status_code == 200
        assert client.post(address, typed).status_code == 302
    shown = client.get(page).content.decode()
    assert "Mme Sorel" in shown
    assert "rompu" in shown
    assert client.post(reverse("employment:job_act", args=[*at, job.pk, "x"])).status_code == 404
    for name in ("bastien", "elodie", "franck"):
        enter(client, getattr(world, name))
        assert client.get(page).status_code == 404
