"""Families and groups, from the page of one of their members."""

from collections.abc import Iterable
from functools import partial
from typing import cast
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door, visible
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.people import services
from o2r.people.enums import GroupKind
from o2r.people.forms.groups import GroupForm, JoinForm
from o2r.people.models import GroupMember, Person
from o2r.people.models.person import PersonQuerySet
from o2r.people.selectors.caseload import for_lists
from o2r.people.selectors.groups import GroupShown, groups_of, members_of
from o2r.people.views.opened import OpenedFile, opened_file


def _others(request: SignedInRequest, person: Person) -> PersonQuerySet:
    """The other people one follows, told apart: one asks to see them all."""
    mine = for_lists(Person.objects.followed()).followed_by(request.actor).exclude(pk=person.pk)
    rows = visible(request, mine.bring("group_members"))
    return cast(PersonQuerySet, rows.order_by("-last_contact_on", "pk"))


def with_them(request: SignedInRequest, person: Person) -> Iterable[Person]:
    """Whoever goes with a person, and whom one follows too: for their page, which lists them. One
    query when they have a group. ``person`` with its ``group_members``.
    """
    mine = {one.group for one in person.group_members.all()}
    beside = GroupMember.objects.filter(group__in=mine).values("person")
    return _others(request, person).filter(pk__in=beside) if mine else ()


def groups_shown(file: OpenedFile) -> list[GroupShown]:
    """The groups of a person whose page is open with ``with_them``, for who follows them."""
    rows = (file.person, *(one.person for one in file.beside))
    return groups_of(file.person, members_of(rows), file.beside)


def _opened(request: SignedInRequest, person: UUID, member: UUID) -> tuple[OpenedFile, GroupShown]:
    """The file of a person, and their group by one of its rows. Raises Http404."""
    bring, beside = ("group_members",), partial(with_them, request)
    file = opened_file(request, person, bring=bring, beside=beside)
    return file, _group(file, member)


def _group(file: OpenedFile, member: UUID) -> GroupShown:
    """The group of one row of this person. Raises Http404."""
    found = [one for one in groups_shown(file) if one.member.pk == member]
    if not found:
        raise Http404
    return found[0]


@door("person-file", "update")
@require_http_methods(["GET", "POST"])
def new_group(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Say with whom the person goes: a family, a couple, a group."""
    file = opened_file(request, person, beside=partial(_others, request))
    people = list(file.beside)
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
    bring, beside = ("group_members",), partial(_others, request)
    file = opened_file(request, person, bring=bring, beside=beside)
    group = _group(file, member)
    there = {one.row.person.pk for one in group.beside}
    people = [row for row in file.beside if row.person.pk not in there]
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
    file, group = _opened(request, person, member)
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
    file, group = _opened(request, person, member)
    if request.method == "POST" and done(
        request,
        lambda: services.end_group(by=request.actor, member=group.member),
        "Ce groupe n’existe plus. Les dossiers restent.",
    ):
        return redirect("people:person", person=person)
    return render(request, "people/end_group.html", file.context | {"group": group})
