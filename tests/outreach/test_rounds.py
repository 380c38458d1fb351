"""Rounds: planned with the right people, left, visited, back; and the alert when nobody is."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.core.agenda.registry import due_for
from o2r.core.journal.models import JournalEntry
from o2r.core.notifications.models import Notification
from o2r.outreach import round_words, services
from o2r.outreach.enums import ROUND_CHANNELS, ROUND_MOVES, Channel, RoundState
from o2r.outreach.models import Place, Round, RoundStop
from o2r.outreach.recurring import rounds_not_back
from o2r.outreach.services import RoundDetails
from o2r.outreach.services.holding import move
from tests.accounts.factories import UserFactory, someone
from tests.outreach.conftest import PARIS, TUESDAY
from tests.outreach.factories import PlaceFactory, RoundStopFactory, round_of

EVENING = RoundDetails(
    starts_at=TUESDAY.replace(hour=18, minute=30), ends_at=TUESDAY.replace(hour=22)
)


def details(**changes: Any) -> RoundDetails:
    return RoundDetails(**{**EVENING.__dict__, **changes})


@pytest.fixture
def pair(ines: User, hugo: User) -> list[Any]:
    return [ines.pk, hugo.pk]


@pytest.fixture
def tonight(by: Actor, pair: list[Any]) -> Round:
    return services.plan_round(by=by, details=EVENING, members=pair)


@pytest.fixture
def station(passerelles: Organisation) -> Place:
    return PlaceFactory(organisation=passerelles, name="Gare")


@pytest.fixture
def market(passerelles: Organisation) -> Place:
    return PlaceFactory(organisation=passerelles, name="Marché", needs_two=False)


# --- Planned --------------------------------------------------------------------------------------


def test_a_round_is_planned_with_its_people_and_an_hour_to_worry(
    tonight: Round, ines: User, hugo: User
) -> None:
    assert set(tonight.members.all()) == {ines, hugo}
    assert tonight.back_by == EVENING.ends_at + timedelta(minutes=30)
    assert (tonight.state, tonight.people) == (RoundState.PLANNED, 2)
    entry = JournalEntry.objects.get(kind="round")
    assert (entry.action, entry.object_id) == ("create", tonight.pk)


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"ends_at": EVENING.starts_at}, "ends", "finit avant de partir"),
        ({"ends_at": EVENING.starts_at - timedelta(hours=1)}, "ends", "finit avant de partir"),
        ({"ends_at": EVENING.starts_at + timedelta(hours=17)}, "ends", "16 heures"),
        (
            {"starts_at": TUESDAY - timedelta(days=1), "ends_at": TUESDAY - timedelta(hours=20)},
            "day",
            "déjà finie",
        ),
        (
            {
                "starts_at": TUESDAY + timedelta(days=500),
                "ends_at": TUESDAY + timedelta(days=500, hours=2),
            },
            "day",
            "plus d’un an",
        ),
        ({"back_by": EVENING.ends_at - timedelta(minutes=1)}, "back", "avant la fin"),
        ({"back_by": EVENING.ends_at + timedelta(hours=13)}, "back", "à temps"),
        ({"channel": Channel.PHONE}, "channel", "canal"),
        ({"guests": 11}, None, "Dix autres personnes"),
    ],
)
def test_hours_that_cannot_be_are_refused(
    by: Actor, pair: list[Any], changes: dict[str, Any], field: str | None, said: str
) -> None:
    with pytest.raises(DomainError, match=said) as refusal:
        services.plan_round(by=by, details=details(**changes), members=pair)
    assert refusal.value.field == field


def test_only_those_who_may_read_a_round_go_on_it(
    by: Actor, passerelles: Organisation, ines: User, lina: User
) -> None:
    accountant = someone(Role.MEMBER, passerelles).user
    gone = someone(Role.CASEWORKER, passerelles)
    gone.ended_at = clock.now()
    gone.save()
    for stranger in (lina, accountant, gone.user, UserFactory()):
        with pytest.raises(DomainError, match="ne travaille plus ici"):
            services.plan_round(by=by, details=EVENING, members=[ines.pk, stranger.pk])
    with pytest.raises(DomainError, match="au moins une personne"):
        services.plan_round(by=by, details=EVENING, members=[])


def test_nobody_is_in_two_rounds_at_once(by: Actor, tonight: Round, hugo: User, sami: User) -> None:
    later = details(starts_at=TUESDAY.replace(hour=21), ends_at=TUESDAY.replace(hour=23))
    with pytest.raises(DomainError, match="Hugo Perrin est déjà en tournée le 1er.décembre"):
        services.plan_round(by=by, details=later, members=[hugo.pk])
    services.plan_round(by=by, details=later, members=[sami.pk])
    services.cancel_round(by=by, round_=tonight, because="Neige")
    services.plan_round(by=by, details=later, members=[hugo.pk])


def test_changing_a_round_does_not_clash_with_itself(
    by: Actor, tonight: Round, pair: list[Any]
) -> None:
    changed = services.change_round(
        by=by, round_=tonight, details=details(remark="Camionnette"), members=pair
    )
    assert changed.remark == "Camionnette"
    services.start_round(by=by, round_=tonight)
    with pytest.raises(DomainError, match="déjà partie"):
        services.change_round(by=by, round_=tonight, details=EVENING, members=pair)


def test_who_is_of_no_operator_plans_nothing(karim: User, ines: User) -> None:
    with pytest.raises(NotAllowed):
        services.plan_round(by=actor_for(karim), details=EVENING, members=[ines.pk])


def test_a_round_online_waits_for_nobody(by: Actor, ines: User, passerelles: Organisation) -> None:
    online = services.plan_round(
        by=by,
        details=details(channel=Channel.DIGITAL, back_by=EVENING.ends_at + timedelta(hours=3)),
        members=[ines.pk],
    )
    assert online.back_by == online.ends_at
    with clock.stopped_at(TUESDAY + timedelta(days=1)):
        assert not online.is_late
        assert services.alert_late_rounds(now=clock.now()) == 0


def test_only_some_channels_make_a_round() -> None:
    assert [one for one in ROUND_CHANNELS if not one.goes_out] == [Channel.DIGITAL]


# --- Two people -----------------------------------------------------------------------------------


def test_nobody_goes_alone_where_the_team_decided_to_be_two(
    by: Actor, ines: User, hugo: User, station: Place, market: Place
) -> None:
    alone = services.plan_round(by=by, details=EVENING, members=[ines.pk])
    services.add_stops(by=by, round_=alone, places=[(market, [])])
    with pytest.raises(DomainError, match="On ne va pas seul à «.Gare.»"):
        services.add_stops(by=by, round_=alone, places=[(station, [])])
    services.change_round(by=by, round_=alone, details=EVENING, members=[ines.pk, hugo.pk])
    services.add_stops(by=by, round_=alone, places=[(station, [])])
    with pytest.raises(DomainError, match="On ne va pas seul à «.Gare.»"):
        services.change_round(by=by, round_=alone, details=EVENING, members=[ines.pk])
    services.change_round(by=by, round_=alone, details=details(guests=1), members=[ines.pk])


# --- Places of a round ----------------------------------------------------------------------------


def names(round_: Round) -> list[str]:
    stops = RoundStop.objects.filter(round=round_).select_related("place")
    return [one.place.name for one in stops.order_by("rank", "pk")]


def stop_of(round_: Round, place: Place) -> RoundStop:
    return RoundStop.objects.select_related("round").get(round=round_, place=place)


def test_places_are_added_once_in_order_and_exchanged(
    by: Actor, tonight: Round, station: Place, market: Place, passerelles: Organisation
) -> None:
    park = PlaceFactory(organisation=passerelles, name="Parc")
    services.add_stops(by=by, round_=tonight, places=[(station, ["Jamais visité"]), (market, [])])
    services.add_stops(by=by, round_=tonight, places=[(station, []), (park, [])])
    assert names(tonight) == ["Gare", "Marché", "Parc"]
    assert stop_of(tonight, station).why == ["Jamais visité"]
    services.move_stop(by=by, stop=stop_of(tonight, park), earlier=True)
    assert names(tonight) == ["Gare", "Parc", "Marché"]
    services.move_stop(by=by, stop=stop_of(tonight, station), earlier=True)
    services.move_stop(by=by, stop=stop_of(tonight, market), earlier=False)
    assert names(tonight) == ["Gare", "Parc", "Marché"]
    gone = stop_of(tonight, station)
    for _ in range(2):
        services.remove_stop(by=by, stop=gone)
    assert names(tonight) == ["Parc", "Marché"]


def test_a_place_left_or_of_another_operator_has_no_stop(
    by: Actor, tonight: Round, station: Place
) -> None:
    services.leave_place(by=by, place=station)
    for place in (station, PlaceFactory()):
        with pytest.raises(DomainError, match="n’est plus un lieu de votre équipe"):
            services.add_stops(by=by, round_=tonight, places=[(place, [])])


def test_a_round_holds_so_many_places(by: Actor, tonight: Round, passerelles: Organisation) -> None:
    many = [(one, []) for one in PlaceFactory.create_batch(31, organisation=passerelles)]
    with pytest.raises(DomainError, match="30 lieux au plus"):
        services.add_stops(by=by, round_=tonight, places=many)


def test_pressing_passed_twice_notes_one_visit(
    by: Actor, hugo: User, tonight: Round, station: Place
) -> None:
    services.add_stops(by=by, round_=tonight, places=[(station, [])])
    stop = stop_of(tonight, station)
    services.start_round(by=by, round_=tonight)
    first = services.visit_stop(by=by, stop=stop).visited_at
    with clock.stopped_at(TUESDAY + timedelta(minutes=5)):
        assert services.visit_stop(by=actor_for(hugo), stop=stop).visited_at == first == TUESDAY
    services.undo_stop(by=by, stop=stop)
    assert stop_of(tonight, station).is_open


def test_the_first_visit_starts_a_round_that_nobody_started(
    by: Actor, tonight: Round, station: Place
) -> None:
    services.add_stops(by=by, round_=tonight, places=[(station, [])])
    services.visit_stop(by=by, stop=stop_of(tonight, station))
    tonight.refresh_from_db()
    assert (tonight.state, tonight.started_at) == (RoundState.UNDER_WAY, TUESDAY)


def test_nothing_is_visited_in_a_round_of_another_day(
    by: Actor, pair: list[Any], station: Place
) -> None:
    friday = services.plan_round(
        by=by,
        details=details(
            starts_at=EVENING.starts_at + timedelta(days=3),
            ends_at=EVENING.ends_at + timedelta(days=3),
        ),
        members=pair,
    )
    services.add_stops(by=by, round_=friday, places=[(station, [])])
    with pytest.raises(DomainError, match="part le 4.décembre à 18.h.30"):
        services.visit_stop(by=by, stop=stop_of(friday, station))
    with pytest.raises(DomainError, match="Pour partir plus tôt"):
        services.start_round(by=by, round_=friday)


def test_a_forgotten_visit_is_noted_the_next_morning_not_the_next_week(
    by: Actor, tonight: Round, station: Place, market: Place
) -> None:
    services.add_stops(by=by, round_=tonight, places=[(station, []), (market, [])])
    services.start_round(by=by, round_=tonight)
    services.finish_round(by=by, round_=tonight)
    with clock.stopped_at(TUESDAY + timedelta(hours=15)):
        kept = services.visit_stop(by=by, stop=stop_of(tonight, station))
        assert kept.visited_at == TUESDAY
    with (
        clock.stopped_at(TUESDAY + timedelta(days=7)),
        pytest.raises(DomainError, match="finie depuis longtemps"),
    ):
        services.visit_stop(by=by, stop=stop_of(tonight, market))


def test_a_place_is_left_with_a_reason(
    by: Actor, tonight: Round, station: Place, market: Place
) -> None:
    services.add_stops(by=by, round_=tonight, places=[(station, []), (market, [])])
    with pytest.raises(DomainError, match="Dites pourquoi"):
        services.skip_stop(by=by, stop=stop_of(tonight, station), because="  ")
    services.skip_stop(by=by, stop=stop_of(tonight, station), because="Porte fermée")
    assert stop_of(tonight, station).skipped_because == "Porte fermée"
    services.visit_stop(by=by, stop=stop_of(tonight, station))
    assert stop_of(tonight, station).skipped_because == ""
    with pytest.raises(DomainError, match="Défaites d’abord"):
        services.skip_stop(by=by, stop=stop_of(tonight, station), because="Rien")
    with pytest.raises(DomainError, match="laissez ce lieu"):
        services.remove_stop(by=by, stop=stop_of(tonight, market))


# --- Moves ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("left", RoundState)
@pytest.mark.parametrize("to", RoundState)
def test_a_round_moves_as_the_table_says(
    by: Actor, ines: User, left: RoundState, to: RoundState
) -> None:
    round_ = round_of(ines, state=left)
    if to in ROUND_MOVES[left]:
        assert move(by, round_, to).state == to
    else:
        with pytest.raises(DomainError, match="ne peut plus être"):
            move(by, round_, to)


def test_pressing_any_button_twice_does_it_once(by: Actor, tonight: Round) -> None:
    for _ in range(2):
        services.start_round(by=by, round_=tonight)
    with clock.stopped_at(TUESDAY + timedelta(hours=2)):
        services.finish_round(by=by, round_=tonight)
    with clock.stopped_at(TUESDAY + timedelta(hours=4)):
        again = services.finish_round(by=by, round_=tonight)
    assert again.back_at == TUESDAY + timedelta(hours=2)
    with pytest.raises(DomainError, match="terminée"):
        services.cancel_round(by=by, round_=tonight, because="Trop tard")


def test_a_team_that_forgot_to_start_may_still_say_that_it_is_back(
    by: Actor, tonight: Round
) -> None:
    assert services.finish_round(by=by, round_=tonight).state == RoundState.DONE


def test_a_round_is_cancelled_with_a_reason(by: Actor, tonight: Round) -> None:
    with pytest.raises(DomainError, match="Dites pourquoi"):
        services.cancel_round(by=by, round_=tonight, because="")
    services.cancel_round(by=by, round_=tonight, because="Verglas")
    services.cancel_round(by=by, round_=tonight, because="Autre chose")
    tonight.refresh_from_db()
    assert tonight.cancelled_because == "Verglas"
    for act in (services.start_round, services.finish_round):
        with pytest.raises(DomainError, match="annulée"):
            act(by=by, round_=tonight)


def test_nobody_else_touches_a_round(
    tonight: Round, station: Place, by: Actor, lina: User, karim: User, sami: User
) -> None:
    services.add_stops(by=by, round_=tonight, places=[(station, [])])
    stop = stop_of(tonight, station)
    for stranger in (lina, karim):
        who = actor_for(stranger)
        assert not Round.objects.visible_to(who).exists()
        with pytest.raises(NotAllowed):
            services.start_round(by=who, round_=tonight)
        with pytest.raises(NotAllowed):
            services.visit_stop(by=who, stop=stop)
        with pytest.raises(NotAllowed):
            services.finish_round(by=who, round_=tonight)
    services.start_round(by=actor_for(sami), round_=tonight)


# --- Everyone back --------------------------------------------------------------------------------


def told(user: User) -> list[Notification]:
    return list(Notification.objects.filter(recipient=user.pk).order_by("created_at", "pk"))


@pytest.mark.parametrize("started", [True, False])
def test_nobody_back_in_time_is_told_once_to_the_team_and_who_coordinates(
    by: Actor, tonight: Round, ines: User, hugo: User, sami: User, lina: User, *, started: bool
) -> None:
    if started:
        services.start_round(by=by, round_=tonight)
    before, after = TUESDAY.replace(hour=22, minute=30), TUESDAY.replace(hour=22, minute=31)
    assert rounds_not_back(before) == ""
    with clock.stopped_at(after):
        assert rounds_not_back(after) == "1 tournée(s) sans retour signalé."
        assert rounds_not_back(after + timedelta(minutes=1)) == ""
    for one in (ines, hugo, sami):
        (alert,) = told(one)
        said = f"{alert.subject} {alert.body}"
        assert "22\u00a0h\u00a030" in said
        for name in ("Inès", "Hugo", "Gare", "Vénissieux", "Passerelles"):
            assert name not in said
        assert alert.link == f"/espace/tournees/{tonight.pk}/"
    assert told(lina) == []


def test_a_team_back_after_the_alert_reassures_everyone(
    by: Actor, tonight: Round, sami: User
) -> None:
    services.start_round(by=by, round_=tonight)
    with clock.stopped_at(TUESDAY.replace(hour=23)):
        services.alert_late_rounds(now=clock.now())
        for _ in range(2):
            services.finish_round(by=by, round_=tonight)
    assert sorted(one.subject for one in told(sami)) == [
        "Une tournée est rentrée",
        "Une tournée n’a pas signalé son retour",
    ]


def test_a_later_return_is_waited_for_and_told_again(by: Actor, tonight: Round, sami: User) -> None:
    services.start_round(by=by, round_=tonight)
    late = TUESDAY.replace(hour=23)
    with clock.stopped_at(late):
        services.alert_late_rounds(now=late)
        services.postpone_return(by=by, round_=tonight, back_by=late + timedelta(hours=1))
        assert services.alert_late_rounds(now=late + timedelta(minutes=59)) == 0
    assert services.alert_late_rounds(now=late + timedelta(minutes=61)) == 1
    assert len(told(sami)) == 2


@pytest.mark.parametrize(
    ("back_by", "said"),
    [
        (TUESDAY - timedelta(minutes=1), "déjà passée"),
        (TUESDAY + timedelta(minutes=1), "avant la fin"),
        (TUESDAY + timedelta(hours=30), "à temps"),
    ],
)
def test_a_return_is_not_put_off_to_an_hour_that_makes_no_sense(
    by: Actor, tonight: Round, back_by: datetime, said: str
) -> None:
    with pytest.raises(DomainError, match=said):
        services.postpone_return(by=by, round_=tonight, back_by=back_by)


def test_nobody_waits_for_a_round_that_is_over(by: Actor, tonight: Round) -> None:
    services.finish_round(by=by, round_=tonight)
    with pytest.raises(DomainError, match="personne n’est attendu"):
        services.postpone_return(
            by=by, round_=tonight, back_by=EVENING.ends_at + timedelta(hours=1)
        )
    assert services.alert_late_rounds(now=TUESDAY + timedelta(days=1)) == 0


def test_without_a_coordinator_who_guards_the_accounts_is_told(
    by: Actor, tonight: Round, passerelles: Organisation
) -> None:
    manager = someone(Role.MEMBER, passerelles, manages_accounts=True).user
    services.start_round(by=by, round_=tonight)
    services.alert_late_rounds(now=TUESDAY + timedelta(days=1))
    assert len(told(manager)) == 1


# --- Words ----------------------------------------------------------------------------------------


def test_the_agenda_holds_one_s_own_rounds_and_says_neither_where_nor_with_whom(
    by: Actor, tonight: Round, station: Place, sami: User
) -> None:
    RoundStopFactory(round=tonight, place=station)
    (due,) = [one for one in due_for(by) if one.kind == "outreach-round"]
    assert due.title == "Tournée, jusqu’à 22\u00a0h"
    assert (due.feed_title, due.hour) == ("Tournée", time(18, 30))
    assert not [one for one in due_for(actor_for(sami)) if one.kind == "outreach-round"]


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("2026-12-01T18:30", "mardi soir"),
        ("2026-12-07T09:00", "lundi matin"),
        ("2026-12-06T14:00", "dimanche après-midi"),
        ("2026-12-08T18:30", "mardi 8 décembre"),
        ("2026-11-30T18:30", "lundi 30 novembre"),
        ("2027-01-05T18:30", "mardi 5 janvier 2027"),
    ],
)
def test_a_round_is_said_in_words(start: str, said: str) -> None:
    moment = datetime.fromisoformat(start).replace(tzinfo=PARIS)
    assert round_words.moment(moment, TUESDAY.date()).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("people", "guests", "said"),
    [
        (["Inès"], 0, "Inès"),
        (["Inès", "Samir"], 0, "Inès et Samir"),
        (["Inès", "Samir"], 1, "Inès, Samir et 1 autre personne"),
        (["Inès"], 3, "Inès et 3 autres personnes"),
    ],
)
def test_who_goes_is_said_in_words(people: list[str], guests: int, said: str) -> None:
    assert round_words.together(people, guests).replace("\u00a0", " ") == said
