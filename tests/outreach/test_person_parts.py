"""What outreach shows of somebody, and what it keeps of who is erased: figures."""

from datetime import date, timedelta

from django.template.loader import render_to_string

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.models import User
from o2r.core import clock
from o2r.outreach.models import Encounter, EncounterWords, Promise, TrustDate
from o2r.outreach.person_parts import merge
from o2r.outreach.services.encounter_details import Heard
from o2r.outreach.services.people_met import judge_trust
from o2r.outreach.services.promising import Promised, postpone_promise
from o2r.people.file_page import due_for, story_of
from o2r.people.models import Merge, Person
from o2r.people.registry import panels
from o2r.people.selectors.reading import Reader
from o2r.people.services import Given, anonymise, open_person
from tests.outreach.noted import days_ago, momo, note

__all__ = ["momo"]


def test_words_and_promises_go_and_the_meeting_stays(by: Actor, momo: Person) -> None:
    today = clock.today()
    note(by, momo, heard=Heard(words="Je dors à la gare."), promised=Promised("Rappeler", today))
    postpone_promise(by=by, promise=Promise.objects.get(), due_on=today + timedelta(days=2))
    anonymise(by=by, person=momo)
    assert not EncounterWords.objects.exists()
    assert not Promise.objects.exists()
    assert Encounter.objects.standing().count() == 1


SEEN = frozenset({"route", "narrative"})


def panel_of(code: str, actor: Actor, person: Person, fields: frozenset[str] = SEEN) -> str | None:
    """A part of the page of a person, as somebody reads it."""
    one = next(one for one in panels() if one.code == code)
    context = one.context(actor, person, fields)
    return None if context is None else render_to_string(one.template, context)


def story(actor: Actor, person: Person, fields: frozenset[str] = SEEN) -> list[tuple[str, date]]:
    """What happened to a person, as somebody reads it."""
    shared = None if actor.organisation == person.organisation_id else frozenset[str]()
    reader = Reader(actor, fields, shared)
    return [(one.title, one.day) for one in story_of(reader, person)]


def test_the_page_of_a_person_shows_meetings_trust_and_promises(by: Actor, momo: Person) -> None:
    for days in (4, 2, 0):
        note(by, momo, details=days_ago(days))
    note(by, momo, promised=Promised("Rappeler <b>", clock.today()))
    told, promises = story(by, momo), panel_of("promises", by, momo)
    assert ("Contact de confiance", date(2026, 11, 29)) in told
    assert told.count(("Rencontre", date(2026, 11, 27))) == 1
    assert promises is not None
    assert "Rappeler &lt;b&gt;" in promises


def test_the_page_reads_the_files_merged_into_it(by: Actor, momo: Person) -> None:
    other = open_person(by=by, given=Given(known_as="Mohamed"))
    note(by, other, details=days_ago(0), promised=Promised("Apporter un sac", clock.today()))
    note(by, momo, details=days_ago(3))
    Merge.objects.create(kept=momo, gone=other)
    judge_trust(momo, momo.organisation)
    told = story(by, momo)
    assert [title for title, _ in told].count("Rencontre") == 2
    assert ("Contact de confiance", date(2026, 12, 1)) in told
    assert "Apporter un sac" in (panel_of("promises", by, momo) or "")


def test_trust_that_came_with_a_merge_goes_with_it(by: Actor, momo: Person) -> None:
    other = open_person(by=by, given=Given(known_as="Mohamed"))
    note(by, other)
    note(by, momo, details=days_ago(3))
    made = Merge.objects.create(kept=momo, gone=other)
    merge(momo, other)
    assert [one.person for one in TrustDate.objects.order_by("pk")] == [momo]
    # Undoing asks the other way, while the row still says that they are one.
    merge(other, momo)
    Merge.objects.filter(pk=made.pk).update(undone_at=clock.now())
    assert not TrustDate.objects.exists()


def test_neither_a_partner_nor_who_lacks_the_group_is_shown_a_part(
    by: Actor, momo: Person, lina: User
) -> None:
    note(by, momo)
    assert panel_of("promises", actor_for(lina), momo) is None
    assert panel_of("promises", by, momo, frozenset({"identity"})) is None
    assert story(actor_for(lina), momo) == []
    assert story(by, momo, frozenset({"identity"})) == []


def test_words_are_quoted_for_who_reads_what_is_written(by: Actor, momo: Person) -> None:
    note(
        by,
        momo,
        heard=Heard(words="D’accord, mais pas tout seul."),
        promised=Promised("L’accompagner", clock.today()),
    )
    (one,) = story_of(Reader(by, SEEN, None), momo)
    assert one.quote == "D’accord, mais pas tout seul."
    assert [line.text for line in one.lines] == ["Promesse\u00a0: L’accompagner"]
    (due,) = due_for(Reader(by, SEEN, None), momo)
    assert "L’accompagner" in due.text
    (one,) = story_of(Reader(by, frozenset({"route"}), None), momo)
    assert (one.quote, one.lines) == ("", ())
