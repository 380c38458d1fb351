"""What a person says of reminders: yes, by what, and for how long they pause."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.pathways.appointments.enums import ReminderChannel, SuspensionReason
from o2r.pathways.appointments.models import ReminderPreference
from o2r.people.models import Person
from o2r.people.services.holding import held, touched

CHOOSE = "noter ce que cette personne dit des rappels"


@dataclass(frozen=True)
class Choices:
    """What the person says today. ``suspended``: channels that pause, until a day or not."""

    says_yes: bool
    channels: Collection[ReminderChannel] = ()
    suspended: Collection[ReminderChannel] = ()
    suspended_until: date | None = None
    reason: SuspensionReason | None = None


@transaction.atomic
def choose(*, by: Actor, person: Person, choices: Choices) -> ReminderPreference:
    """Write what the person says of reminders. The day of their yes stays while they do not take
    it back. Raises NotAllowed, DomainError."""
    file = held(by=by, person=person, act=CHOOSE)
    if file.organisation_id != by.organisation or by.user is None:
        raise NotAllowed(CHOOSE)
    _check(choices)
    row = ReminderPreference.objects.filter(person=file).first()
    if row is None:
        row = ReminderPreference(person=file)
    if choices.says_yes and row.said_yes_on is None:
        row.said_yes_on, row.said_to_id = clock.today(), by.user
    elif not choices.says_yes:
        row.said_yes_on, row.said_to_id = None, None
    row.channels = sorted(set(choices.channels))
    row.suspended = sorted(set(choices.suspended))
    row.suspended_until = choices.suspended_until if row.suspended else None
    row.reason = choices.reason or "" if row.suspended else ""
    row.changed_at = clock.now()
    row.save()
    touched(file)
    written(by, "update", file, "contact")
    return row


def _check(choices: Choices) -> None:
    if choices.says_yes and not choices.channels:
        raise DomainError(
            "La personne dit oui : cochez au moins un moyen de la rappeler.", field="channels"
        )
    if choices.suspended and choices.reason is None:
        raise DomainError("Dites pourquoi les rappels s’arrêtent.", field="reason")
    until = choices.suspended_until
    if choices.suspended and until is not None and until < clock.today():
        raise DomainError("Ce jour est passé. Donnez un jour à venir, ou aucun.", field="until")
