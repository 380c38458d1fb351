"""Opening a pathway, and checking the right to enter."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.pathways.entry_rules import attention_of
from o2r.pathways.forms.pathway import EntryForm, OpenForm
from o2r.pathways.models import Pathway
from o2r.pathways.selectors.guards import last_check
from o2r.pathways.selectors.lists import projects_of
from o2r.pathways.selectors.refused import waits_for_relay
from o2r.pathways.services.entering import check_entry
from o2r.pathways.services.opening import open_pathway
from o2r.people.enums import Gender
from o2r.people.models import Person
from o2r.people.views.opened import opened_file


@door("person-file", "update")
@require_http_methods(["GET", "POST"])
def open_one_pathway(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Open the pathway of a person."""
    file = opened_file(request, person)
    form = OpenForm(
        posted(request),
        projects=projects_of(request.actor),
        initial={"attention": _watched(file.person)},
    )
    if form.is_valid() and done(
        request,
        lambda: open_pathway(
            by=request.actor,
            person=file.person,
            on=form.cleaned_data["on"],
            project=form.cleaned_data["project"],
            attention=form.attention_ticked,
        ),
        "Le parcours est ouvert.",
        form,
    ):
        made = Pathway.objects.unfinished().get(person=file.person)
        return redirect("pathways:pathway", pathway=made.pk)
    return render(request, "pathways/open.html", file.context | {"form": form})


def _watched(person: Person) -> list[str]:
    found = attention_of(
        is_woman=person.gender == Gender.WOMAN,
        in_qpv=person.in_qpv,
        in_frr=person.in_frr,
        said=(),
    )
    return [one.value for one in found]


@door("person-file", "update")
@require_http_methods(["GET", "POST"])
def entry(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Check whether somebody may enter. A refusal leads to a relay."""
    file = opened_file(request, person, bring=("eligibilities",))
    form = EntryForm(posted(request), initial={"attention": _watched(file.person)})
    if form.is_valid() and done(
        request,
        lambda: check_entry(by=request.actor, person=file.person, entry=form.entry),
        "Le droit d’entrer est vérifié."
        if form.cleaned_data["ground"]
        else "C’est noté : la personne n’entre pas. Proposez-lui un relais.",
        form,
    ):
        return redirect("people:person", person=person)
    context = file.context | {
        "form": form,
        "check": last_check(file.person),
        "waits": waits_for_relay(file.person),
    }
    return render(request, "pathways/entry.html", context)
