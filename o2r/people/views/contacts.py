"""How somebody is reached: precautions first, then the number, on a page of its own."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.people import services
from o2r.people.forms.contacts import ContactForm, initial_of
from o2r.people.models import ContactMeans
from o2r.people.narrowing import reads_contact
from o2r.people.selectors.reading import ContactShown, contact_shown
from o2r.people.views.opened import OpenedFile, allows, opened_file


def _found(file: OpenedFile, contact: UUID) -> ContactShown:
    """A means of contact of this file that one may read. Raises Http404."""
    rows = ContactMeans.objects.filter(person=file.person).select_related("person__organisation")
    row = rows.filter(pk=contact).first()
    reader = file.reader
    if row is None or not reads_contact(row.kind, reader.groups, reader.shared):
        raise Http404
    return contact_shown(reader, row)


@door("person-file", "read")
@require_safe
def contact(request: SignedInRequest, person: UUID, contact: UUID) -> HttpResponse:
    """One way to reach somebody: the gesture that shows the number, written in the journal."""
    file = opened_file(request, person)
    context = file.context | {
        "contact": _found(file, contact),
        "can_write": allows(request, "update", file.person) and file.person.is_followed,
    }
    return render(request, "people/contact.html", context)


@door("person-file", "update")
@require_http_methods(["GET", "POST"])
def new_contact(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Add a way to reach somebody."""
    file = opened_file(request, person)
    form = ContactForm(posted(request))
    if form.is_valid() and done(
        request,
        lambda: services.add_contact(by=request.actor, person=file.person, means=form.means),
        "Le moyen de contact est ajouté.",
        form,
    ):
        return redirect("people:person", person=person)
    return render(request, "people/contact_form.html", file.context | {"form": form, "row": None})


@door("person-file", "update")
@require_http_methods(["GET", "POST"])
def change_contact(request: SignedInRequest, person: UUID, contact: UUID) -> HttpResponse:
    """Correct a way to reach somebody, or its precautions."""
    file = opened_file(request, person)
    shown = _found(file, contact)
    first = initial_of(shown.row, shown.value, shown.remark)
    form = ContactForm(posted(request), initial=first)
    if form.is_valid() and done(
        request,
        lambda: services.change_contact(by=request.actor, contact=shown.row, means=form.means),
        "Le moyen de contact est à jour.",
        form,
    ):
        return redirect("people:person", person=person)
    context = file.context | {"form": form, "row": shown.row}
    return render(request, "people/contact_form.html", context)


@door("person-file", "update")
@require_http_methods(["GET", "POST"])
def remove_contact(request: SignedInRequest, person: UUID, contact: UUID) -> HttpResponse:
    """Erase a way to reach somebody: which one, then the act."""
    file = opened_file(request, person)
    shown = _found(file, contact)
    if request.method == "POST" and done(
        request,
        lambda: services.remove_contact(by=request.actor, contact=shown.row),
        "Le moyen de contact est effacé.",
    ):
        return redirect("people:person", person=person)
    return render(request, "people/remove_contact.html", file.context | {"contact": shown})
