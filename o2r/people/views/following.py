"""Who follows a person: another referent, a colleague beside them, an end."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door
from o2r.accounts.models.people import MembershipQuerySet
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.selectors import one_of, who_may_follow
from o2r.accounts.views.rows import done, posted
from o2r.core import clock
from o2r.people import services
from o2r.people.forms.following import AccompanyForm, EntrustForm
from o2r.people.models import FollowUp
from o2r.people.views.opened import OpenedFile, allows, opened_file


def _colleagues(file: OpenedFile) -> MembershipQuerySet:
    """Who could follow this person, but the referent."""
    rows = who_may_follow(file.person.organisation)
    return rows.exclude(user=file.person.referent_id) if file.person.referent_id else rows


def _after(request: SignedInRequest, file: OpenedFile) -> HttpResponse:
    """Back to the page of the person, for who may still read it."""
    file.person.refresh_from_db()
    if allows(request, "read", file.person):
        return redirect("people:person", person=file.person.pk)
    return redirect("people:caseload")


@door("person-file", "entrust")
@require_http_methods(["GET", "POST"])
def entrust(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Give the file to another referent."""
    file = opened_file(request, person)
    people = _colleagues(file)
    form = EntrustForm(posted(request), people=people)
    if form.is_valid() and done(
        request,
        lambda: services.entrust(
            by=request.actor,
            person=file.person,
            to=one_of(people, form.cleaned_data["to"]),
            stays=form.cleaned_data["stays"],
        ),
        "Le dossier est confié ; les deux personnes sont prévenues.",
        form,
    ):
        return _after(request, file)
    context = file.context | {"form": form, "follows": allows(request, "read", file.person)}
    return render(request, "people/entrust.html", context)


@door("person-file", "entrust")
@require_http_methods(["GET", "POST"])
def accompany(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Let a colleague accompany the person too."""
    file = opened_file(request, person)
    people = _colleagues(file)
    form = AccompanyForm(posted(request), people=people)
    if form.is_valid() and done(
        request,
        lambda: services.accompany(
            by=request.actor,
            person=file.person,
            colleague=one_of(people, form.cleaned_data["colleague"]),
            until=form.cleaned_data["until"],
        ),
        "Ce collègue accompagne aussi la personne, dès sa prochaine page.",
        form,
    ):
        return _after(request, file)
    context = file.context | {"form": form, "follows": allows(request, "read", file.person)}
    return render(request, "people/accompany.html", context)


@door("person-file", "update")
@require_http_methods(["GET", "POST"])
def stop_accompanying(request: SignedInRequest, person: UUID, follow_up: UUID) -> HttpResponse:
    """End a co-accompaniment: who will no longer read, then the act."""
    file = opened_file(request, person)
    rows = FollowUp.objects.on(clock.today()).filter(person=file.person)
    found = rows.select_related("user", "person").filter(pk=follow_up).first()
    if found is None:
        raise Http404
    if request.method == "POST" and done(
        request,
        lambda: services.stop_accompanying(by=request.actor, follow_up=found),
        f"{found.user} n’accompagne plus cette personne.",
    ):
        return _after(request, file)
    context = file.context | {"follow_up": found, "mine": found.user_id == request.actor.user}
    return render(request, "people/stop_accompanying.html", context)
