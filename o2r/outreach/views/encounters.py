"""Meetings: the list of the team, one of them, adding words, cancelling."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.acts import PROVED
from o2r.accounts.door import door, listed, open_one, visible
from o2r.accounts.policy import decide
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, permitted_page, posted
from o2r.core import clock
from o2r.outreach.models import Encounter
from o2r.outreach.selectors.encounters import (
    entries_of,
    for_lists,
    known_people,
    promises_shown,
    words_of,
)
from o2r.outreach.selectors.people_seen import known_as, writable
from o2r.outreach.services.encounter_details import LONGEST_WORDS, Heard
from o2r.outreach.services.encounters import add_words, cancel_encounter
from o2r.outreach.views.local_time import zone_of
from o2r.people.models import Person


class WordsForm(forms.Form):
    """What one person said."""

    need_said = forms.CharField(
        label="Ce dont elle a besoin, comme elle le dit",
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    words = forms.CharField(
        label="Ses mots",
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


@door("encounter", "list")
@require_safe
def encounters(request: SignedInRequest) -> HttpResponse:
    """What the team noted, newest first; names only of the people one follows."""
    context = permitted_page(request, Encounter.objects.standing(), dressed=for_lists)
    rows = [row.obj for row in context["rows"]]
    names = known_as(request.actor, listed(request, _readable(request, rows)))
    context["entries"] = entries_of(rows, names, zone_of(request))
    return render(request, "outreach/encounters.html", context)


def _readable(request: SignedInRequest, rows: Iterable[Encounter]) -> list[Person]:
    """Those of the people named whom one follows."""
    keys = sorted({one for row in rows for one in row.named})
    return writable(request.actor, known_people(request.actor, keys))


@door("encounter", "read")
@require_safe
def encounter(request: SignedInRequest, encounter: UUID) -> HttpResponse:
    """One meeting, with what the people whom one follows said there."""
    rows = for_lists(Encounter.objects.all()).select_related("corrected_by").bring("words")
    one = open_one(request, rows, pk=encounter).obj
    people = listed(request, _readable(request, [one]))
    names = known_as(request.actor, people)
    said = sorted(
        (row for row in one.words.all() if row.person_id in names), key=lambda row: row.pk
    )
    promises = one.promises.filter(person__in=people).select_related("person", "owner")
    after = getattr(one, "corrected_by", None)
    mine = bool(decide(request.actor, "update", one.subject(request.actor), PROVED))
    context = {
        "entry": entries_of([one], names, zone_of(request))[0],
        "said": [(names[row.person], row) for row in words_of(one.organisation_id, said)],
        "promises": promises_shown(one.organisation_id, promises, names, clock.today()),
        "after": after,
        "may_rewrite": after is None and not one.is_cancelled and mine,
        "cancel_entry": uuid4(),
    }
    return render(request, "outreach/encounter.html", context)


@door("encounter", "update")
@require_http_methods(["GET", "POST"])
def cancel(request: SignedInRequest, encounter: UUID) -> HttpResponse:
    """Take back a mistaken entry, once one has read what goes with it."""
    rows = for_lists(Encounter.objects.all())
    one = open_one(request, rows, action="read", needs="update", pk=encounter).obj
    if request.method == "POST" and done(
        request,
        lambda: cancel_encounter(by=request.actor, encounter=one, entry=uuid4()),
        "La saisie est annulée : elle ne compte plus.",
    ):
        return redirect("outreach:encounters")
    return render(request, "outreach/encounter_cancel.html", {"encounter": one})


@door("person-file", "update")
@require_http_methods(["GET", "POST"])
def words(request: SignedInRequest, encounter: UUID, person: UUID) -> HttpResponse:
    """Add what one of the people met said."""
    files = Person.objects.with_followers().select_related("identity")
    held = open_one(request, files, action="read", needs="update", pk=person).obj
    met = visible(request, for_lists(Encounter.objects.standing().filter(persons=held)))
    one = get_object_or_404(met, pk=encounter)
    form = WordsForm(posted(request))
    if form.is_valid() and done(
        request,
        lambda: add_words(
            by=request.actor,
            encounter=one,
            person=held,
            heard=Heard(form.cleaned_data["need_said"], form.cleaned_data["words"]),
        ),
        "Ses mots sont notés, chiffrés.",
        form,
    ):
        return redirect("outreach:encounter", encounter=encounter)
    context = {"form": form, "encounter": one, "name": known_as(request.actor, [held])[person]}
    return render(request, "outreach/encounter_words.html", context)
