"""What is sealed opens with its key, at its place, unchanged; nowhere else and never otherwise."""

import uuid
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.core.crypto import envelope
from o2r.core.crypto.envelope import Place
from o2r.core.crypto.errors import Unreadable

KEY = bytes(range(32))
PLACE = Place("people_identity", "first_name", uuid.UUID(int=7))


def sealed(text: bytes = b"Awa", place: Place = PLACE, version: int = 3) -> bytes:
    return envelope.seal(KEY, version=version, context=place.context(), plain=text)


@given(st.binary(max_size=300), st.integers(1, 2**32 - 1))
def test_what_is_sealed_opens(text: bytes, version: int) -> None:
    locked = sealed(text, version=version)
    assert envelope.unseal(KEY, context=PLACE.context(), sealed=locked) == text
    assert envelope.version_of(locked) == version
    assert len(locked) == len(text) + envelope.OVERHEAD
    assert len(text) < 4 or text not in locked


def test_the_same_text_never_gives_the_same_bytes() -> None:
    assert len({sealed() for _ in range(100)}) == 100


@given(st.data())
def test_one_changed_bit_is_refused(data: st.DataObject) -> None:
    locked = bytearray(sealed())
    bit = data.draw(st.integers(0, len(locked) * 8 - 1))
    locked[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Unreadable):
        envelope.unseal(KEY, context=PLACE.context(), sealed=bytes(locked))


@given(st.integers(0, len(sealed()) - 1))
def test_a_cut_text_is_refused(length: int) -> None:
    with pytest.raises(Unreadable):
        envelope.unseal(KEY, context=PLACE.context(), sealed=sealed()[:length])


@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(PLACE, table="people_contact"),
        replace(PLACE, column="last_name"),
        replace(PLACE, row=uuid.UUID(int=8)),
    ],
    ids=["table", "column", "row"],
)
def test_a_moved_text_is_refused(elsewhere: Place) -> None:
    with pytest.raises(Unreadable):
        envelope.unseal(KEY, context=elsewhere.context(), sealed=sealed())


def test_another_key_or_another_version_is_refused() -> None:
    with pytest.raises(Unreadable):
        envelope.unseal(bytes(32), context=PLACE.context(), sealed=sealed())
    relabelled = sealed(version=3)[:1] + (4).to_bytes(4) + sealed(version=3)[5:]
    with pytest.raises(Unreadable):
        envelope.unseal(KEY, context=PLACE.context(), sealed=relabelled)


@given(st.lists(st.text(max_size=8), max_size=4), st.lists(st.text(max_size=8), max_size=4))
def test_two_lists_of_parts_never_give_the_same_context(left: list[str], right: list[str]) -> None:
    assert (envelope.context(*left) == envelope.context(*right)) is (left == right)
    assert envelope.parts_of(envelope.context(*left)) == left


def test_parts_slid_from_one_to_the_next_make_another_context() -> None:
    assert Place("ab", "c", PLACE.row).context() != Place("a", "bc", PLACE.row).context()


@pytest.mark.parametrize("broken", [b"\x00", b"\x00\x00\x00\x05abc", b"\x00\x00\x00\x01\xff"])
def test_what_is_not_a_context_has_no_parts(broken: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        envelope.parts_of(broken)


def test_a_plain_text_does_not_look_sealed() -> None:
    assert not envelope.is_sealed(b"Une phrase assez longue pour avoir la taille voulue")
    assert not envelope.is_sealed(b"\x01 court")
    assert envelope.is_sealed(sealed(b""))
