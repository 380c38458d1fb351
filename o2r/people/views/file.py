"""The page of a person."""

from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.core import clock
from o2r.people.file_page import acts, counts, due_for, gauges, story_of
from o2r.people.minutes import minutes_left
from o2r.people.models import Person
from o2r.people.registry import brought
from o2r.people.rules import rule
from o2r.people.said import days_since, rung_sentence, silence_words, unseen
from o2r.people.selectors.caseload import silent_since
from o2r.people.selectors.facts import facts_of
from o2r.people.selectors.history import Named, events_of, merge_of, merges_into, named_in
from o2r.people.selectors.reading import contacts_of, notes_of
from o2r.people.services.cancelling import why_kept
from o2r.people.services.noting import draft_text
from o2r.people.views.groups import groups_shown, with_them
from o2r.people.views.opened import OpenedFile, allows, opened_file
from o2r.people.views.shared import narrowed
from o2r.people.views.tabs import tabs_of

SHOWN = (
    *("contacts", "notes", "note_drafts", "information", "cards"),
    *("moves", "merged", "merged_into", "group_members"),
)
"""What the page shows of a file: read in its query, for a page asks few."""
FIRST_MOMENTS = 12


@door("person-file", "read")
@require_safe
def person(request: SignedInRequest, person: UUID) -> HttpResponse:
    """One person: what is due, their story, what is in the way, what is planned, who follows."""
    bring, beside = (*SHOWN, *brought()), partial(_with_them, request)
    file = opened_file(request, person, bring=bring, beside=beside)
    if file.reader.shared is not None:
        return narrowed(request, file.opened)
    named = named_in(file.person)
    writes = allows(request, "update", file.person) and file.person.is_followed
    context = {
        **file.context,
        **_head(file),
        **_story(file),
        "contacts": contacts_of(file.reader, file.person),
        "notes": notes_of(file.reader, file.person),
        "facts": facts_of(file.reader, file.person, file.name),
        "tabs": tabs_of(file),
        "reads_notes": "narrative" in file.reader.groups,
        "reads_contacts": "contact" in file.reader.groups,
        "can_write": writes,
        "groups": groups_shown(file) if writes else [],
        "can_entrust": writes and allows(request, "entrust", file.person),
        "can_protect": writes and allows(request, "protect", file.person),
        "can_oversee": file.person.is_protected and allows(request, "oversee", file.person),
        **_emergency(request, file.person),
        **_told(request, file, named),
    }
    return render(request, "people/person.html", context)


def _with_them(request: SignedInRequest, person: Person) -> Iterable[Person]:
    """Whom the page lists beside: nobody for who may not write there."""
    writes = allows(request, "update", person) and person.is_followed
    return with_them(request, person) if writes else ()


def _head(file: OpenedFile) -> dict[str, Any]:
    row, today = file.person, clock.today()
    beside = [one for one in row.follow_ups.all() if one.lasts(today)]
    return {
        "rung": rung_sentence(row.level),
        "since": silence_words(days_since(row.last_contact_on, today)),
        "is_silent": row.is_followed and row.last_contact_on < silent_since(),
        "silence": rule("silent-after-days"),
        "beside": beside,
        "shared": [one for one in row.agreements.all() if one.is_in_force()],
        "unseen": unseen(file.reader.groups),
        "gauge": next(iter(gauges.of(file.reader, row)), None),
        "acts": sorted(acts.of(file.reader, row), key=lambda one: one.is_first),
    }


def _story(file: OpenedFile) -> dict[str, Any]:
    """What happened, what is due, what counts: as far as the reader may see."""
    moments = story_of(file.reader, file.person)
    return {
        "moments": moments[:FIRST_MOMENTS],
        "older": moments[FIRST_MOMENTS:],
        "due": due_for(file.reader, file.person),
        "counting": counts.of(file.reader, file.person),
    }


def _emergency(request: SignedInRequest, person: Person) -> dict[str, Any]:
    """The emergency opening by which the file is read, while it is by nothing else."""
    opening = person.opening_of(request.actor)
    if opening is None or allows(request, "update", person):
        return {"opening": None}
    return {"opening": opening, "left": minutes_left(opening.until)}


def _told(request: SignedInRequest, file: OpenedFile, named: Named) -> dict[str, Any]:
    """What happened to the file, and what may still be undone."""
    drafts = file.person.note_drafts.all()
    draft = next((one for one in drafts if one.author_id == request.actor.user), None)
    return {
        "events": events_of(file.person, named),
        "merge": merge_of(file.person),
        "merged": merges_into(file.person),
        "has_draft": bool(draft_text(draft, request.actor)),
        "can_cancel": not why_kept(file.person),
    }
