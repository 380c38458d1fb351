"""Two of three people rebuild the root key; one alone never does, and a slip of the hand shows."""

import itertools
import os
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.core.crypto import shares
from o2r.core.crypto.enums import Holder, Pair
from o2r.core.crypto.errors import WrongShares
from o2r.core.crypto.shares import Share

ROOT = bytes(range(32))


def made() -> tuple[tuple[Share, Share, Share], dict[Pair, bytes]]:
    three = shares.new_shares(5)
    return three, shares.wrap_for_pairs(ROOT, three)


def test_every_pair_rebuilds_in_any_order_and_has_its_own_wrap() -> None:
    three, wraps = made()
    assert set(wraps) == set(Pair)
    for two in itertools.permutations(three, 2):
        assert shares.unwrap_by_pair(two, wraps) == ROOT
    assert shares.unwrap_by_pair(three, wraps) == ROOT


def test_one_share_alone_rebuilds_nothing() -> None:
    three, wraps = made()
    for one, holder in itertools.product(three, Holder):
        with pytest.raises(WrongShares):
            shares.unwrap_by_pair([one], wraps)
        with pytest.raises(WrongShares):
            shares.unwrap_by_pair([one, one], wraps)
        if holder != one.holder:
            for guess in (one.secret, bytes(32), os.urandom(32)):
                with pytest.raises(WrongShares):
                    shares.unwrap_by_pair([one, Share(holder, 5, guess)], wraps)


def test_shares_of_two_days_or_of_another_instance_are_told_apart() -> None:
    three, wraps = made()
    with pytest.raises(WrongShares, match="versions 5 et 6"):
        shares.unwrap_by_pair([three[0], replace(three[1], root_version=6)], wraps)
    other, _ = made()
    with pytest.raises(WrongShares, match="cette instance"):
        shares.unwrap_by_pair(other[:2], wraps)


@given(st.sampled_from(Holder), st.integers(1, 65_535), st.binary(min_size=32, max_size=32))
def test_a_share_is_read_as_it_was_written(holder: Holder, version: int, secret: bytes) -> None:
    share = Share(holder, version, secret)
    written = share.written()
    assert len(written.split("-")) == 16
    assert not set(written) & set("ILOU")
    assert shares.read_share(written) == share
    typed = written.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert shares.read_share(f"  {typed} ") == share
    assert shares.shares_in(f"part : {written}\nfin") == [share]


def test_every_single_slip_is_seen(rng: random.Random) -> None:
    written = shares.new_shares(1)[0].written()
    for place, character in enumerate(written):
        if character != "-":
            other = rng.choice([c for c in "0123456789ABCDEFGHJKMNPQRSTVWXYZ" if c != character])
            with pytest.raises(WrongShares, match="faute de frappe"):
                shares.read_share(written[:place] + other + written[place + 1 :])
    groups = written.split("-")
    for place in range(15):
        swapped = groups[:place] + [groups[place + 1], groups[place]] + groups[place + 2 :]
        if swapped != groups:
            with pytest.raises(WrongShares):
                shares.read_share("-".join(swapped))


@pytest.mark.parametrize("typed", ["", "ABCD-EFGH", "U" * 64, "É" * 64, "0" * 65])
def test_what_is_not_a_share_is_refused_with_its_shape(typed: str) -> None:
    with pytest.raises(WrongShares, match="seize groupes de quatre"):
        shares.read_share(typed)


def test_a_share_does_not_show_its_secret_by_accident() -> None:
    three, _ = made()
    assert repr(three[0].secret) not in repr(three[0])
