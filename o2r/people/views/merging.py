"""Two files of one person made one, and made two again."""

from functools import partial
from typing import Any, cast
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door, open_one, visible
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.people import services
from o2r.people.forms.following import MergeForm
from o2r.people.models import Person
from o2r.people.models.person import PersonQuerySet
from o2r.people.selectors.caseload import Row, for_lists, rows_of
from o2r.people.selectors.history import merge_of
from o2r.people.views.opened import OpenedFile, opened_file


def _others(request: SignedInRequest, person: Person) -> PersonQuerySet:
    """The other files that one follows, for one asks to see both."""
    mine = for_lists(Person.objects.followed().findable()).followed_by(request.actor)
    rows = visible(request, mine.exclude(pk=person.pk))
    return cast(PersonQuerySet, rows.order_by("-last_contact_on", "pk"))


@door("person-file", "update")
@require_http_methods(["GET", "POST"])
def merge(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Choose the other file and the one to keep; read what will happen; then the act (« sure »)."""
    file = opened_file(request, person, beside=partial(_others, request))
    others = file.beside
    form = MergeForm(posted(request), others=others)
    if form.is_valid():
        other = next(row for row in others if str(row.person.pk) == form.cleaned_data["other"])
        here = rows_of(request.actor, [(file.person, file.reader.groups)])[0]
        keeps_this = form.cleaned_data["kept"] == "this"
        kept, gone = (here, other) if keeps_this else (other, here)
        if "sure" not in request.POST:
            return _confirm(request, file, form, kept, gone)
        if done(
            request,
            lambda: services.merge(by=request.actor, kept=kept.person, gone=gone.person),
            "Les deux dossiers sont réunis. Vous pouvez les séparer pendant trente jours.",
            form,
        ):
            return redirect("people:person", person=kept.person.pk)
    return render(request, "people/merge.html", file.context | {"form": form, "others": others})


def _confirm(
    request: SignedInRequest, file: OpenedFile, form: MergeForm, kept: Row, gone: Row
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "kept": kept, "gone": gone}
    return render(request, "people/merge_confirm.html", file.context | context)


@door("person-file", "update")
@require_http_methods(["GET", "POST"])
def undo_merge(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Separate a file that was merged into another: what comes back, what stays, then the act."""
    file = opened_file(request, person)
    found = merge_of(file.person)
    if found is not None:
        # One asks to see both: the other one is journaled too.
        open_one(request, for_lists(Person.objects.all()), pk=found.kept_id)
    if (
        found is not None
        and request.method == "POST"
        and done(
            request,
            lambda: services.undo_merge(by=request.actor, merge=found),
            "Les deux dossiers sont séparés.",
        )
    ):
        return redirect("people:person", person=person)
    return render(request, "people/undo_merge.html", file.context | {"merge": found})
