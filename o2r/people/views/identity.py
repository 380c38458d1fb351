"""A file opened, a name corrected, a rung climbed or gone down, a file cancelled or erased."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.people import services
from o2r.people.enums import IdentityLevel
from o2r.people.forms.naming import LevelForm, NameForm, OpenForm, typed_in
from o2r.people.models import Person
from o2r.people.said import rung_sentence
from o2r.people.selectors.look_alikes import LookAlike
from o2r.people.services.cancelling import why_kept
from o2r.people.views.look_alikes import not_yet_shown
from o2r.people.views.opened import OpenedFile, opened_file

NAMED = ("known_as", "first_name", "last_name", "birth_date")


@door("person-file", "create")
@require_http_methods(["GET", "POST"])
def open_file(request: SignedInRequest) -> HttpResponse:
    """Open a file, under a nickname at least."""
    form = OpenForm(posted(request))
    made: list[Person] = []

    def act() -> None:
        made.append(services.open_person(by=request.actor, given=form.given, level=form.chosen))

    alike = not_yet_shown(request, form.typed) if form.is_valid() else []
    said = "Le dossier est ouvert, et vous le suivez."
    if form.is_valid() and not alike and done(request, act, said, form):
        return redirect("people:person", person=made[0].pk)
    return render(request, "people/open.html", {"form": form, "alike": alike})


@door("person-file", "update")
@require_http_methods(["GET", "POST"])
def rename(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Correct the names that the rung keeps."""
    file = opened_file(request, person)
    level = IdentityLevel(file.person.level)
    first = {name: getattr(file.name, name) for name in ("known_as", "first_name", "last_name")}
    form = NameForm(posted(request), initial=first, level=level)
    alike = _alike(request, form, file) if form.is_valid() else []
    if (
        form.is_valid()
        and not alike
        and done(
            request,
            lambda: services.rename(by=request.actor, person=file.person, names=form.cleaned_data),
            "Le nom est corrigé.",
            form,
        )
    ):
        return redirect("people:person", person=person)
    return render(request, "people/rename.html", file.context | {"form": form, "alike": alike})


@door("person-file", "update")
@require_http_methods(["GET", "POST"])
def level(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Climb the ladder with what the person gives, or go down and erase."""
    file = opened_file(request, person)
    form = LevelForm(posted(request), level=IdentityLevel(file.person.level))
    alike = _alike(request, form, file) if form.is_valid() else []
    if (
        form.is_valid()
        and not alike
        and done(
            request,
            lambda: services.change_level(
                by=request.actor,
                person=file.person,
                to=form.reached,
                given=form.given,
                seen=form.seen_words,
            ),
            "Le niveau d’identité est changé.",
            form,
        )
    ):
        return redirect("people:person", person=person)
    rung = rung_sentence(file.person.level)
    context = file.context | {"form": form, "alike": alike, "rung": rung}
    return render(request, "people/level.html", context)


def _alike(
    request: SignedInRequest, form: NameForm | LevelForm, file: OpenedFile
) -> list[LookAlike]:
    """Another file that looks like who the person is now said to be; nothing when nothing is
    typed."""
    if not any(form.cleaned_data.get(name) for name in NAMED):
        return []
    who = typed_in(form.cleaned_data, file.name)
    return not_yet_shown(request, who, but=[file.person.pk])


@door("person-file", "update")
@require_http_methods(["GET", "POST"])
def cancel(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Undo a file that was opened by mistake: what will go, then the act."""
    file = opened_file(request, person)
    refusal = why_kept(file.person)
    if request.method == "POST" and done(
        request,
        lambda: services.cancel_opening(by=request.actor, person=file.person),
        "L’ouverture est annulée : il ne reste rien de ce dossier.",
    ):
        return redirect("people:caseload")
    return render(request, "people/cancel.html", file.context | {"refusal": refusal})


@door("person-file", "update")
@require_http_methods(["GET", "POST"])
def erase(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Erase somebody at their request: what goes, what stays and why, then the act."""
    file = opened_file(request, person)
    if request.method == "POST" and done(
        request,
        lambda: services.anonymise(by=request.actor, person=file.person),
        "Le dossier est effacé : il n’en reste qu’un nombre.",
    ):
        return redirect("people:caseload")
    return render(request, "people/erase.html", file.context)
