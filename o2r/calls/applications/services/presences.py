"""« X modifie cette section »: a sign of life, forgotten after two minutes."""

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import NotAllowed
from o2r.calls.applications.models import Application, Presence
from o2r.calls.applications.presence import PRESENT_FOR
from o2r.core import clock

STAY = "modifier cette candidature"


@transaction.atomic
def touch(*, by: Actor, application: Application, section: str) -> Presence:
    """Say that one is in a section, for two minutes. Raises NotAllowed."""
    require(by, "update", application, act=STAY)
    if by.user is None:
        raise NotAllowed(STAY)
    now = clock.now()
    Presence.objects.filter(application=application, seen_at__lt=now - PRESENT_FOR).delete()
    made, _ = Presence.objects.update_or_create(
        application=application, section=section, user_id=by.user, defaults={"seen_at": now}
    )
    return made


@transaction.atomic
def leave(*, by: Actor, application: Application, section: str) -> None:
    """Say that one is no longer in a section. Raises NotAllowed."""
    require(by, "update", application, act=STAY)
    Presence.objects.filter(application=application, section=section, user=by.user).delete()
