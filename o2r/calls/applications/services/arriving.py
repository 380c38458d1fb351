"""Whether an arrival is received: what its call says, and the summaries that were opened before.

``timing`` judges; what it needs is read here, in one row without its models: in a rush this is
asked sixty times a second.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application, SubmissionIntent
from o2r.calls.applications.refusals import CallReceivesNothing, NotOpenYet, TooLate
from o2r.calls.applications.timing import Verdict, judge
from o2r.calls.enums import CallState


@dataclass(frozen=True)
class Terms:
    """What bears on the arrival of one application. ``zone``: that of the hours of its call."""

    application: UUID
    opens_at: datetime | None
    closes_at: datetime | None
    receives: bool
    zone: ZoneInfo
    contact: str


def terms_of(application: Application) -> Terms:
    """Those of an application whose call was read with it."""
    call = application.call
    return _terms(
        application.pk, call.opens_at, call.closes_at, call.receives_here, call.state,
        call.time_zone, call.contact_email,
    )  # fmt: skip


def terms_of_draft(application: UUID, *, organisation: UUID) -> Terms | None:
    """Those of a draft of which ``organisation`` is a member; None when there is no such draft."""
    drafts = Application.objects.of_organisation(organisation).filter(state=ApplicationState.DRAFT)
    row = drafts.filter(pk=application).order_by("pk").values_list("pk", *_OF_THE_CALL).first()
    return _terms(*row) if row else None


_OF_THE_CALL = (
    *("call__opens_at", "call__closes_at", "call__receives_here", "call__state"),
    *("call__time_zone", "call__contact_email"),
)


def _terms(
    application: UUID, opens_at: datetime | None, closes_at: datetime | None, here: bool,
    state: str, zone: str, contact: str,
) -> Terms:  # fmt: skip
    receives = here and state == CallState.PUBLISHED
    return Terms(application, opens_at, closes_at, receives, ZoneInfo(zone), contact)


def in_time(
    terms: Terms,
    arrived_at: datetime,
    *,
    by: UUID,
    token: str = "",
    opened_at: datetime | None = None,
) -> datetime | None:
    """The intent that makes an arrival in time; None when it needs none.

    Raises TooLate, NotOpenYet or CallReceivesNothing.
    """
    opens_at, closes_at = terms.opens_at, terms.closes_at
    if not terms.receives or not (opens_at and closes_at):
        raise CallReceivesNothing
    late = arrived_at >= closes_at
    intents = _intents(terms.application, arrived_at, by=by, token=token) if late else []
    intents += [opened_at] if opened_at else []
    verdict, honoured = judge(arrived_at, opens_at=opens_at, closes_at=closes_at, intents=intents)
    if verdict is Verdict.TOO_EARLY:
        raise NotOpenYet(arrived_at, opens_at, terms.zone)
    if verdict is Verdict.TOO_LATE:
        lapsed = max((one for one in intents if one < closes_at), default=None)
        raise TooLate(arrived_at, closes_at, terms.zone, opened_at=lapsed, contact=terms.contact)
    return honoured


def _intents(application: UUID, arrived_at: datetime, *, by: UUID, token: str) -> list[datetime]:
    """When the summary was opened: by the page that sends, or by the same person in another."""
    recent = SubmissionIntent.objects.filter(
        application=application, opened_at__gte=arrived_at - timedelta(days=1)
    )
    opened = recent.filter(token_digest=digest_of_token(token)) | recent.filter(user_id=by)
    return list(opened.order_by("opened_at").values_list("opened_at", flat=True))


def digest_of_token(token: str) -> str:
    """What is kept of the token of a summary page."""
    return hashlib.sha256(token.encode()).hexdigest()
