"""Applying the retention: nothing early, everything due, in batches that stand alone."""

import io
import json
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from o2r.accounts.closing import CLOSED_NAME, is_closed
from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.jobs.registry import jobs
from o2r.core.journal.authors import Author
from o2r.core.journal.models import JournalEntry
from o2r.core.notifications.models import Notification
from o2r.core.retention import registry
from o2r.core.retention.errors import RetentionError, StillDue
from o2r.core.retention.models import RetentionHold, RetentionNotice
from o2r.core.retention.services import lift_hold, place_hold, run
from o2r.projects.models import ErrorReport
from tests.accounts.factories import UserFactory
from tests.projects.factories import ErrorReportFactory

JOB = Author.system("retention")
REPORT = "projects.ErrorReport"


def old_report(days: int = 400) -> ErrorReport:
    return ErrorReportFactory(reported_at=clock.now() - timedelta(days=days))


def ended(only: str = REPORT, batch: int = 200) -> int:
    return sum(one.ended for one in run(by=JOB, now=clock.now(), only=only, batch=batch))


def test_batches_are_bounded_and_each_leaves_its_trace() -> None:
    for _ in range(5):
        old_report()
    assert ended(batch=2) == 5
    traces = JournalEntry.objects.filter(kind="projects.errorreport", action="retention-nothing")
    assert [entry.count for entry in traces.order_by("number")] == [2, 2, 1]
    assert {entry.role for entry in traces} == {"system:retention"}


def test_a_run_that_is_cut_goes_on_the_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(4):
        old_report()
    done = []

    def cut(by: Author, rows: registry.Rows) -> None:
        if done:
            raise KeyboardInterrupt
        done.append(rows.delete())

    declared = registry._declarations[REPORT.lower()]
    monkeypatch.setitem(registry._declarations, REPORT.lower(), _with_act(declared, cut))
    with pytest.raises(KeyboardInterrupt):
        ended(batch=2)
    assert ErrorReport.objects.count() == 2
    monkeypatch.undo()
    assert ended() == 2


def test_an_act_that_changes_nothing_is_refused_and_writes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old_report()
    declared = registry._declarations[REPORT.lower()]
    idle = _with_act(declared, lambda by, rows: None)
    monkeypatch.setitem(registry._declarations, REPORT.lower(), idle)
    with pytest.raises(StillDue, match="rien changé"):
        ended()
    assert not JournalEntry.objects.exists()


def _with_act(one: registry.Declaration, act: registry.Act) -> registry.Declaration:
    values = {name: getattr(one, name) for name in one.__dataclass_fields__}
    return registry.Declaration(**{**values, "act": act})


def test_a_hold_suspends_until_its_day_or_until_it_is_lifted() -> None:
    held, free = old_report(), old_report()
    hold = place_hold(
        by=JOB,
        kind=REPORT,
        object_id=str(held.pk),
        reason="Contrôle FSE+",
        until=clock.today() + timedelta(days=10),
    )
    assert ended() == 1
    assert list(ErrorReport.objects.all()) == [held]
    assert free != held
    lift_hold(by=JOB, hold=hold)
    lift_hold(by=JOB, hold=hold)
    assert ended() == 1
    acts = JournalEntry.objects.order_by("number").values_list("action", flat=True)
    assert list(acts).count("retention-hold-lifted") == 1


def test_a_hold_ends_by_itself() -> None:
    held = old_report()
    until = clock.today() + timedelta(days=10)
    place_hold(by=JOB, kind=REPORT, object_id=str(held.pk), reason="Litige", until=until)
    for days, count in ((10, 0), (11, 1)):
        with clock.stopped_at(clock.now() + timedelta(days=days)):
            assert ended() == count


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "projects.Nothing"}, "n’est pas un objet conservé"),
        ({"reason": "  "}, "écrivez le motif"),
        ({"object_id": "pas-un-identifiant"}, "n’existe pas"),
        ({"until": -1}, "à venir"),
    ],
)
def test_a_hold_that_protects_nothing_is_refused(change: dict[str, object], words: str) -> None:
    asked = {"kind": REPORT, "object_id": str(old_report().pk), "reason": "Litige", "until": 5}
    asked |= change
    asked["until"] = clock.today() + timedelta(days=int(str(asked["until"])))
    with pytest.raises(RetentionError, match=words):
        place_hold(by=JOB, **asked)


def test_one_hold_at_a_time() -> None:
    report = old_report()
    asked = {"kind": REPORT, "object_id": str(report.pk), "until": clock.today()}
    place_hold(by=JOB, reason="Litige", **asked)
    with pytest.raises(RetentionError, match="déjà"):
        place_hold(by=JOB, reason="Contrôle", **asked)
    assert RetentionHold.objects.count() == 1


# --- Accounts that sleep ------------------------------------------------------------------------
def test_a_sleeping_account_is_warned_then_closed() -> None:
    now = clock.now()
    user = UserFactory(email="lea@porteur.example", display_name="Léa", last_login=now)
    told, left = None, None
    for day in range(690, 780):
        instant = now + timedelta(days=day)
        with clock.stopped_at(instant):
            list(run(by=JOB, now=instant, only="accounts.User"))
            if told is None and RetentionNotice.objects.exists():
                told = day
                notice = Notification.objects.get(recipient=user.pk)
                assert "fermé" in notice.subject
            user.refresh_from_db()
            if left is None and is_closed(user):
                left = day
    assert told is not None
    assert left is not None
    assert left - told > 30
    assert 730 <= left <= 732
    assert (user.display_name, user.is_active, user.last_login) == (CLOSED_NAME, False, None)
    assert not Notification.objects.filter(recipient=user.pk).exists()


def test_who_comes_back_after_the_warning_keeps_their_account() -> None:
    now = clock.now()
    user = UserFactory(last_login=now - timedelta(days=710))
    list(run(by=JOB, now=now, only="accounts.User"))
    assert RetentionNotice.objects.count() == 1
    User.objects.filter(pk=user.pk).update(last_login=now)
    later = now + timedelta(days=60)
    list(run(by=JOB, now=later, only="accounts.User"))
    user.refresh_from_db()
    assert not is_closed(user)


def test_a_late_warning_delays_the_act() -> None:
    """The platform was stopped for a year: nobody is closed without a month of notice."""
    now = clock.now()
    address = "lea@porteur.example"
    user = UserFactory(email=address, last_login=now - timedelta(days=1200))
    assert [one.ended for one in run(by=JOB, now=now, only="accounts.User")] == [0]
    assert [one.ended for one in run(by=JOB, now=now, only="accounts.User")] == [0]
    in_time = now + timedelta(days=32)
    assert [one.ended for one in run(by=JOB, now=in_time, only="accounts.User")] == [1]
    user.refresh_from_db()
    assert is_closed(user)
    assert [sent.to for sent in mail.outbox] == [[address]]


# --- Command and job ----------------------------------------------------------------------------
def command(*words: str) -> str:
    out = io.StringIO()
    call_command("retention", *words, stdout=out)
    return out.getvalue()


def test_a_dry_run_lists_and_writes_nothing() -> None:
    old_report()
    printed = command("run", "--dry-run", "--only", REPORT, "--json")
    [line] = [json.loads(text) for text in printed.splitlines()]
    assert (line["model"], line["due"], line["held"]) == (REPORT, 1, 0)
    assert line["oldest"]
    assert "provisoire" in line["period"]
    assert ErrorReport.objects.count() == 1
    assert "1 échus" in command("run", "--dry-run")
    assert not JournalEntry.objects.exists()


def test_the_command_applies_then_finds_nothing() -> None:
    old_report()
    assert "1 retirés" in command("run")
    assert "Fait" not in command("run")
    last = json.loads(command("run", "--only", REPORT, "--json").splitlines()[-1])
    assert last == {"model": REPORT, "done": 0, "notices": 0}


def test_the_command_suspends_and_lifts() -> None:
    report = old_report()
    until = (clock.today() + timedelta(days=3)).isoformat()
    assert "suspendu" in command(
        "hold", REPORT, str(report.pk), "--reason", "Contrôle", "--until", until
    )
    assert "1 suspendus" in command("run")
    assert "levée" in command("lift", REPORT.lower(), str(report.pk))
    with pytest.raises(CommandError, match="Aucune suspension"):
        command("lift", REPORT, str(report.pk))
    with pytest.raises(CommandError, match="n’a pas de durée"):
        command("run", "--only", "projects.FundedProject")


def test_the_daily_job_says_what_it_did() -> None:
    old_report()
    job = jobs()["retention"]
    assert "1 retirés" in job.work(clock.now())
    assert "Rien n’a dépassé" in job.work(clock.now())
