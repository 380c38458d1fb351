"""The only function that changes the state of an application."""

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.calls.applications.enums import APPLICATION_MOVES, ApplicationState
from o2r.calls.applications.models import Application, ApplicationMove
from o2r.calls.applications.refusals import MoveRefused
from o2r.core import clock


@transaction.atomic
def move(
    *, by: Actor, application: Application, to: ApplicationState, reason: str = ""
) -> Application:
    """Put an application in another state, and keep who did it, when and why.

    Whether ``by`` may do so is decided by the act that calls this one (submit, declare admissible,
    award…), which journals it too. Raises MoveRefused for a move that the table does not know.
    """
    row = locked(application)
    moved(by=by, row=row, to=to, reason=reason)
    row.save(update_fields=["state", "updated_at"])
    application.state = row.state
    return application


def locked(application: Application) -> Application:
    """The row of an application, held until the transaction ends: one act at a time."""
    rows = Application.objects.select_related("call").select_for_update(no_key=True, of=("self",))
    return rows.get(pk=application.pk)


def moved(*, by: Actor, row: Application, to: ApplicationState, reason: str = "") -> None:
    """Change the state of a locked row, which the caller saves with what goes along."""
    move_of(by=by, row=row, to=to, reason=reason).save(force_insert=True)


def move_of(
    *, by: Actor, row: Application, to: ApplicationState, reason: str = ""
) -> ApplicationMove:
    """The same, whose trace the caller saves too. Raises MoveRefused."""
    before = ApplicationState(row.state)
    if to not in APPLICATION_MOVES[before]:
        raise MoveRefused(before, to)
    row.state = to
    return ApplicationMove(
        application=row,
        from_state=before,
        to_state=to,
        reason=reason,
        moved_at=clock.now(),
        moved_by_id=by.user,
    )
