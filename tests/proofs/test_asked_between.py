"""The figure of the index between operators can miss: it is shown bugs planted in the real code."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from o2r.accounts.actors import Actor
from o2r.core import clock
from o2r.core.belt import system_scope
from o2r.people.between import services
from o2r.people.between.models import Inquiry
from o2r.people.between.recurring import carry
from o2r.people.between.views import asking
from o2r.proofs import asked_between
from o2r.proofs.site import sample_keys


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the database of the tests, and once each: seconds instead of minutes."""

    @contextmanager
    def here() -> Iterator[None]:
        with sample_keys():
            yield

    monkeypatch.setattr(asked_between, "sample_site", here)
    monkeypatch.setattr(asked_between, "ROUNDS", 1)


def figures() -> dict[str, float]:
    """Without the clock, which proves nothing inside a test suite."""
    found = {one.id: one.value for one in asked_between.asked_between()}
    del found["A5.telling_times"]
    return found


def test_the_product_holds() -> None:
    assert figures() == {"A5.telling_bytes": 0, "A5.telling_queries": 0}


def test_a_page_that_says_that_somebody_was_told_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = asking.render

    def talkative(request: Any, template: str, context: dict[str, Any]) -> Any:
        answer = honest(request, template, context)
        with system_scope("test"):
            if "inquiry" in context and context["inquiry"].notices.exists():
                answer.content += b" "
        return answer

    monkeypatch.setattr(asking, "render", talkative)
    assert figures()["A5.telling_bytes"] > 0


def test_a_request_that_looks_by_itself_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = services.ask_between

    def impatient(*, by: Actor, **asked: Any) -> Inquiry:
        made = honest(by=by, **asked)
        with system_scope("test"), asked_between.suppress(asked_between.IndexUnavailable):
            carry(clock.now())
        return made

    monkeypatch.setattr(services, "ask_between", impatient)
    assert figures()["A5.telling_queries"] > 0
