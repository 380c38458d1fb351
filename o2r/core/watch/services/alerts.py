"""Alerts: opened by rules, handled by someone else than the person concerned; blocks lifted."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.journal.authors import Author
from o2r.core.journal.services import record
from o2r.core.notifications.services import Recipient, notify
from o2r.core.watch.catalogue import BY_HAND
from o2r.core.watch.engine import Finding
from o2r.core.watch.enums import AlertState, Response, Severity
from o2r.core.watch.errors import (
    AlreadyLifted,
    NeedsAPerson,
    NoSuchMove,
    OwnAlert,
    ReasonMissing,
    SecondPersonNeeded,
)
from o2r.core.watch.models import ALERT_MOVES, Alert, AlertMove, Block, ReadCounter, RuleMemory
from o2r.core.watch.notification_kinds import ABUSE_ALERT
from o2r.core.watch.registry import guardians

LONGEST_EVIDENCE = 200


@transaction.atomic
@errand("open-alert")
def open_alert(*, by: Author, finding: Finding) -> Alert:
    """Open an alert, or add to the one already open on this rule and subject; block if asked.

    The managers and the data protection officer of the organisation are told when it opens and
    when it starts to block; never the person concerned.
    """
    alert, is_new = _locked_alert(finding)
    grew = not is_new and _grow(alert, finding)
    blocks = finding.response == Response.BLOCK and finding.user is not None
    block = _put_block(alert, finding.user) if blocks and finding.user else None
    if is_new or grew or block:
        _tell(alert)
    if is_new or block:
        record(
            by=by,
            action="watch.block" if block else "watch.alert",
            kind="alert",
            object_id=alert.id,
            organisation=alert.organisation,
            reason=alert.rule,
            count=len(alert.evidence),
        )
    return alert


def _locked_alert(finding: Finding) -> tuple[Alert, bool]:
    """The open alert of this rule and subject, locked; True when it has just been created."""
    now = clock.now()
    fresh = Alert(
        rule=finding.rule.code,
        subject=finding.subject,
        organisation=finding.organisation,
        about=finding.user,
        severity=finding.rule.severity,
        response=finding.response,
        evidence=list(finding.evidence[-LONGEST_EVIDENCE:]),
        opened_at=now,
        last_seen_at=now,
    )
    # Two rules that meet at the same instant open one alert: the constraint says which.
    Alert.objects.bulk_create([fresh], ignore_conflicts=True)
    same = Alert.objects.open().filter(rule=fresh.rule, subject=fresh.subject)
    alert = same.select_for_update(no_key=True).get()
    return alert, alert.id == fresh.id


def _grow(alert: Alert, finding: Finding) -> bool:
    """Add what is new to an open alert. True when it asks for more than before."""
    known = set(alert.evidence)
    added = [ref for ref in finding.evidence if ref not in known]
    alert.evidence = [*alert.evidence, *added][-LONGEST_EVIDENCE:]
    alert.last_seen_at = clock.now()
    stronger = finding.response == Response.BLOCK and alert.response == Response.NOTIFY
    if stronger:
        alert.response = Response.BLOCK
    alert.save(update_fields=["evidence", "last_seen_at", "response"])
    return stronger


def _put_block(alert: Alert, user: UUID) -> Block | None:
    """Block an account, unless it already is."""
    now = clock.now()
    if Block.objects.in_force(now).filter(user=user).exists():
        return None
    return Block.objects.create(
        user=user,
        organisation=alert.organisation,
        alert=alert,
        severity=alert.severity,
        reason=alert.known_rule.title,
        since=now,
    )


def _recipients(alert: Alert) -> Collection[Recipient]:
    told = [one for one in guardians().guardians_of(alert.organisation) if one.user != alert.about]
    # An organisation whose only guardian is concerned: the platform is told instead.
    return told or guardians().guardians_of(None)


def _tell(alert: Alert) -> None:
    notify(
        to=_recipients(alert),
        kind=ABUSE_ALERT,
        subject=f"Alerte de sécurité : {alert.known_rule.title}",
        body=f"{alert.known_rule.explanation}\n\n{alert.known_rule.meaning}",
        link=reverse("watch:alert", args=[alert.id]),
    )


@transaction.atomic
def block_account(
    *, by: Author, user: UUID, organisation: UUID | None, reason: str = ""
) -> Block | None:
    """Suspend an account at once. Returns None when it already is.

    Raises OwnAlert when someone blocks themselves.
    """
    if by.user == user:
        raise OwnAlert
    finding = Finding(BY_HAND, Response.BLOCK, user, organisation, f"user:{user.hex}", ())
    alert = open_alert(by=by, finding=finding)
    if reason.strip() and by.user is not None:
        handle_alert(by=by, alert=alert, to=AlertState.UNDER_REVIEW, comment=reason)
    return alert.blocks.filter(user=user, lifted_at=None).first()


@transaction.atomic
def consult(*, by: Author, alert: Alert) -> Alert:
    """Someone reads an alert: it is about a person, so the journal says who looked."""
    record(
        by=by,
        action="read",
        kind="alert",
        object_id=alert.id,
        organisation=alert.organisation,
    )
    return alert


@transaction.atomic
def handle_alert(*, by: Author, alert: Alert, to: AlertState, comment: str) -> Alert:
    """Say what became of an alert.

    Raises OwnAlert when it concerns the author, NoSuchMove when its state does not lead there,
    ReasonMissing without a comment.
    """
    locked = Alert.objects.select_for_update(no_key=True).get(pk=alert.pk)
    if by.user is None:
        raise NeedsAPerson
    if _concerns(locked, by.user):
        raise OwnAlert
    if to not in ALERT_MOVES[locked.state]:
        raise NoSuchMove(locked.get_state_display(), AlertState(to).label)
    if not comment.strip():
        raise ReasonMissing
    AlertMove.objects.create(
        alert=locked,
        at=clock.now(),
        by=by.user,
        from_state=locked.state,
        to_state=to,
        comment=comment.strip(),
    )
    locked.state = to
    locked.save(update_fields=["state"])
    record(
        by=by,
        action="watch.handle",
        kind="alert",
        object_id=locked.id,
        organisation=locked.organisation,
        fields=("state",),
        reason=str(to),
    )
    return locked


def _concerns(alert: Alert, user: UUID) -> bool:
    """The person concerned, those whom it blocked, and who created the accounts it is about."""
    concerned = {alert.about, *alert.blocks.order_by("id").values_list("user", flat=True)}
    return user in concerned or alert.subject == f"creator:{user.hex}"


@transaction.atomic
def lift_block(*, by: Author, block: Block, reason: str) -> Block:
    """Lift a block, or, when it is a serious one, agree to it first: two organisations are needed.

    The returned block says by ``lifted_at`` whether it is over. What the rules remembered of the
    account is forgotten, so that the next page does not block it again.

    Raises OwnAlert, AlreadyLifted, ReasonMissing, and SecondPersonNeeded when the same person or
    organisation asks twice.
    """
    locked = Block.objects.select_for_update(no_key=True).select_related("alert").get(pk=block.pk)
    now = clock.now()
    if by.user is None:
        raise NeedsAPerson
    if by.user == locked.user or _concerns(locked.alert, by.user):
        raise OwnAlert
    if locked.lifted_at is not None:
        raise AlreadyLifted
    if not reason.strip():
        raise ReasonMissing
    first = locked.lift_asked_by is None
    if locked.severity == Severity.HIGH and first:
        locked.lift_asked_by, locked.lift_asked_organisation = by.user, by.organisation
        locked.lift_reason = reason.strip()
        if by.organisation is None:
            raise SecondPersonNeeded
    elif locked.severity == Severity.HIGH and (
        by.user == locked.lift_asked_by or by.organisation in (None, locked.lift_asked_organisation)
    ):
        # Someone who works in two organisations is still one person.
        raise SecondPersonNeeded
    else:
        locked.lifted_at, locked.lifted_by = now, by.user
        locked.lifted_organisation = by.organisation
        locked.lift_reason = f"{locked.lift_reason}\n{reason.strip()}".strip()
        _forget(locked)
    locked.save()
    record(
        by=by,
        action="watch.lift" if locked.lifted_at else "watch.lift-asked",
        kind="alert",
        object_id=locked.id,
        organisation=locked.organisation,
    )
    return locked


def _forget(block: Block) -> None:
    ReadCounter.objects.filter(subject=f"user:{block.user.hex}").delete()
    key = f"{block.alert.rule}/{block.alert.subject}"
    RuleMemory.objects.filter(key=key).delete()
