"""``o2r bench crypto``: what sealing costs, on one core."""

import time
import uuid
from collections.abc import Callable, Iterator

from o2r.core.crypto import envelope
from o2r.core.crypto.envelope import Place
from o2r.core.crypto.sealing import wrap_context
from o2r.core.measures import Measure, measures_for

TEXT = b"Une note de deux lignes, comme on en ecrit le soir apres une tournee. " * 2
ROUNDS_SHORT, ROUNDS_FULL = 20_000, 200_000


@measures_for("crypto")
def crypto(*, full: bool = False) -> Iterator[Measure]:
    """Sealings, openings, and new data keys with their wrap, per second."""
    rounds = ROUNDS_FULL if full else ROUNDS_SHORT
    key = envelope.new_key()
    places = [Place("people_narrative", "text", uuid.uuid4()) for _ in range(100)]
    sealed = [_seal(key, place) for place in places]
    organisation = uuid.uuid4()

    def open_one(turn: int) -> object:
        place = places[turn % 100]
        return envelope.unseal(key, context=place.context(), sealed=sealed[turn % 100])

    def new_data_key(turn: int) -> object:
        bound = wrap_context(places[turn % 100].row, 1, organisation)
        return envelope.seal(key, version=1, context=bound, plain=envelope.new_key())

    detail = {"rounds": rounds, "bytes": len(TEXT)}
    for name, act, target in (
        ("seals", lambda turn: _seal(key, places[turn % 100]), 20_000),
        ("unseals", open_one, 20_000),
        ("new_keys", new_data_key, 20_000),
    ):
        yield Measure(f"crypto.{name}", _rate(act, rounds), "/s", target, "higher", detail)


def _seal(key: bytes, place: Place) -> bytes:
    return envelope.seal(key, version=1, context=place.context(), plain=TEXT)


def _rate(act: Callable[[int], object], rounds: int) -> float:
    start = time.perf_counter()
    for turn in range(rounds):
        act(turn)
    return rounds / (time.perf_counter() - start)
