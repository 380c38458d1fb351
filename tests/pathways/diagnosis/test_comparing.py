"""Gaps said in words, drawings and lists: pure."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.pathways.diagnosis import lists
from o2r.pathways.diagnosis.charts import MIDDLE, RADIUS, history, radar
from o2r.pathways.diagnosis.comparing import change_words, gap, gap_words
from o2r.pathways.diagnosis.enums import Degree

DEGREES = st.sampled_from(list(Degree))


@given(DEGREES, DEGREES)
def test_a_gap_turns_round_with_the_sides_and_never_hides(theirs: Degree, ours: Degree) -> None:
    there, back = gap(theirs, ours), gap(ours, theirs)
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert there == -back
        assert gap_words(theirs, ours)


def test_who_sees_it_heavier_is_said_and_by_how_much() -> None:
    assert "personne le sent nettement plus lourd" in gap_words(Degree.BLOCKING, Degree.RESOURCE)
    assert "professionnel le voit un peu plus lourd" in gap_words(Degree.SLIGHT, Degree.REAL)
    assert gap_words(Degree.REAL, Degree.REAL) == "Même avis des deux côtés."


def test_not_wanting_to_talk_is_an_answer_and_no_weight() -> None:
    assert gap(Degree.UNSAID, Degree.BLOCKING) is None
    assert "c’est sa réponse" in gap_words(Degree.UNSAID, Degree.BLOCKING)
    assert gap_words(Degree.NOT_EXPLORED, Degree.NOT_EXPLORED) == ""


@given(DEGREES, DEGREES)
def test_what_moved_is_said_only_between_two_weights(before: Degree, now: Degree) -> None:
    said = change_words(before, now)
    assert bool(said) == (before.is_weight and now.is_weight)
    if said == "plus léger":
        assert now < before


@given(st.lists(st.tuples(DEGREES, DEGREES), max_size=16))
def test_the_radar_draws_each_weight_and_nothing_else(scores: list[tuple[int, int]]) -> None:
    drawn = radar(scores)
    if len(scores) < 3:
        assert drawn is None
        return
    assert drawn is not None
    assert len(drawn.person) == sum(Degree(one).is_weight for one, _ in scores)
    assert len(drawn.professional) == sum(Degree(one).is_weight for _, one in scores)
    far = RADIUS + 0.2
    assert all(
        (x - MIDDLE) ** 2 + (y - MIDDLE) ** 2 <= far**2
        for x, y in (*drawn.person, *drawn.professional)
    )
    assert [axis.number for axis in drawn.axes] == list(range(1, len(scores) + 1))


def test_the_history_is_higher_when_it_weighs_more_and_cut_where_nothing_is_said() -> None:
    drawn = history([(1, 4), (0, 2), (3, 2)])
    (_, first), (_, last) = drawn.person
    assert last < first
    assert drawn.person_line.count("M") == 2
    assert drawn.professional_line.count("M") == 1


def test_phrases_are_of_barriers_that_exist_and_codes_are_unique() -> None:
    known = {one.code for one in lists.barriers()}
    for phrases in (lists.situations(), lists.objectives(), lists.actions()):
        assert phrases
        assert {one.barrier for one in phrases} <= known
        assert len({one.code for one in phrases}) == len(phrases)


def test_every_contrainte_of_france_travail_has_its_barrier() -> None:
    codes = {code for one in lists.barriers() for code in one.france_travail}
    assert {str(code) for code in range(23, 30)} <= codes
    assert {one.data_inclusion for one in lists.barriers()} >= {"mobilite", "remobilisation"}


SECRET = ("justice", "judiciaire", "addiction", "dépendance", "violence", "handicap", "enceinte")


@pytest.mark.parametrize("word", SECRET)
def test_no_phrase_is_a_flag_of_what_must_not_be_coded(word: str) -> None:
    every = [
        *(one.label for one in lists.barriers()),
        *(one.label for one in (*lists.situations(), *lists.objectives(), *lists.actions())),
        *lists.strengths().values(),
    ]
    assert not [one for one in every if word in one.lower()]


def test_health_has_no_coded_situation() -> None:
    health = [one.code for one in lists.barriers() if one.group == "health"]
    assert health == ["sante"]
    assert not [one for one in lists.situations() if one.barrier in health]


def test_groups_open_barriers() -> None:
    seen = {one.code for one in lists.barriers_for(frozenset({"barriers"}))}
    assert "sante" not in seen
    assert "logement" in seen
    assert not lists.barriers_for(frozenset({"identity"}))


def test_weights_are_those_that_can_be_compared() -> None:
    weights = {one for one in Degree if one.is_weight}
    for theirs, ours in product(Degree, Degree):
        assert (gap(theirs, ours) is not None) == ({theirs, ours} <= weights)
