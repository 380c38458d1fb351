"""What one is asked to accompany, and answers from one's own account."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from o2r.accounts.door import door, listed, open_one
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done
from o2r.pathways.together.enums import CareState
from o2r.pathways.together.models import CareMember
from o2r.pathways.together.selectors.group import offered_to
from o2r.pathways.together.services.inviting import answer_invitation
from o2r.pathways.together.services.lasting import leave


@door("care-member", "list")
@require_safe
def invitations(request: SignedInRequest) -> HttpResponse:
    """The places offered to somebody, and those they hold: whose they are is read in the file."""
    rows = offered_to(request.actor)
    listed(request, rows)
    context = {
        "waiting": [one for one in rows if one.state == CareState.INVITED],
        "held": [one for one in rows if one.state != CareState.INVITED],
    }
    return render(request, "together/invitations.html", context)


@door("care-member", "accept")
@require_POST
def invitation_act(request: SignedInRequest, care: UUID, act: str) -> HttpResponse:
    """Say yes, say no, or leave."""
    rows = CareMember.objects.select_related("host", "agreement")
    row = open_one(request, rows, pk=care).obj
    by = request.actor
    match act:
        case "oui" | "non":
            said = "Merci. L’équipe est prévenue." if act == "oui" else "C’est noté."
            done(request, partial(answer_invitation, by=by, member=row, yes=act == "oui"), said)
        case "quitter":
            done(request, partial(leave, by=by, member=row), "Vous n’accompagnez plus ici.")
        case _:
            raise Http404
    return redirect("together:invitations")
