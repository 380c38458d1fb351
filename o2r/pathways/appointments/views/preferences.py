"""What the person says of reminders."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.pathways.appointments.forms.preferences import PreferenceForm, initial_of
from o2r.pathways.appointments.models import ReminderPreference
from o2r.pathways.appointments.services.preferring import choose
from o2r.people.views.opened import opened_file


@door("person-file", "update", group="route")
@require_http_methods(["GET", "POST"])
def preference(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Whether the person is reminded, by what, and for how long it pauses."""
    file = opened_file(request, person)
    row = ReminderPreference.objects.filter(person=file.person).first()
    form = PreferenceForm(posted(request), initial=initial_of(row))
    if form.is_valid() and done(
        request,
        lambda: choose(by=request.actor, person=file.person, choices=form.choices),
        "C’est noté : les rappels suivent ce que dit la personne.",
        form,
    ):
        return redirect("appointments:all", person=person)
    return render(
        request, "appointments/preference.html", file.context | {"form": form, "row": row}
    )
