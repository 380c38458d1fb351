"""The link by which a body joins a consortium, with an account or after having registered."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.acts import PROVED
from o2r.accounts.door import door
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation
from o2r.accounts.policy import may_try
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.services.links import LinkUseless, digest_of
from o2r.calls.applications import services
from o2r.calls.applications.deadlines import edge_in_words

DIGEST = "applications.invitation"
"""Key of the session: the digest of the link that was opened, never its secret."""


@door("invitation", "accept")
@never_cache
@require_safe
def invitation_link(request: HttpRequest, token: str) -> HttpResponse:
    """The address of the mail: the secret leaves the address bar, so that no page tells it on."""
    digest = digest_of(token)
    try:
        services.invitation_behind(digest)
    except LinkUseless as error:
        return _useless(request, error)
    request.session[DIGEST] = digest
    return redirect("applications:accept")


@door("invitation", "accept")
@never_cache
@require_http_methods(["GET", "POST"])
def accept(request: SignedInRequest) -> HttpResponse:
    """Join for the organisation one acts for; who has no account is told how to register."""
    digest = request.session.get(DIGEST, "")
    try:
        invitation = services.invitation_behind(digest)
    except LinkUseless as error:
        return _useless(request, error)
    problem = ""
    if request.method == "POST":
        try:
            member = services.accept_member(by=request.actor, digest=digest)
        except LinkUseless as error:
            return _useless(request, error)
        except NotAllowed as error:
            raise Http404 from error
        except DomainError as error:
            problem = str(error)
        else:
            del request.session[DIGEST]
            return redirect("applications:member", member.application_id, member.pk)
    member = invitation.member
    acting_for = [request.actor.organisation] if request.actor.organisation else []
    place = Organisation.objects.filter(pk__in=acting_for).first()
    context = {
        "invitation": invitation,
        "member": member,
        "application": member.application,
        "deadline": edge_in_words(member.application.call.closes),
        "place": place,
        "can_join": place is not None
        and bool(may_try(request.actor, "create", "application", PROVED)),
        "signed_in": request.actor.is_signed_in,
        "problem": problem,
    }
    return render(request, "applications/accept.html", context)


def _useless(request: HttpRequest, error: LinkUseless) -> HttpResponse:
    return render(request, "accounts/link_useless.html", {"text": str(error)}, status=404)
