"""Opening the examination of a call, and how it is conducted."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError
from o2r.calls.applications.models import Application
from o2r.calls.enums import CallState
from o2r.calls.models import Call
from o2r.calls.reading.enums import Unveiling
from o2r.calls.reading.models import Admissibility, CallOffice, ReadingPlan
from o2r.calls.reading.models.offices import CHECKLIST
from o2r.calls.services.moving import move_call
from o2r.core import clock


@transaction.atomic
def start_examination(*, by: Actor, office: CallOffice) -> ReadingPlan:
    """Open the examination of what a closed call received: once, whoever presses the button again.

    Raises NotAllowed, and StillOpen before the closing instant.
    """
    require(by, "update", office, act="ouvrir l’instruction de cet appel")
    call = Call.objects.get(pk=office.pk)
    if call.state == CallState.PUBLISHED:
        move_call(by=by, call=call, to=CallState.EXAMINATION)
        office.state = call.state
    plan, made = ReadingPlan.objects.get_or_create(
        call=call, defaults={"started_at": clock.now(), "checklist": list(CHECKLIST)}
    )
    for application in Application.objects.received().filter(call=call, admissibility=None):
        Admissibility.objects.create(application=application)
    if made:
        written(by, "create", office)
    return plan


@dataclass(frozen=True)
class PlanDetails:
    """How readings are conducted. ``checklist``: the sentences asked of each application."""

    due_on: date | None
    unveiling: Unveiling
    checklist: tuple[str, ...]


@transaction.atomic
def change_plan(*, by: Actor, office: CallOffice, details: PlanDetails) -> ReadingPlan:
    """Change the day when readings are due, what is checked, and when marks are shown.

    Raises NotAllowed, DomainError.
    """
    require(by, "update", office, act="organiser les lectures de cet appel")
    plan = ReadingPlan.objects.select_for_update(no_key=True).filter(call=office.pk).first()
    if plan is None:
        raise DomainError("L’instruction de cet appel n’est pas ouverte. Ouvrez-la d’abord.")
    if not details.checklist:
        raise DomainError("Gardez au moins un point à vérifier avant de lire.")
    plan.due_on, plan.unveiling = details.due_on, details.unveiling
    plan.checklist = list(details.checklist)
    plan.save(update_fields=["due_on", "unveiling", "checklist"])
    written(by, "update", office)
    return plan
