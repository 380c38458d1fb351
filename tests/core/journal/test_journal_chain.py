"""The canonical form is frozen: a journal written today must verify for years."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from o2r.core.journal import merkle
from o2r.core.journal.chain import ORIGIN, Link, canonical, fits, hash_of, texts

LINK = Link(
    id=UUID(int=1),
    chain=UUID(int=2),
    number=3,
    at=datetime(2026, 3, 12, 9, 30, tzinfo=UTC),
    user=UUID(int=4),
    organisation=None,
    role="référent",
    action="read",
    kind="identity",
    object_id=UUID(int=5),
    fields="birth,names",
    decision="allow",
    reason="",
    count=1,
    request_id="ab" * 16,
)
"""An entry of the first form: neither a basis nor someone replaced."""
WRITTEN = (
    '["o2r-journal-1","00000000000000000000000000000001","00000000000000000000000000000002",3,'
    '"2026-03-12T09:30:00.000000+00:00","00000000000000000000000000000004","","référent","read",'
    '"identity","00000000000000000000000000000005","birth,names","allow","",1,"' + "ab" * 16 + '"]'
)


def test_the_canonical_form_is_the_documented_one() -> None:
    assert canonical(texts(LINK), 1) == WRITTEN.encode()
    assert hash_of(ORIGIN, LINK, 1) == hashlib.sha256((ORIGIN + WRITTEN).encode()).hexdigest()
    told = LINK._replace(basis="referent", in_place_of=UUID(int=6))
    second = WRITTEN.replace("journal-1", "journal-2")[:-1] + f',"referent","{UUID(int=6).hex}"]'
    assert canonical(texts(told)) == second.encode()
    assert hash_of(ORIGIN, told) == hashlib.sha256((ORIGIN + second).encode()).hexdigest()


def test_an_entry_is_in_a_known_form_that_covers_all_that_it_holds() -> None:
    assert fits(texts(LINK), 1)
    assert fits(texts(LINK), 2)
    assert not fits(texts(LINK), 3)
    assert not fits(texts(LINK._replace(basis="own")), 1)
    assert not fits(texts(LINK._replace(in_place_of=UUID(int=6))), 1)


def test_an_instant_has_one_form_whatever_its_time_zone() -> None:
    paris = LINK.at.astimezone(timezone(timedelta(hours=2)))
    assert texts(LINK._replace(at=paris)) == texts(LINK)


names = st.text(max_size=8)
links = st.builds(
    Link,
    id=st.uuids(),
    chain=st.uuids(),
    number=st.integers(1, 99),
    at=st.datetimes(timezones=st.just(UTC)),
    user=st.none() | st.uuids(),
    organisation=st.none() | st.uuids(),
    role=names,
    action=names,
    kind=names,
    object_id=st.none() | st.uuids(),
    fields=names,
    decision=names,
    reason=names,
    count=st.integers(0, 99),
    request_id=names,
    basis=names,
    in_place_of=st.none() | st.uuids(),
)


@given(links, links)
def test_two_different_entries_never_have_the_same_form(one: Link, other: Link) -> None:
    assert (canonical(texts(one)) == canonical(texts(other))) == (one == other)


@given(links, names, names)
def test_moving_text_from_one_field_to_the_next_shows(link: Link, left: str, right: str) -> None:
    together = link._replace(role=left + right, action="")
    apart = link._replace(role=left, action=right)
    assert (canonical(texts(together)) == canonical(texts(apart))) == (right == "")


def test_merkle_roots_are_those_of_rfc_6962() -> None:
    """Test vectors of the Certificate Transparency reference implementation."""
    leaves = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243")]
    roots = {
        0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    }
    for size, expected in roots.items():
        assert merkle.root(leaves[:size]) == expected
