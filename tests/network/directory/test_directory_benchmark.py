"""What the figures stand on: the index, the rival and a plain reading say the same."""

from collections.abc import Iterator

import pytest

from o2r.network.directory.benchmarks import _is_exact
from o2r.network.directory.measured_directory import Row, fill, questions, worded
from o2r.network.directory.measured_rival import LIMIT, ask_rival, ask_rival_all, fill_rival
from o2r.network.directory.search.question import Question
from o2r.network.directory.selectors import kept_index
from o2r.network.directory.selectors.near import ask

SERVICES, ASKED, SEED = 3_000, 12, 7


@pytest.fixture
def rows() -> Iterator[list[Row]]:
    kept_index._held.clear()
    made = fill(SERVICES, SEED)
    fill_rival(made)
    yield made
    kept_index._held.clear()


@pytest.fixture
def asked(rows: list[Row]) -> list[Question]:
    return questions(rows, ASKED, SEED, within_km=30.0)


def test_the_index_answers_as_a_plain_reading_does(rows: list[Row], asked: list[Question]) -> None:
    for question in (*asked, *worded(asked, SEED)):
        assert _is_exact(rows, question), question


def test_the_rival_does_the_same_work(asked: list[Question]) -> None:
    for question in asked:
        answer = ask(question)
        covering = {one.key for one in answer.matches if one.covers}
        assert covering == set(ask_rival(question, None))
        found, total = ask_rival_all(question)
        assert total == answer.total
        assert len(found) == min(LIMIT, total)
        assert {key in covering for key in found[: answer.covering]} <= {True}
