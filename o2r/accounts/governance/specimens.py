"""Alerts, requests and settings in each relation, for the access matrix."""

from uuid import uuid4

from o2r.accounts.enums import OrganisationKind, Relation
from o2r.accounts.governance.models import ExportApproval
from o2r.accounts.specimens import Somebody, Specimen, specimens_of
from o2r.core import clock
from o2r.core.agenda.models import FeedLink
from o2r.core.journal.authors import Author
from o2r.core.notifications.enums import Choice
from o2r.core.notifications.models import Notification
from o2r.core.retention.enums import Right, SubjectKind
from o2r.core.retention.rights import Subject
from o2r.core.retention.services import receive_request
from o2r.core.watch.catalogue import QUOTA
from o2r.core.watch.enums import AlertState
from o2r.core.watch.models import Alert, AlertMove, Block

ANYWHERE = Author.system("trust")


@specimens_of("alert", Relation.ANY, Relation.ORGANISATION)
def alert(someone: Somebody, relation: Relation) -> Specimen:
    """An alert about a stranger, in one's organisation or elsewhere, with the block it put."""
    where = someone.organisation if relation is Relation.ORGANISATION else someone.elsewhere
    now, text = clock.now(), f"Vérifié {uuid4().hex}"
    made = Alert.objects.create(
        rule=QUOTA.code,
        subject=f"essai:{uuid4().hex}",
        organisation=where.pk,
        about=someone.stranger.pk,
        severity=QUOTA.severity,
        response="block",
        opened_at=now,
        last_seen_at=now,
        state=AlertState.UNDER_REVIEW,
    )
    AlertMove.objects.create(
        alert=made,
        at=now,
        by=someone.stranger.pk,
        from_state=AlertState.NEW,
        to_state=AlertState.UNDER_REVIEW,
        comment=text,
    )
    # Never in force: the stranger goes on being a stranger like any other.
    block = Block.objects.create(
        user=uuid4(),
        organisation=where.pk,
        alert=made,
        severity=QUOTA.severity,
        reason=QUOTA.title,
        since=now,
    )
    return Specimen({"alert": str(made.pk), "block": str(block.pk)}, {"*": text})


@specimens_of("rights-request", Relation.ANY, Relation.ORGANISATION)
def rights_request(someone: Somebody, relation: Relation) -> Specimen:
    """A request to one's organisation, or to another one; for the platform, to the platform."""
    where = someone.organisation if relation is Relation.ORGANISATION else someone.elsewhere
    runs_the_platform = someone.organisation.kind == OrganisationKind.PLATFORM
    to_platform = runs_the_platform and relation is Relation.ANY
    text = f"Précision {uuid4().hex}"
    made = receive_request(
        by=ANYWHERE,
        subject=Subject(SubjectKind.VISITOR, f"{uuid4().hex}@essai.example"),
        right=Right.ACCESS,
        contact="",
        details=text,
        organisation=None if to_platform else where.pk,
    )
    return Specimen({"request_id": str(made.pk)}, {"*": text})


@specimens_of("setting", Relation.ANY)
def setting(someone: Somebody, relation: Relation) -> Specimen:
    """A threshold of the watch, and a setting of the instance."""
    return Specimen({"code": "quota-block", "setting": "site-name"})


@specimens_of("export-approval", Relation.ANY, Relation.OWN, Relation.ORGANISATION)
def export_approval(someone: Somebody, relation: Relation) -> Specimen:
    """A request to export: one's own, a colleague's, a stranger's elsewhere."""
    elsewhere = relation is Relation.ANY
    made = ExportApproval.objects.create(
        organisation=someone.elsewhere if elsewhere else someone.organisation,
        asked_by=someone.user if relation is Relation.OWN else someone.stranger,
        asked_at=clock.now(),
        persons=60,
        purpose=f"Essai {uuid4().hex}",
    )
    return Specimen({"approval": str(made.pk)}, {"*": made.purpose})


@specimens_of("agenda-feed", Relation.OWN)
def agenda_feed(someone: Somebody, relation: Relation) -> Specimen:
    """A calendar link that was lost: what it opens depends on no relation."""
    made = FeedLink.objects.create(
        owner=someone.user.pk,
        organisation=uuid4(),
        token_hash=uuid4().hex,
        made_at=clock.now(),
    )
    return Specimen({"token": "lien-perdu"}, {"*": made.token_hash})


@specimens_of("notification", Relation.ANY, Relation.OWN)
def notification(someone: Somebody, relation: Relation) -> Specimen:
    """A message in one's inbox, or in a stranger's."""
    recipient = someone.user if relation is Relation.OWN else someone.stranger
    made = Notification.objects.create(
        recipient=recipient.pk,
        kind="essai",
        subject=f"Essai {uuid4().hex}",
        channel=Choice.INBOX,
        created_at=clock.now(),
    )
    return Specimen({"notification": str(made.pk)}, {"*": made.subject})
