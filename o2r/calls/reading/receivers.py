"""What happens elsewhere and changes who may read: a body enters a consortium, someone a body.

Each is followed in its own transaction, so that no request in between sees the old answer.
"""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from o2r.accounts.models import Membership
from o2r.calls.applications.models import ApplicationMove, Member
from o2r.calls.enums import CallState
from o2r.calls.models import Call
from o2r.calls.reading.models import Reader
from o2r.calls.reading.services.admissibility import INTEREST_GATE, follow
from o2r.calls.reading.services.gate import reassess


@receiver(post_save, sender=Member)
@receiver(post_delete, sender=Member)
def _consortium_changed(instance: Member, **_: Any) -> None:
    application = instance.application
    if not application.is_draft and Reader.objects.filter(call=application.call_id).exists():
        reassess(by=INTEREST_GATE, call=application.call)


@receiver(post_save, sender=ApplicationMove)
def _application_moved(instance: ApplicationMove, created: bool, **_: Any) -> None:
    application = instance.application
    # While a call is open nobody examines it: its last hour asks nothing here.
    if created and application.call.state != CallState.PUBLISHED:
        application.state = instance.to_state
        follow(application=application)


@receiver(post_save, sender=Membership)
def _work_changed(instance: Membership, **_: Any) -> None:
    """Someone joins, or leaves, an organisation: it may be in a consortium they read."""
    user = instance.user_id
    calls = Call.objects.filter(applications__reading_accesses__user=user) | Call.objects.filter(
        readers__user=user, readers__ended_at=None
    )
    for call in calls.distinct().order_by("pk"):
        reassess(by=INTEREST_GATE, call=call, users=[user])
