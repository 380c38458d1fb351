"""Results: an hour is chosen, and at that hour everything is told at once."""

from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError
from o2r.calls.applications.models import Application
from o2r.calls.enums import CallState
from o2r.calls.models import Call
from o2r.calls.selection.errors import NotInCommittee
from o2r.calls.selection.models import Decision, Letter, ResultsPublication, Room
from o2r.calls.selection.selectors import laureates_of
from o2r.calls.selection.services.letters import freeze
from o2r.calls.selection.services.telling import tell_held, tell_results
from o2r.calls.selection.wording import plural
from o2r.calls.services.moving import move_call
from o2r.core import clock

_PUBLISH = "publier les résultats de cet appel"
_BEFORE_RESULTS = (CallState.EXAMINATION, CallState.COMMITTEE)


@transaction.atomic
def schedule_results(
    *,
    by: Actor,
    room: Room,
    day: date,
    hour: time,
    time_zone: str,
    shows_amounts: bool = False,
) -> ResultsPublication:
    """Choose when the results appear: a day and an hour in a time zone, in the future.

    Every application compared has a confirmed decision and its letter. Raises NotAllowed,
    NotInCommittee, DomainError saying what is missing.
    """
    require(by, "approve", room, act=_PUBLISH)
    if not room.may_decide:
        raise NotInCommittee
    missing = missing_before_results(room)
    if missing:
        raise DomainError(f"{missing} Terminez, puis choisissez l’heure.")
    instant = datetime.combine(day, hour, tzinfo=ZoneInfo(time_zone))
    if instant <= clock.now():
        raise DomainError("Cette heure est passée : choisissez une heure à venir.")
    made, _ = ResultsPublication.objects.update_or_create(
        call=room,
        defaults={
            "scheduled_at": instant,
            "time_zone": time_zone,
            "shows_amounts": shows_amounts,
            "scheduled_by_id": by.user,
            "held_for": "",
        },
    )
    Call.objects.filter(pk=room.pk).update(results_at=instant)
    return made


@transaction.atomic
def cancel_publication(*, by: Actor, room: Room) -> None:
    """Forget the hour, before it comes. Raises NotAllowed, DomainError when it has come."""
    require(by, "approve", room, act=_PUBLISH)
    deleted, _ = ResultsPublication.objects.filter(
        call=room, published_at=None, scheduled_at__gt=clock.now()
    ).delete()
    if not deleted:
        raise DomainError("Aucune publication n’est à venir : elle a eu lieu, ou n’est pas prévue.")
    Call.objects.filter(pk=room.pk).update(results_at=None)


def missing_before_results(room: Room) -> str:
    """What keeps the results from being published, in French; empty when nothing does."""
    compared = Application.objects.filter(call=room.pk).compared()
    confirmed = Decision.objects.of_call(room).confirmed()
    waiting = compared.exclude(pk__in=confirmed.order_by().values("application")).count()
    if waiting:
        verb = "n’ont" if waiting > 1 else "n’a"
        return f"{plural(waiting, 'candidature')} {verb} pas de décision confirmée."
    letters = Letter.objects.filter(decision__in=confirmed.order_by().values("pk"))
    unwritten = confirmed.count() - letters.filter(replaced_at=None).count()
    if unwritten > 0:
        verb = "ne sont pas écrits" if unwritten > 1 else "n’est pas écrit"
        return f"{plural(unwritten, 'courrier')} {verb}."
    return "" if confirmed.exists() else "Aucune décision n’est prise."


def publish_due_results(*, by: Actor, now: datetime) -> list[Room]:
    """Publish the results whose hour has come: letters leave, the call moves, members are told.

    One transaction a call: everything appears at the same instant, or nothing.
    """
    published = []
    for row in ResultsPublication.objects.due(now):
        with transaction.atomic():
            if _publish(by, row.pk, now):
                published.append(row.call)
    return published


def _publish(by: Actor, pk: UUID, now: datetime) -> bool:
    row = (
        ResultsPublication.objects.select_for_update(no_key=True, of=("self",))
        .select_related("call")
        .get(pk=pk)
    )
    if row.published_at is not None or row.call.state not in _BEFORE_RESULTS:
        return False
    missing = _missing_at_the_hour(row.call)
    if missing:
        _hold(row, missing)
        return False
    move_call(by=by, call=Call.objects.get(pk=row.call_id), to=CallState.RESULTS)
    Call.objects.filter(pk=row.call_id).update(results_at=row.scheduled_at)
    row.published_at, row.held_for = now, ""
    row.laureates = laureates_of(row.call, shows_amounts=row.shows_amounts)
    row.save(update_fields=["published_at", "held_for", "laureates"])
    for letter in Letter.objects.of_call(row.call.slug).to_send():
        freeze(letter)
    tell_results(row.call)
    return True


def _missing_at_the_hour(room: Room) -> str:
    """What keeps the results from appearing now: the call may have left the committee since."""
    if not room.may_decide:
        return "L’appel n’est plus « en comité »."
    return missing_before_results(room)


def _hold(row: ResultsPublication, missing: str) -> None:
    """Say once to the State service what its results wait for: this comes back every minute."""
    if row.held_for == missing:
        return
    row.held_for = missing
    row.save(update_fields=["held_for"])
    tell_held(row.call, missing)
