"""What two people who hold the same form have each changed."""

import pytest

from o2r.calls.applications.merging import merge


@pytest.mark.parametrize(
    ("saved", "seen", "wanted", "theirs", "left"),
    [
        ("a", "a", "b", {}, set()),  # changed by oneself
        ("b", "a", "a", {}, {"title"}),  # changed by the other
        ("b", "a", "b", {}, set()),  # changed by both to the same
        ("b", "a", "c", {"title": "b"}, set()),  # changed by both
        ("b", None, "c", {}, set()),  # not shown
    ],
)
def test_each_keeps_what_they_changed(
    saved: str, seen: str | None, wanted: str, theirs: dict[str, str], left: set[str]
) -> None:
    shown = {} if seen is None else {"title": seen}
    met = merge(saved={"title": saved}, seen=shown, wanted={"title": wanted})
    assert (met.theirs, met.left) == (theirs, left)
