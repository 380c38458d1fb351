"""The one way in which an alert moves."""

from uuid import UUID

from o2r.accounts.errors import DomainError
from o2r.pathways.silence.enums import ALERT_MOVES, AlertState
from o2r.pathways.silence.models import SilenceAlert, SilenceAlertMove


def move(by: UUID | None, alert: SilenceAlert, to: AlertState) -> None:
    """Move an alert of a file that is locked, and log it. Raises DomainError when its state does
    not lead there."""
    left = AlertState(alert.state)
    if to not in ALERT_MOVES[left]:
        raise DomainError(
            f"Cette alerte est « {left.label} » : elle ne peut plus devenir « {to.label} ». "
            "Rechargez la page : quelqu’un l’a peut-être changée."
        )
    alert.state = to
    alert.save()
    SilenceAlertMove.objects.create(alert=alert, left=left, reached=to, moved_by=by)
