"""Calendar links: made, replaced, withdrawn, read."""

import hashlib
import secrets
from datetime import timedelta
from uuid import uuid4

from django.db import transaction

from o2r.core import clock
from o2r.core.access import Comer
from o2r.core.agenda.models import FeedLink
from o2r.core.agenda.people import Feed
from o2r.core.belt import errand
from o2r.core.journal.services import record

KIND = "agenda-feed"
SECRET_BYTES = 32
READ_AGAIN_AFTER = timedelta(hours=12)


def digest_of(secret: str) -> str:
    """What is kept of a secret: random and long, so that a plain digest cannot be reversed."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_link(*, by: Comer) -> str:
    """The secret of a new link of this person; the one they had, if any, opens nothing any more.

    The page has asked for a fresh proof. Raises ValueError for who is not signed in.
    """
    if by.user is None:
        raise ValueError("A calendar link belongs to an account.")
    FeedLink.objects.of(by.user, by.organisation).delete()
    secret = secrets.token_urlsafe(SECRET_BYTES)
    link = FeedLink(
        id=uuid4(),
        owner=by.user,
        organisation=by.organisation,
        token_hash=digest_of(secret),
        made_at=clock.now(),
    )
    link.save(force_insert=True)
    record(
        by=by.author,
        action="create",
        kind=KIND,
        object_id=link.pk,
        organisation=by.organisation,
    )
    return secret


@transaction.atomic
def withdraw_link(*, by: Comer) -> bool:
    """Close the link of this person at once; whether there was one."""
    if by.user is None:
        return False
    link = FeedLink.objects.of(by.user, by.organisation).first()
    if link is None:
        return False
    record(
        by=by.author,
        action="delete",
        kind=KIND,
        object_id=link.pk,
        organisation=by.organisation,
    )
    link.delete()
    return True


@transaction.atomic
@errand("agenda-feed")
def feed_behind(secret: str) -> Feed | None:
    """Whose list a secret opens; None when it opens nothing, whatever the cause."""
    link = FeedLink.objects.filter(token_hash=digest_of(secret)).first()
    if link is None:
        return None
    now = clock.now()
    if link.last_read_at is None or now - link.last_read_at > READ_AGAIN_AFTER:
        FeedLink.objects.filter(pk=link.pk).update(last_read_at=now)
    return Feed(link.pk, link.owner, link.organisation)
