"""What is known of somebody in codes."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.people import services
from o2r.people.enums import IdentityLevel
from o2r.people.forms.facts import FactsForm, initial_of
from o2r.people.views.opened import opened_file


@door("person-file", "update")
@require_http_methods(["GET", "POST"])
def facts(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Correct what is known; only what was changed is written."""
    file = opened_file(request, person)
    form = FactsForm(
        posted(request),
        initial=initial_of(file.person, file.name),
        level=IdentityLevel(file.person.level),
    )
    if form.is_valid() and done(
        request,
        lambda: services.describe(by=request.actor, person=file.person, changes=form.changes),
        "Ce qu’on sait de la personne est à jour.",
        form,
    ):
        return redirect("people:person", person=person)
    return render(request, "people/facts.html", file.context | {"form": form})
