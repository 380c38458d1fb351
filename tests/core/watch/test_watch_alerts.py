"""Alerts and blocks: who is told, who may handle them, what the journal keeps."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from o2r.core.access import Reach
from o2r.core.journal.authors import Author
from o2r.core.journal.models import JournalEntry
from o2r.core.notifications.directory import Recipient
from o2r.core.notifications.models import Notification
from o2r.core.watch import errors, selectors, services
from o2r.core.watch.catalogue import BY_CODE
from o2r.core.watch.engine import Finding
from o2r.core.watch.enums import Action, AlertState, Response, Severity
from o2r.core.watch.models import ALERT_MOVES, Alert, AlertMove, Block
from tests.core.watch.watched_accounts import Accounts

SYSTEM = Author.system("watch")


def finding(by: Author, *, rule: str = "export-spree", **more: Any) -> Finding:
    assert by.user
    given = {"response": Response.BLOCK, "evidence": ("e1",), "subject": f"user:{by.user.hex}"}
    return Finding(
        rule=BY_CODE[rule], user=by.user, organisation=by.organisation, **{**given, **more}
    )


def open_one(by: Author, **more: Any) -> Alert:
    return services.open_alert(by=SYSTEM, finding=finding(by, **more))


def test_one_open_alert_per_rule_and_subject_which_grows(accounts: Accounts) -> None:
    by = accounts.author()
    first = open_one(by, response=Response.NOTIFY)
    assert not Block.objects.exists()
    again = open_one(by, evidence=("e1", "e2"))
    assert again.id == first.id
    assert (again.evidence, again.response) == (["e1", "e2"], Response.BLOCK)
    assert Block.objects.get().user == by.user
    open_one(by, evidence=tuple(f"e{n}" for n in range(500)))
    assert len(Alert.objects.get().evidence) == 200
    assert Block.objects.count() == 1


def test_guardians_are_told_but_never_the_person_concerned(accounts: Accounts) -> None:
    by = accounts.author()
    assert by.user
    manager = Recipient(uuid4(), "responsable@essai.example")
    accounts.guardians[by.organisation] = [manager, Recipient(by.user, "soi@essai.example")]
    alert = open_one(by)
    open_one(by)
    told = Notification.objects.get()
    assert told.recipient == manager.user
    assert str(alert.id) in told.link


def test_when_the_only_guardian_is_concerned_the_platform_is_told(accounts: Accounts) -> None:
    by = accounts.author()
    assert by.user
    platform = Recipient(uuid4(), "plateforme@essai.example")
    accounts.guardians[by.organisation] = [Recipient(by.user, "soi@essai.example")]
    accounts.guardians[None] = [platform]
    open_one(by)
    assert Notification.objects.get().recipient == platform.user


def test_every_move_of_the_table_is_possible_and_no_other(accounts: Accounts) -> None:
    manager = accounts.author()
    for before in AlertState:
        for after in AlertState:
            alert = open_one(accounts.author())
            Alert.objects.filter(pk=alert.pk).update(state=before)
            move = lambda to=after, one=alert: services.handle_alert(  # noqa: E731
                by=manager, alert=one, to=to, comment="vérifié au téléphone"
            )
            if after in ALERT_MOVES[before]:
                assert move().state == after
                assert AlertMove.objects.get(alert=alert).from_state == before
            else:
                with pytest.raises(errors.NoSuchMove):
                    move()


def test_nobody_handles_their_own_alert(accounts: Accounts) -> None:
    by = accounts.author()
    alert = open_one(by)
    with pytest.raises(errors.OwnAlert):
        services.handle_alert(by=by, alert=alert, to=AlertState.DISMISSED, comment="rien")
    with pytest.raises(errors.OwnAlert):
        services.lift_block(by=by, block=Block.objects.get(), reason="rien")
    assert by.user
    creator = open_one(accounts.author(), rule="created-accounts", subject=f"creator:{by.user.hex}")
    with pytest.raises(errors.OwnAlert):
        services.handle_alert(by=by, alert=creator, to=AlertState.DISMISSED, comment="rien")
    with pytest.raises(errors.NeedsAPerson):
        services.handle_alert(by=SYSTEM, alert=alert, to=AlertState.DISMISSED, comment="rien")


def test_a_comment_is_compulsory(accounts: Accounts) -> None:
    alert = open_one(accounts.author())
    with pytest.raises(errors.ReasonMissing):
        services.handle_alert(
            by=accounts.author(), alert=alert, to=AlertState.FOUNDED, comment="  "
        )


def test_a_serious_block_is_lifted_by_two_organisations(accounts: Accounts) -> None:
    by, manager, state = accounts.author(), accounts.author(), accounts.author()
    open_one(by)
    block = Block.objects.get()
    asked = services.lift_block(by=manager, block=block, reason="jointe au téléphone")
    assert asked.lifted_at is None
    colleague = Author(uuid4(), manager.organisation, "caseworker")
    for again in (manager, colleague, Author(uuid4(), None, "platform-manager")):
        with pytest.raises(errors.SecondPersonNeeded):
            services.lift_block(by=again, block=block, reason="encore")
    elsewhere = Author(manager.user, uuid4(), "caseworker")
    with pytest.raises((errors.SecondPersonNeeded, IntegrityError)), transaction.atomic():
        services.lift_block(by=elsewhere, block=block, reason="moi-même, ailleurs")
    assert by.user
    assert selectors.blocked(by.user) is not None
    assert services.lift_block(by=state, block=block, reason="d’accord").lifted_at is not None
    assert selectors.blocked(by.user) is None
    with pytest.raises(errors.AlreadyLifted):
        services.lift_block(by=state, block=block, reason="encore")


def test_a_lesser_block_is_lifted_by_one(accounts: Accounts) -> None:
    by = accounts.author()
    open_one(by, rule="night-reading")
    lifted = services.lift_block(
        by=accounts.author(), block=Block.objects.get(), reason="astreinte"
    )
    assert lifted.lifted_at is not None


def test_a_lifted_account_may_work_again(accounts: Accounts) -> None:
    by = accounts.author()
    for _ in range(4):
        services.observe(by=by, action=Action.EXPORT, objects=[uuid4()])
    block = Block.objects.get()
    for _ in range(2):
        services.lift_block(by=accounts.author(), block=block, reason="exports demandés")
    services.observe(by=by, action=Action.EXPORT, objects=[uuid4()])
    assert by.user
    assert selectors.blocked(by.user) is None


def test_a_person_may_block_an_account_at_once(accounts: Accounts) -> None:
    by, manager = accounts.author(), accounts.author()
    assert by.user
    given = {"user": by.user, "organisation": by.organisation, "reason": "téléphone volé"}
    assert services.block_account(by=manager, **given) is not None
    assert selectors.blocked(by.user) is not None
    with pytest.raises(errors.OwnAlert):
        services.block_account(by=by, **given)


def test_the_database_refuses_a_serious_block_lifted_alone(accounts: Accounts) -> None:
    by = accounts.author()
    open_one(by)
    values = {"lifted_at": "2026-03-10T12:00Z", "lifted_by": uuid4(), "lift_reason": "seul"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Block.objects.filter(severity=Severity.HIGH).update(**values)


def test_the_journal_says_what_was_done_and_never_a_comment(accounts: Accounts) -> None:
    by, manager = accounts.author(), accounts.author()
    alert = open_one(by)
    services.handle_alert(by=manager, alert=alert, to=AlertState.FOUNDED, comment="mot secret")
    services.lift_block(by=manager, block=Block.objects.get(), reason="mot secret")
    entries = JournalEntry.objects.order_by("chain", "number")
    assert {entry.action for entry in entries} == {
        "watch.block",
        "watch.handle",
        "watch.lift-asked",
    }
    assert {entry.chain for entry in entries} == {by.organisation}
    assert "secret" not in "".join(str(vars(entry)) for entry in entries)


def test_each_handles_the_alerts_of_their_organisation_and_never_their_own(
    accounts: Accounts,
) -> None:
    one, other = accounts.author(), accounts.author()
    alert = open_one(one)
    open_one(other)
    manager = Author(uuid4(), one.organisation, "account-manager")
    inside = Reach(organisation=one.organisation)
    assert list(Alert.objects.handled_by(manager, inside)) == [alert]
    assert not Alert.objects.handled_by(one, inside).exists()
    assert not Alert.objects.handled_by(manager, Reach()).exists()
    assert Alert.objects.handled_by(manager, Reach(everywhere=True)).count() == 2


def test_an_alert_about_a_place_concerns_nobody(accounts: Accounts) -> None:
    for number in range(12):
        failed = Author(UUID(int=number + 1), None, "anyone")
        services.observe(by=failed, action=Action.SIGN_IN_FAILED, network="x", allowed=False)
    services.judge_waiting()
    alert = Alert.objects.get()
    assert (alert.rule, alert.about, alert.organisation) == ("password-spray", None, None)
