"""« Noter une rencontre », and correcting one: the same form, for a phone held in one hand."""

from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door, listed, open_one, visible
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.core import clock
from o2r.core.crypto.fields import read_sealed
from o2r.outreach.encounter_words import noted_sentence, promise_sentence
from o2r.outreach.enums import Channel, EntryForm
from o2r.outreach.forms.encounters import EncounterForm, initial_of
from o2r.outreach.models import Encounter, Place, Round, RoundStop
from o2r.outreach.passage_counts import people_counted
from o2r.outreach.selectors.drafts import begun
from o2r.outreach.selectors.people_seen import known_as, people_to_note
from o2r.outreach.services.drafting import forget_entry
from o2r.outreach.services.encounter_details import Heard
from o2r.outreach.services.encounters import correct_encounter, record_encounter
from o2r.outreach.views.local_time import zone_of
from o2r.people.forms.naming import typed_in
from o2r.people.models import Person
from o2r.people.selectors.groups import groups_among
from o2r.people.selectors.look_alikes import LookAlike
from o2r.people.views.look_alikes import not_yet_shown

FIRST_CHIPS = 8
"""People shown at once; the others open with one more tap."""


@door("encounter", "create")
@require_http_methods(["GET", "POST"])
def encounter_new(request: SignedInRequest) -> HttpResponse:
    """Note a meeting; the page says what was noted, and is ready for the next one."""
    zone = zone_of(request)
    with timezone.override(zone):
        people = listed(request, people_to_note(request.actor))
        names = known_as(request.actor, people)
        form = EncounterForm(
            posted(request), initial=_asked(request), **_choices(request, people, names)
        )
        kept = begun(request.actor, EntryForm.ENCOUNTER) if posted(request) is None else None
        if kept:
            form.initial.update(kept.initial(form))
        made: list[Encounter] = []
        alike = _newcomer_known(request, form) if form.is_valid() else []
        if (
            form.is_valid()
            and not alike
            and done(request, lambda: made.append(_record(request, form)), "", form)
        ):
            _say(request, form, made[0], zone)
            return redirect("outreach:encounter", encounter=made[0].pk)
        context = _context(form, None) | {"begun": kept, "alike": alike}
        return render(request, "outreach/encounter_form.html", context)


@door("encounter", "update")
@require_http_methods(["GET", "POST"])
def encounter_correct(request: SignedInRequest, encounter: UUID) -> HttpResponse:
    """Correct a meeting: a new entry takes its place, and the first one stays."""
    rows = Encounter.objects.standing().select_related("organisation", "by", "place", "round")
    rows = rows.with_named().bring("words")
    one = open_one(request, rows, action="read", needs="update", pk=encounter).obj
    with timezone.override(zone_of(request)):
        people = listed(request, people_to_note(request.actor))
        names = known_as(request.actor, people)
        mine = [key for key in sorted(one.named) if key in names]
        heard = _heard(one, mine)
        form = EncounterForm(
            posted(request),
            initial=initial_of(one, heard, mine),
            **_choices(request, people, names, one),
        )
        made: list[Encounter] = []
        if form.is_valid() and done(
            request,
            lambda: made.append(_correct(request, form, one, len(mine) == 1)),
            "La rencontre est corrigée. La première saisie reste dans l’historique.",
            form,
        ):
            return redirect("outreach:encounter", encounter=made[0].pk)
        context = _context(form, one) | {"begun": None, "alike": []}
        return render(request, "outreach/encounter_form.html", context)


def _newcomer_known(request: SignedInRequest, form: EncounterForm) -> list[LookAlike]:
    """Whom one follows and who looks like the newcomer; nothing for an entry that is sent again."""
    entry = Encounter.objects.filter(pk=form.cleaned_data["entry"])
    if not form.newcomers() or entry.exists():
        return []
    return not_yet_shown(request, typed_in(form.cleaned_data), but=form.persons_chosen())


def _record(request: SignedInRequest, form: EncounterForm) -> Encounter:
    """Record the meeting; what was kept of it while it was typed goes."""
    made = record_encounter(
        by=request.actor,
        entry=form.cleaned_data["entry"],
        details=form.details(),
        persons=form.persons_chosen(),
        newcomers=form.newcomers(),
        heard=form.heard(),
        promised=form.promised(),
    )
    forget_entry(by=request.actor, form=EntryForm.ENCOUNTER)
    return made


def _correct(
    request: SignedInRequest, form: EncounterForm, one: Encounter, shows_words: bool
) -> Encounter:
    heard = form.heard()
    return correct_encounter(
        by=request.actor,
        encounter=one,
        entry=form.cleaned_data["entry"],
        details=form.details(),
        persons=form.persons_chosen(),
        heard=heard if shows_words or heard.texts else None,
    )


def _heard(one: Encounter, mine: list[UUID]) -> Heard:
    """The words that the form shows: those of the only person of mine in the meeting."""
    if len(mine) != 1:
        return Heard()
    row = next((row for row in one.words.all() if row.person_id == mine[0]), None)
    if row is None:
        return Heard()
    return Heard(**read_sealed(row, "need_said", "words", organisation=one.organisation_id))


def _choices(
    request: SignedInRequest,
    people: list[Person],
    names: dict[UUID, str],
    one: Encounter | None = None,
) -> dict[str, Any]:
    """The people, places and rounds to choose among; those of a former entry stay proposed."""
    places = visible(request, Place.objects.active())
    if one is not None and one.place_id:
        places = visible(request, Place.objects.filter(pk=one.place_id)) | places
    return {
        "people": [(person.pk, names[person.pk]) for person in people],
        "groups": groups_among(people),
        "places": places.order_by("name", "pk"),
        "rounds": visible(request, Round.objects.order_by("-starts_at", "pk")),
    }


def _asked(request: SignedInRequest) -> dict[str, Any]:
    """What the address prepares: ``stop``, ``place``, ``person``, ``kind``; unknown is ignored."""
    initial: dict[str, Any] = {"entry": uuid4(), "channel": Channel.STREET}
    given = request.GET
    if (stop := _key(given.get("stop", ""))) is not None:
        rows = RoundStop.objects.select_related("round").filter(
            pk=stop, round__in=visible(request, Round.objects.all())
        )
        if (found := rows.order_by("pk").first()) is not None:
            initial |= {
                "place": found.place_id,
                "round": found.round_id,
                "channel": found.round.channel,
            }
    for name in ("place", "round"):
        if (key := _key(given.get(name, ""))) is not None:
            initial[name] = key
    if (person := _key(given.get("person", ""))) is not None:
        initial["persons"] = [str(person)]
    if given.get("kind", "") in ("passage", "rencontre", "refus"):
        initial["kind"] = given["kind"]
    return initial


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _context(form: EncounterForm, one: Encounter | None) -> dict[str, Any]:
    """The form, its chips in two lots, and whether what is folded away must open."""
    chips = list(form["persons"])
    folded = ("place", "channel", "at", "minutes", "mood", "partner_present", "is_brief")
    return {
        "form": form,
        "encounter": one,
        "chips": chips[:FIRST_CHIPS],
        "more_chips": chips[FIRST_CHIPS:],
        "opens_words": one is not None or any(form[name].errors for name in ("words", "need_said")),
        "opens_promise": any(form[name].errors for name in ("promise", "due_on")),
        "opens_rest": one is not None or any(form[name].errors for name in folded),
    }


def _say(request: SignedInRequest, form: EncounterForm, made: Encounter, zone: ZoneInfo) -> None:
    """One sentence, that a colleague can check by ear; with whom, the page says."""
    said = noted_sentence(
        made.kind,
        met=len(form.persons_chosen()) + len(form.newcomers()),
        counted=people_counted(made.counts),
        place=made.place.name if made.place else "",
        at=made.at.astimezone(zone),
    )
    promised = form.promised()
    if promised:
        said = f"{said} {promise_sentence(max(promised.due_on, clock.today()))}"
    messages.success(request, said)
