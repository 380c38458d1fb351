"""Who is being typed looks like somebody whom one follows: said beside the form, decided by nobody.

With JavaScript, while typing; without it, once, when the form is sent: sent again, it is done.
"""

from collections.abc import Collection
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from o2r.accounts.door import door, listed
from o2r.accounts.requests import SignedInRequest
from o2r.people.forms.naming import TypedForm
from o2r.people.likeness import Identity
from o2r.people.selectors.look_alikes import LookAlike, look_alikes

SHOWN = "alike_shown"
"""The field that says which files the page has already shown to who sends it."""


@door("person-file", "list")
@never_cache
@require_POST
def typed(request: SignedInRequest) -> HttpResponse:
    """The part of a form that shows whom one follows and who looks like who is typed: a POST, for
    an address keeps no name."""
    form = TypedForm(request.POST)
    form.is_valid()
    person = form.cleaned_data.get("person")
    alike = _alike(request, form.typed, [person] if person else ())
    return render(request, "people/_look_alikes.html", {"alike": alike})


def not_yet_shown(
    request: SignedInRequest, who: Identity, *, but: Collection[UUID] = ()
) -> list[LookAlike]:
    """Those that look like who is typed, when the form that is sent has not shown all of them."""
    alike = _alike(request, who, but)
    seen = {*request.POST.getlist(SHOWN)}
    return [] if {str(one.row.person.pk) for one in alike} <= seen else alike


def _alike(request: SignedInRequest, who: Identity, but: Collection[UUID]) -> list[LookAlike]:
    alike = look_alikes(request.actor, who, but=but)
    listed(request, [one.row.person for one in alike])
    return alike
