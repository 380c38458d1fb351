"""Families and groups, from the page of one of their members."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, permitted, posted
from o2r.people import services
from o2r.people.enums import GroupKind
from o2r.people.forms.groups import GroupForm, JoinForm
from o2r.people.models import Person
from o2r.people.selectors.caseload import Row, for_lists, rows_of
from o2r.people.selectors.groups import GroupShown, groups_of, members_with
from o2r.people.views.opened import OpenedFile, opened_file


def _followed(request: SignedInRequest, **among: object) -> list[Row]:
    """The people one follows, told apart: one asks to see them all."""
    mine = for_lists(Person.objects.followed()).followed_by(request.actor).filter(**among)
    rows = permitted(request, mine.order_by("-last_contact_on", "pk"))
    return rows_of(request.actor, [(row.obj, row.fields) for row in rows])


def groups_shown(request: SignedInRequest, file: OpenedFile) -> list[GroupShown]:
    """The groups of a person whose page is open, for who follows them. One query without any."""
    members = members_with(file.person)
    if not members:
        return []
    others = {one.person_id for one in members} - {file.person.pk}
    return groups_of(file.person, members, _followed(request, pk__in=others))


def _group(request: SignedInRequest, file: OpenedFile, member: UUID) -> GroupShown:
    """The group of one row of this person. Raises Http404."""
    found = [one for one in groups_shown(request, file) if one.member.pk == member]
    if not found:
        raise Http404
    return found[0]


@door("person-file", "update")
@require_http_methods(["GET", "POST"])
def new_group(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Say with whom the person goes: a family, a couple, a group."""
    file = opened_file(request, person)
    people = [row for row in _followed(request) if row.person.pk != file.person.pk]
    form = GroupForm(posted(request), people=people)
    if form.is_valid() and done(
        request,
        lambda: services.make_group(
            by=request.actor,
            kind=GroupKind(form.cleaned_data["kind"]),
            person=file.person,
            others=form.chosen(people),
            role=form.own_role,
            their_role=form.role_chosen,
            since=form.cleaned_data["since"],
        ),
        "Le groupe est noté. Chacun garde son dossier, ses accords et sa protection.",
        form,
    ):
        return redirect("people:person", person=person)
    context = file.context | {"form": form, "people": people}
    return render(request, "people/new_group.html", context)


@door("person-file", "update")
@require_http_methods(["GET", "POST"])
def join_group(request: SignedInRequest, person: UUID, member: UUID) -> HttpResponse:
    """Add somebody to a group of the person."""
    file = opened_file(request, person)
    group = _group(request, file, member)
    there = {file.person.pk, *(one.row.person.pk for one in group.beside)}
    people = [row for row in _followed(request) if row.person.pk not in there]
    form = JoinForm(posted(request), people=people)
    if form.is_valid() and done(
        request,
        lambda: services.join_group(
            by=request.actor,
            member=group.member,
            others=form.chosen(people),
            role=form.role_chosen,
        ),
        "C’est noté.",
        form,
    ):
        return redirect("people:person", person=person)
    context = file.context | {"form": form, "people": people, "group": group}
    return render(request, "people/join_group.html", context)


@door("person-file", "update")
@require_http_methods(["GET", "POST"])
def leave_group(request: SignedInRequest, person: UUID, member: UUID) -> HttpResponse:
    """The person no longer goes with the others: what stays, then the act."""
    file = opened_file(request, person)
    group = _group(request, file, member)
    if request.method == "POST" and done(
        request,
        lambda: services.leave_group(by=request.actor, member=group.member),
        f"{file.name.said} n’est plus dans ce groupe.",
    ):
        return redirect("people:person", person=person)
    return render(request, "people/leave_group.html", file.context | {"group": group})


@door("person-file", "update")
@require_http_methods(["GET", "POST"])
def end_group(request: SignedInRequest, person: UUID, member: UUID) -> HttpResponse:
    """The group is over: for whom, then the act."""
    file = opened_file(request, person)
    group = _group(request, file, member)
    if request.method == "POST" and done(
        request,
        lambda: services.end_group(by=request.actor, member=group.member),
        "Ce groupe n’existe plus. Les dossiers restent.",
    ):
        return redirect("people:person", person=person)
    return render(request, "people/end_group.html", file.context | {"group": group})
