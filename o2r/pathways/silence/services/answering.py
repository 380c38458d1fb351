"""What a team does of a silence: take it, let it sleep, say that it is over or was none."""

from datetime import date, timedelta

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.pathways.silence.enums import AlertState, Dismissal
from o2r.pathways.silence.models import ExpectedContact, SilenceAlert
from o2r.pathways.silence.services.moving import move
from o2r.people.models import Person
from o2r.people.services.holding import held, touched

ANSWER = "répondre au silence de cette personne"
LONGEST_SLEEP = timedelta(days=60)
FURTHEST = timedelta(days=366)


@transaction.atomic
def take(*, by: Actor, alert: SilenceAlert) -> SilenceAlert:
    """Take care of it; a second time changes nothing. Raises NotAllowed, DomainError."""
    file, row = _held(by, alert)
    if row.state == AlertState.TAKEN and row.owner_id == by.user:
        return row
    if row.state == AlertState.TAKEN:
        row.owner_id = by.user
        row.save(update_fields=["owner"])
    else:
        row.owner_id, row.asleep_until = by.user, None
        move(by.user, row, AlertState.TAKEN)
    _end(by, file)
    return row


@transaction.atomic
def resolve(*, by: Actor, alert: SilenceAlert) -> SilenceAlert:
    """The contact is back; a second time changes nothing. Raises NotAllowed, DomainError."""
    file, row = _held(by, alert)
    if row.state != AlertState.RESOLVED:
        move(by.user, row, AlertState.RESOLVED)
        _end(by, file)
    return row


@transaction.atomic
def dismiss(*, by: Actor, alert: SilenceAlert, because: Dismissal) -> SilenceAlert:
    """Set it aside, and say why; a second time changes nothing. Raises NotAllowed, DomainError."""
    file, row = _held(by, alert)
    if row.state != AlertState.DISMISSED:
        row.set_aside_because = because
        move(by.user, row, AlertState.DISMISSED)
        _end(by, file)
    return row


@transaction.atomic
def let_sleep(*, by: Actor, alert: SilenceAlert, until: date) -> SilenceAlert:
    """See it again on a day; the same day twice changes nothing. Raises NotAllowed, DomainError."""
    file, row = _held(by, alert)
    if not clock.today() < until <= clock.today() + LONGEST_SLEEP:
        raise DomainError(
            f"Choisissez un jour à venir, dans {LONGEST_SLEEP.days} jours au plus.", field="until"
        )
    if not row.is_active:
        raise DomainError("Cette alerte est déjà close : rien n’est à revoir.")
    if row.asleep_until != until:
        row.asleep_until = until
        row.save(update_fields=["asleep_until"])
        _end(by, file)
    return row


@transaction.atomic
def expect(*, by: Actor, person: Person, on: date, is_absence: bool = False) -> ExpectedContact:
    """Note the day agreed for the next contact, or until which the person is away: it replaces the
    one before. The same said twice on a day is one. Raises NotAllowed, DomainError."""
    file = held(by=by, person=person, act=ANSWER)
    today = clock.today()
    if not today <= on <= today + FURTHEST:
        raise DomainError("Donnez un jour à venir, dans l’année.", field="on")
    said = ExpectedContact.objects.filter(person=file, said_on=today)
    there = said.filter(expected_on=on, is_absence=is_absence).order_by("pk").first()
    if there is not None and said.count() == 1:
        return there
    # Said again the same day: the day that was wrong is no reason for anything.
    said.delete()
    row = ExpectedContact.objects.create(
        person=file, expected_on=on, is_absence=is_absence, said_to_id=by.user
    )
    _end(by, file)
    return row


def _held(by: Actor, alert: SilenceAlert) -> tuple[Person, SilenceAlert]:
    """The file first, then the alert."""
    file = held(by=by, person=alert.person, act=ANSWER)
    row = SilenceAlert.objects.select_for_update(no_key=True).get(pk=alert.pk, person=file)
    return file, row


def _end(by: Actor, file: Person) -> None:
    touched(file)
    written(by, "update", file, "route")
