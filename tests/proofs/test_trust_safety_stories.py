"""The figure of the safety stories can miss: one is shown a bug planted in the real code."""

from pathlib import Path

import pytest

from o2r.core.measures import Measure
from o2r.proofs import safety_stories

FOUND = "test_story_01_a_search_by_a_colleague_finds_nobody"
HELD = "test_story_28_a_rung_keeps_only_what_it_may"
PLANTED = """
import pytest

@pytest.fixture(autouse=True)
def _a_search_that_finds_everybody(monkeypatch):
    from o2r.people.models import Person
    from o2r.people.views import caseload

    whole = frozenset({"identity", "contact"})

    def everyone(request):
        rows = caseload.for_lists(Person.objects.all()).order_by("pk")
        return caseload.rows_of(request.actor, [(one, whole) for one in rows])

    monkeypatch.setattr(caseload, "_everyone", everyone)
    monkeypatch.setattr(Person, "shared_groups", lambda self, actor: None)
"""


def test_a_search_that_finds_everybody_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "planted.py").write_text(PLANTED)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    # A site of its own, on the embedded database, whatever this suite runs on.
    monkeypatch.delenv("O2R_TEST_DATABASE_URL", raising=False)
    passed = safety_stories.play(["-p", "planted", "-k", f"{FOUND} or {HELD}"])
    assert passed == {HELD}


def figure() -> Measure:
    [one] = safety_stories.safety_stories()
    return one


def test_a_story_without_its_test_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {name for name, _ in safety_stories._NAME.findall(document())}
    monkeypatch.setattr(safety_stories, "play", lambda: names)
    assert figure().ok
    monkeypatch.setattr(safety_stories, "play", lambda: names - {FOUND})
    assert not figure().ok
    assert figure().detail["missed"] == ["01"]


def test_without_the_tests_nothing_is_said_to_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safety_stories, "PLAYED", "nulle-part")
    assert not figure().checked
    assert not figure().ok


def document() -> str:
    return (Path(safety_stories.settings.BASE_DIR) / safety_stories.TOLD).read_text("utf-8")
