"""Whether one's organisation takes part in the index: what it means, joining, leaving."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from o2r.accounts.door import door
from o2r.accounts.models import Organisation
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.people.between import services
from o2r.people.between.forms import JoinForm
from o2r.people.between.selectors import allowed, is_allowed, participation_of


def _page(request: SignedInRequest, form: JoinForm) -> HttpResponse:
    place = get_object_or_404(Organisation, pk=request.actor.organisation)
    context = {
        "organisation": place,
        "is_allowed": is_allowed(),
        "participation": participation_of(place.pk),
        "allowed": allowed(),
        "form": form,
    }
    return render(request, "between/participation.html", context)


@door("index-participation", "read")
@never_cache
@require_safe
def participation(request: SignedInRequest) -> HttpResponse:
    """What the index is, and what one's organisation chose."""
    return _page(request, JoinForm())


@door("index-participation", "create")
@never_cache
@require_POST
def join(request: SignedInRequest) -> HttpResponse:
    """Open it for one's organisation."""
    form = JoinForm(posted(request))
    if form.is_valid() and done(
        request,
        lambda: services.join(by=request.actor, informs=form.cleaned_data["informs"]),
        "Votre organisation participe à l’index.",
        form,
    ):
        return redirect("between:participation")
    return _page(request, form)


@door("index-participation", "delete")
@never_cache
@require_POST
def leave(request: SignedInRequest) -> HttpResponse:
    """Leave it: nothing of the organisation is found any more."""
    done(
        request,
        lambda: services.leave(by=request.actor),
        "Votre organisation ne participe plus à l’index : rien d’elle n’y est plus trouvé.",
    )
    return redirect("between:participation")
