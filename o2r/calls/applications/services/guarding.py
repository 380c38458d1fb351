"""What every change of an application checks first: who, and whether it may still change."""

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError
from o2r.calls.applications.deadlines import edge_in_words
from o2r.calls.applications.enums import TicketState
from o2r.calls.applications.errors import ApplicationClosed
from o2r.calls.applications.models import Application, Member
from o2r.core import clock

ACT = "modifier cette candidature"


def editable(by: Actor, application: Application, *, act: str = ACT) -> Application:
    """The application, read again and held until the end of the transaction.

    Raises NotAllowed for who is not of its consortium, ApplicationClosed once it was sent or its
    call has closed.
    """
    rows = Application.objects.select_for_update(no_key=True, of=("self",)).select_related("call")
    held = rows.get(pk=application.pk)
    require(by, "update", held, act=act)
    refuse_closed(held)
    return held


def refuse_closed(application: Application) -> None:
    """Raises ApplicationClosed once the application was sent or its call has closed."""
    if said := why_closed(application):
        raise ApplicationClosed(said)


def why_closed(application: Application) -> str:
    """Why nothing can be changed any more, in a sentence; empty while it can."""
    if not application.is_draft:
        return (
            f"Cette candidature est {application.shown_state.label} : elle ne se modifie plus. "
            "Vous pouvez la lire et la télécharger."
        )
    if application.tickets.filter(state=TicketState.WAITING).exists():
        return (
            "Cette candidature est en file pour être déposée, telle qu’elle est : elle ne se "
            "modifie plus. Attendez son tour, quelques minutes au plus."
        )
    call = application.call
    if not call.receives(clock.now()):
        when = edge_in_words(call.closes)
        since = f"L’appel est clos depuis le {when}" if when else "L’appel ne reçoit pas de dossier"
        return f"{since} : votre brouillon reste lisible et téléchargeable, sans modification."
    return ""


def own_or_lead(by: Actor, member: Member) -> None:
    """Refuse who is neither of this member nor of the chef de file. Raises DomainError."""
    if said := why_not_yours(by, member):
        raise DomainError(said)


def why_not_yours(by: Actor, member: Member) -> str:
    """Why one may not write what a member takes on, in a sentence; empty for who may."""
    if by.is_system or (by.organisation and by.organisation == member.organisation_id):
        return ""
    lead = Member.objects.filter(
        application=member.application_id, is_lead=True, organisation=by.organisation
    )
    if by.organisation is not None and lead.exists():
        return ""
    return (
        f"Cette partie s’écrit par {member.name} ou par le chef de file. "
        "Demandez-leur ce changement."
    )


def lead_only(by: Actor, application: Application, *, act: str) -> None:
    """Refuse who does not act for the chef de file. Raises DomainError."""
    lead = application.members.filter(is_lead=True).first()
    if by.is_system or (lead and lead.organisation_id == by.organisation):
        return
    name = lead.name if lead else "le chef de file"
    raise DomainError(f"Seul le chef de file peut {act}. Demandez-le à {name}.")


def touched(application: Application) -> None:
    """Count one more change of what is not an answer."""
    application.revision += 1
    application.save(update_fields=["revision", "updated_at"])
