"""What is due runs once, whoever asks; what fails is told, and stops nothing else."""

import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from o2r.core import clock
from o2r.core.jobs.enums import JobState
from o2r.core.jobs.models import Job
from o2r.core.jobs.registry import Failure, on_failure, recurring
from o2r.core.jobs.selectors import job_lines
from o2r.core.jobs.services import Outcome, run_due_jobs

NOON = datetime(2026, 3, 2, 12, 0, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


def tick_at(moment: datetime, **options: str) -> list[Outcome]:
    with clock.stopped_at(moment):
        return list(run_due_jobs(**options))


def command(*arguments: str) -> str:
    out = io.StringIO()
    call_command("tick", *arguments, stdout=out)
    return out.getvalue()


def counted(name: str, **schedule: object) -> list[datetime]:
    """A job that only counts its runs."""
    runs: list[datetime] = []

    @recurring(name, **(schedule or {"every": HOUR}))
    def work(now: datetime) -> str:
        runs.append(now)
        return f"Passage {len(runs)}."

    return runs


def test_a_job_runs_once_per_slot() -> None:
    runs = counted("hourly")
    [first] = tick_at(NOON)
    assert (first.job, first.state, first.message) == ("hourly", JobState.SUCCEEDED, "Passage 1.")
    assert tick_at(NOON) == tick_at(NOON + timedelta(minutes=59, seconds=49)) == []
    assert len(tick_at(NOON.replace(hour=13, second=0))) == 1
    assert runs == [NOON, NOON.replace(hour=13, second=0)]
    row = Job.objects.get()
    assert (row.message, row.due_at) == ("Passage 2.", NOON.replace(hour=14, second=0))
    assert row.claim is row.claimed_until is None


def test_slots_missed_while_nothing_ran_are_not_made_up_for() -> None:
    runs = counted("hourly")
    tick_at(NOON)
    tick_at(NOON + timedelta(days=3))
    tick_at(NOON + timedelta(days=3, minutes=1))
    assert len(runs) == 2


def test_a_failure_stops_no_other_job_undoes_its_work_and_is_told_once_a_day() -> None:
    told: list[Failure] = []
    on_failure(told.append)

    @recurring("breaks", every=HOUR)
    def breaks(now: datetime) -> str:
        Job.objects.create(name="written by the job that fails", due_at=now)
        raise ValueError("Karim B., 06 12 34 56 78")

    runs = counted("works")
    outcomes = tick_at(NOON)
    assert [(o.job, o.state) for o in outcomes] == [
        ("breaks", JobState.FAILED),
        ("works", JobState.SUCCEEDED),
    ]
    assert len(runs) == 1
    assert not Job.objects.filter(name__startswith="written").exists()
    # The kind of error and its place, never its text: it may hold someone's data.
    row = Job.objects.get(name="breaks")
    assert row.error.startswith("ValueError (")
    assert "Karim" not in row.error
    assert [(failure.job, failure.failures) for failure in told] == [("breaks", 1)]
    # Tried again after a minute, then two: long before its next slot.
    assert row.due_at == NOON + timedelta(minutes=1)
    tick_at(NOON + timedelta(minutes=1))
    assert Job.objects.get(name="breaks").due_at == NOON + timedelta(minutes=3)
    assert len(told) == 1
    tick_at(NOON + timedelta(days=1, minutes=2))
    assert [failure.failures for failure in told] == [1, 3]


def test_a_job_that_recovers_forgets_its_failures() -> None:
    told: list[Failure] = []
    on_failure(told.append)
    broken = [True]

    @recurring("sometimes", every=HOUR)
    def sometimes(now: datetime) -> str:
        if broken:
            raise LookupError
        return "Fait."

    tick_at(NOON)
    broken.clear()
    tick_at(NOON + timedelta(minutes=1))
    row = Job.objects.get()
    assert (row.state, row.failures, row.error, row.told_at) == (JobState.SUCCEEDED, 0, "", None)
    broken.append(True)
    tick_at(NOON + timedelta(hours=2))
    assert [failure.failures for failure in told] == [1, 1]


def test_a_listener_that_fails_breaks_nothing_and_is_called_again() -> None:
    calls: list[str] = []

    @on_failure
    def deaf(failure: Failure) -> None:
        calls.append(failure.job)
        raise ConnectionError

    @recurring("breaks", every=HOUR)
    def breaks(now: datetime) -> str:
        raise ValueError

    tick_at(NOON)
    tick_at(NOON + timedelta(minutes=1))
    assert calls == ["breaks", "breaks"]


def test_a_job_that_breaks_its_own_transaction_still_has_its_failure_noted() -> None:
    @recurring("breaks", every=HOUR)
    def breaks(now: datetime) -> str:
        Job.objects.create(name="breaks", due_at=now)
        return "Jamais dit."

    [outcome] = tick_at(NOON)
    assert outcome.message.startswith("IntegrityError")
    assert Job.objects.get().state == JobState.FAILED


def test_a_run_that_died_is_taken_over_after_its_lease() -> None:
    @recurring("dies", every=HOUR, lease=timedelta(minutes=5))
    def dies(now: datetime) -> str:
        if not deaths:
            deaths.append(now)
            raise KeyboardInterrupt
        return "Repris."

    deaths: list[datetime] = []
    with pytest.raises(KeyboardInterrupt):
        tick_at(NOON)
    row = Job.objects.get(name="dies")
    assert row.state == JobState.RUNNING
    assert tick_at(NOON + timedelta(minutes=4)) == []
    # Not even by name: someone may be at work.
    assert tick_at(NOON + timedelta(minutes=4), only="dies") == []
    [again] = [o for o in tick_at(NOON + timedelta(minutes=6)) if o.job == "dies"]
    assert again.message == "Repris."


def test_a_run_that_lost_its_lease_undoes_its_work() -> None:
    @recurring("slow", every=HOUR)
    def slow(now: datetime) -> str:
        Job.objects.create(name="written by the slow run", due_at=now)
        if not nested:
            # Another tick believes this run dead, and does the work itself.
            nested.append(True)
            with clock.stopped_at(NOON + timedelta(minutes=20)):
                nested.extend(run_due_jobs())
        return "Fait."

    nested: list[object] = []
    [outcome] = tick_at(NOON)
    assert outcome.message == "Repris par un autre passage."
    row = Job.objects.get(name="slow")
    assert row.state != JobState.FAILED


def test_a_schedule_that_became_shorter_applies_at_once() -> None:
    Job.objects.create(name="hourly", due_at=NOON + timedelta(days=20))
    runs = counted("hourly")
    assert tick_at(NOON) == []
    tick_at(NOON + timedelta(hours=1))
    assert len(runs) == 1


def test_one_job_may_be_run_by_name_whenever_one_wants() -> None:
    runs, others = counted("asked"), counted("other")
    tick_at(NOON)
    tick_at(NOON, only="asked")
    assert (len(runs), len(others)) == (2, 1)
    with pytest.raises(CommandError, match="tick --list"):
        command("--only", "absent")


def test_the_command_says_one_line_per_run_and_fails_when_a_job_does() -> None:
    counted("works")
    assert "works : réussi en 0,0 s. Passage 1." in command()
    assert command() == ""

    @recurring("breaks", every=HOUR)
    def breaks(now: datetime) -> str:
        raise ValueError

    with pytest.raises(CommandError, match="1 travail"):
        command()


def test_the_list_shows_each_job_and_who_is_late() -> None:
    counted("never-seen", at="03:00")
    counted("hourly")
    before = command("--list")
    assert "jamais vu" in before
    assert "EN RETARD" in before
    command()
    lines = [json.loads(line) for line in command("--list", "--json").splitlines()]
    assert [(line["name"], line["schedule"], line["late"]) for line in lines] == [
        ("hourly", "chaque heure", False),
        ("never-seen", "chaque jour à 03:00", False),
    ]
    with clock.stopped_at(clock.now() + timedelta(days=2)):
        assert all(line.late for line in job_lines())


@pytest.mark.parametrize(
    "schedule",
    [{}, {"every": HOUR, "at": "03:00"}, {"every": timedelta(seconds=90)}, {"at": "25:00"}],
)
def test_an_unreadable_schedule_is_refused(schedule: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"every=|hour must be"):
        recurring("wrong", **schedule)(str)


def test_two_jobs_cannot_share_a_name() -> None:
    counted("same")
    with pytest.raises(ValueError, match="same"):
        counted("same")


def test_the_table_refuses_a_claim_without_end_and_a_failure_without_reason() -> None:
    for wrong in ({"claimed_until": NOON}, {"state": JobState.FAILED}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Job.objects.create(name="wrong", due_at=NOON, **wrong)
