"""An exit from its day to the last news: once, in order, and with tact."""

from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.agenda.registry import due_for
from o2r.core.crypto.fields import read_sealed
from o2r.core.measured_statements import statements_asked
from o2r.pathways.enums import PathwayState
from o2r.pathways.exits.crosswalk import meaning_of, situation_at
from o2r.pathways.exits.enums import (
    FOLLOW_UP_MOVES,
    ContractKind,
    ExitKind,
    FollowUpState,
    FollowUpStep,
    Situation,
)
from o2r.pathways.exits.models import Exit, FollowUpSituation
from o2r.pathways.exits.services import Leaving, News, close_watch, leave, note_news, return_
from o2r.pathways.models import Pathway
from o2r.people.enums import Support
from o2r.people.models import Person
from o2r.people.services import anonymise, cancel_opening, inform, merge
from tests.accounts.factories import enter
from tests.people.factories import Operator, acting, person

PARIS = ZoneInfo("Europe/Paris")
EXIT = date(2026, 8, 31)
QUIET = {ExitKind.REFUSED, ExitKind.DEATH}


def on(day: date) -> AbstractContextManager[object]:
    """Ten in the morning of a day."""
    return clock.stopped_at(datetime.combine(day, datetime.min.time(), PARIS) + timedelta(hours=10))


def leaving(kind: ExitKind = ExitKind.TRAINING, **more: object) -> Leaving:
    given: dict[str, object] = {"kind": kind, "on": EXIT}
    if kind.has_contract:
        given["contract"] = ContractKind.PERMANENT
    if kind.needs_referent:
        given |= {"where": "Mission locale", "who": "Mme Roche"}
    return Leaving(**{**given, **more})  # type: ignore[arg-type]


def gone(place: Operator, pathway: Pathway, kind: ExitKind = ExitKind.TRAINING) -> Exit:
    with on(EXIT):
        return leave(by=acting(place.ines), pathway=pathway, leaving=leaving(kind))


@pytest.mark.parametrize("kind", list(ExitKind))
def test_each_exit_is_watched_with_what_it_asks(
    place: Operator, pathway: Pathway, kind: ExitKind
) -> None:
    made = gone(place, pathway, kind)
    pathway.refresh_from_db()
    closed = PathwayState.CLOSED if kind is ExitKind.DEATH else PathwayState.WATCHED
    assert (pathway.state, pathway.ended_on) == (closed, EXIT)
    asked = list(made.situations.order_by("due_on").values_list("step", "due_on"))
    # Three and six months to the day, or to the last one of a shorter month.
    days = [("m3", date(2026, 11, 30)), ("m6", date(2027, 2, 28))]
    assert asked == ([] if kind in QUIET else days)
    assert meaning_of(kind).source


def test_the_situation_of_the_day_is_that_of_the_fse() -> None:
    assert situation_at(ExitKind.EMPLOYMENT, "cdi") == Situation.EMPLOYED
    assert situation_at(ExitKind.EMPLOYMENT, "independant") == Situation.SELF
    assert situation_at(ExitKind.TRAINING) == Situation.TRAINING
    assert situation_at(ExitKind.REGISTERED) == Situation.SEARCH
    assert situation_at(ExitKind.LOST) == Situation.UNKNOWN


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"on": date(2026, 5, 30)}, "on"),
        ({"on": date(2026, 9, 1)}, "on"),
        ({"kind": ExitKind.COMMON_LAW, "where": "Mission locale"}, "who"),
        ({"kind": ExitKind.COMMON_LAW, "who": "Mme Roche"}, "where"),
        ({"kind": ExitKind.EMPLOYMENT, "contract": ""}, "contract"),
    ],
)
def test_an_exit_that_cannot_be_is_refused_at_its_field(
    place: Operator, pathway: Pathway, wrong: dict[str, object], field: str
) -> None:
    with on(EXIT), pytest.raises(DomainError) as refused:
        leave(
            by=acting(place.ines),
            pathway=pathway,
            leaving=Leaving(**{"kind": ExitKind.TRAINING, "on": EXIT} | wrong),  # type: ignore[arg-type]
        )
    assert refused.value.field == field
    pathway.refresh_from_db()
    assert pathway.state == PathwayState.SPOTTED
    assert not Exit.objects.exists()


def test_sent_twice_is_noted_once_and_another_one_is_refused(
    place: Operator, pathway: Pathway
) -> None:
    given, ines = leaving(entry=uuid4()), acting(place.ines)
    with on(EXIT):
        first = leave(by=ines, pathway=pathway, leaving=given)
        assert leave(by=ines, pathway=pathway, leaving=given) == first
        with pytest.raises(DomainError):
            leave(by=ines, pathway=pathway, leaving=leaving())
    assert Exit.objects.count() == 1


def test_who_takes_over_is_sealed_and_who_does_not_follow_notes_nothing(
    place: Operator, pathway: Pathway, sacha: User
) -> None:
    for other in (place.bastien, place.claire, sacha):
        with on(EXIT), pytest.raises(NotAllowed):
            leave(by=acting(other), pathway=pathway, leaving=leaving())
    made = gone(place, pathway, ExitKind.COMMON_LAW)
    assert b"Roche" not in bytes(made.who)
    texts = read_sealed(made, "where", "who", organisation=place.organisation.pk)
    assert texts == {"where": "Mission locale", "who": "Mme Roche"}


def step(made: Exit, which: FollowUpStep) -> FollowUpSituation:
    return made.situations.get(step=which)


def test_news_is_noted_from_its_day_on_and_once(place: Operator, pathway: Pathway) -> None:
    ines, made = acting(place.ines), gone(place, pathway)
    row = step(made, FollowUpStep.THREE)
    with on(date(2026, 11, 29)), pytest.raises(DomainError):
        note_news(by=ines, row=row, news=News(Situation.TRAINING))
    with on(date(2026, 11, 30)):
        assert note_news(by=ines, row=row, news=News()).state == FollowUpState.UNREACHED
        reached = note_news(by=ines, row=row, news=News(Situation.TRAINING, improved=True))
        # An improvement is one of an employment.
        assert (reached.state, reached.improved) == (FollowUpState.REACHED, None)
        again = note_news(by=ines, row=row, news=News(Situation.TRAINING))
        assert again.situation == Situation.TRAINING
        for other in (News(), News(Situation.EMPLOYED)):
            with pytest.raises(DomainError):
                note_news(by=ines, row=row, news=other)


def test_every_state_of_news_is_reached_from_the_first() -> None:
    reachable = {to for moves in FOLLOW_UP_MOVES.values() for to in moves}
    assert reachable | {FollowUpState.WAITING} == set(FollowUpState)
    assert FOLLOW_UP_MOVES[FollowUpState.REACHED] == ()


def test_a_return_goes_on_with_the_pathway_and_stops_what_was_to_ask(
    place: Operator, momo: Person, pathway: Pathway
) -> None:
    ines, made = acting(place.ines), gone(place, pathway)
    inform(by=ines, person=momo, support=Support.SPOKEN, language="fr")
    with on(EXIT + timedelta(days=10)):
        for _ in range(2):
            back = return_(by=ines, exit_=made, to=PathwayState.REMOBILISATION)
    assert (back.state, back.ended_on) == (PathwayState.REMOBILISATION, None)
    made.refresh_from_db()
    assert made.returned_on == EXIT + timedelta(days=10)
    assert not made.situations.exists()
    # Somebody may leave again: both exits stay.
    with on(EXIT + timedelta(days=20)):
        later = leaving(ExitKind.LOST, on=EXIT + timedelta(days=20))
        leave(by=ines, pathway=pathway, leaving=later)
    assert Exit.objects.filter(pathway=pathway).count() == 2


def test_a_watch_closes_when_its_six_months_are_over(place: Operator, pathway: Pathway) -> None:
    ines, made = acting(place.ines), gone(place, pathway)
    with on(date(2027, 2, 28)):
        with pytest.raises(DomainError):
            close_watch(by=ines, exit_=made)
        for which in FollowUpStep:
            note_news(by=ines, row=step(made, which), news=News())
        for _ in range(2):
            assert close_watch(by=ines, exit_=made).state == PathwayState.CLOSED


def test_somebody_who_refused_is_asked_nothing_and_may_come_back(
    place: Operator, momo: Person, pathway: Pathway
) -> None:
    made = gone(place, pathway, ExitKind.REFUSED)
    with on(date(2027, 3, 1)):
        assert "exit-news" not in {one.kind for one in due_for(acting(place.ines))}
        assert close_watch(by=acting(place.ines), exit_=made).state == PathwayState.CLOSED


def test_the_agenda_recalls_news_without_a_name(
    place: Operator, momo: Person, pathway: Pathway, sacha: User
) -> None:
    gone(place, pathway)
    with on(date(2026, 11, 20)):
        (due,) = [one for one in due_for(acting(place.ines)) if one.kind == "exit-news"]
        assert due.link == reverse("exits:exit", args=[momo.pk])
        assert "Momo" not in due.title + due.feed_title
        for other in (place.claire, sacha):
            assert not [one for one in due_for(acting(other)) if one.kind == "exit-news"]
    with on(date(2026, 11, 1)):
        assert not [one for one in due_for(acting(place.ines)) if one.kind == "exit-news"]


def test_two_files_that_become_one_keep_the_exit_and_erased_leaves_a_figure(
    place: Operator, momo: Person, pathway: Pathway
) -> None:
    made, ines = gone(place, pathway, ExitKind.COMMON_LAW), acting(place.ines)
    with on(EXIT):
        kept = person(place.ines, "Mo")
        merge(by=ines, kept=kept, gone=momo)
        made.refresh_from_db()
        assert made.person_id == kept.pk
        assert read_sealed(made, "who", organisation=place.organisation.pk)["who"] == "Mme Roche"
        with pytest.raises(DomainError):
            cancel_opening(by=ines, person=kept)
        anonymise(by=ines, person=kept)
    made.refresh_from_db()
    assert (bytes(made.who), bytes(made.where), made.kind) == (b"", b"", ExitKind.COMMON_LAW)
    assert not FollowUpSituation.objects.waiting().exists()


def test_the_pages_from_the_exit_to_the_news(
    client: Client, place: Operator, momo: Person, pathway: Pathway, sacha: User
) -> None:
    names = ("exit", "leave", "news", "come_back", "close")
    pages = {name: reverse(f"exits:{name}", args=[momo.pk]) for name in names}
    with on(EXIT):
        for user in (place.claire, place.bastien, sacha):
            enter(client, user)
            assert {client.get(one).status_code for one in pages.values()} == {404}
        enter(client, place.ines)
        wrong = client.post(pages["leave"], {"entry": uuid4(), "kind": "droit-commun", "on": EXIT})
        assert wrong.context["form"].errors.keys() == {"where"}
        sent = {"entry": uuid4(), "kind": "emploi", "contract": "cdi", "on": EXIT}
        client.post(pages["leave"], sent | {"where": "Boulangerie Ortiz"})
        body = client.get(pages["exit"]).content.decode()
        assert "Boulangerie Ortiz" in body
        assert "CDI" in body
        # From an old page.
        assert client.post(pages["leave"], sent).status_code == 302
        assert Exit.objects.count() == 1
    with on(date(2026, 12, 1)):
        enter(client, place.ines)
        assert "à trois mois" in client.get(pages["news"]).content.decode()
        news = {"step": "m3", "situation": "emploi", "source": "personne", "improved": "oui"}
        client.post(pages["news"], news | {"on": "2026-12-01"})
        row = FollowUpSituation.objects.get(step="m3")
        assert (row.situation, row.improved) == ("emploi", True)
        assert client.get(pages["news"]).status_code == 302
        for one in (pages["exit"], pages["close"], pages["come_back"]):
            client.get(one)
            with statements_asked() as asked:
                assert client.get(one).status_code == 200
            assert len(asked) <= 15, asked
        home = reverse("people:person", args=[momo.pk])
        client.get(home)
        with statements_asked() as asked:
            assert "Sortie et suites" in client.get(home).content.decode()
        assert len(asked) <= 15, asked


def test_figures_hide_small_groups(
    client: Client, place: Operator, momo: Person, pathway: Pathway
) -> None:
    gone(place, pathway, ExitKind.CARE)
    body = enter(client, place.claire).get(reverse("exits:figures")).content.decode()
    assert "non montré" in body
    assert enter(client, place.ines).get(reverse("exits:figures")).status_code == 404
