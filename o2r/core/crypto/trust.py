"""``o2r trust C2``: keys that rotate without a failed reading, and nothing that opens elsewhere."""

import itertools
import random
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from o2r.core.crypto import ceremony, rotation, services, shares
from o2r.core.crypto.enums import Pair
from o2r.core.crypto.envelope import Place
from o2r.core.crypto.errors import Unreadable, WrongShares
from o2r.core.crypto.measured_keys import (
    BY,
    COLUMN,
    ORGANISATION,
    SEED,
    TABLE,
    Reader,
    draw,
    fill,
    measured_keys,
    reading_beside,
)
from o2r.core.crypto.models import OrganisationKey, RecoveryWrap, Wrap
from o2r.core.crypto.root.keyring import read_keyring
from o2r.core.crypto.root.setting import key_file, root_key
from o2r.core.crypto.scope import key_scope
from o2r.core.crypto.sealing import organisation_context, seal, unseal, unwrap_data_key
from o2r.core.crypto.shares import Share
from o2r.core.measures import Measure, measures_for

TARGET_FILES, TARGET_SECONDS = 200_000, 60
FILES_SHORT = 50_000
ORGANISATIONS = 200
READERS_TEXTS = 500
FLIPS = MOVES = 1_000
KILLS, KILLED_FILES, KILLED_BATCH = 20, 400, 20


class _Killed(Exception):
    """The rotation stops here, as when its process is killed."""


@measures_for("C2", family="trust")
def keys(*, full: bool = False) -> Iterator[Measure]:
    """Refusals, recovery, rotations under reading, rotations killed and resumed."""
    with measured_keys() as three:
        yield from recovery(three)
        yield from refusals()
        yield from killed_rotations()
        yield from rotations(TARGET_FILES if full else FILES_SHORT)


# --- Recovery: two of three, never one ------------------------------------------------------------


def recovery(three: Sequence[Share]) -> Iterator[Measure]:
    """The root key rebuilt by each pair of shares, and by each share alone."""
    root = read_keyring(key_file()).keys[three[0].root_version]
    stored = RecoveryWrap.objects.filter(root__version=three[0].root_version).order_by("pair")
    wraps = {Pair(wrap.pair): bytes(wrap.wrapped) for wrap in stored}
    pairs = sum(_rebuilds(two, wraps, root) for two in itertools.combinations(three, 2))
    alone = sum(_rebuilds_alone(one, three, wraps, root) for one in three)
    detail = {"pairs": f"{pairs}/3", "alone": f"{alone}/3"}
    right = 100 * (pairs + 3 - alone) / 6
    yield Measure("C2.recovery", right, "%", 100, "equal", detail)


def _rebuilds(two: Sequence[Share], wraps: dict[Pair, bytes], root: bytes) -> bool:
    try:
        return shares.unwrap_by_pair(two, wraps) == root
    except WrongShares:
        return False


def _rebuilds_alone(
    one: Share, three: Sequence[Share], wraps: dict[Pair, bytes], root: bytes
) -> bool:
    """Whether one share gives the root, beside guesses in the name of the two others."""
    guesses = [
        [one, replace(other, secret=secret)]
        for other in three
        if other is not one
        for secret in (bytes(32), one.secret)
    ]
    return any(_rebuilds(two, wraps, root) for two in ([one], [one, one], *guesses))


# --- Refusals: a flipped bit, another place -------------------------------------------------------


def refusals() -> Iterator[Measure]:
    """Share of changed and moved ciphertexts that are refused."""
    drawn = draw()
    subjects = [uuid.uuid4() for _ in range(20)]
    for subject in subjects:
        services.open_file(by=BY, subject=subject, organisations=[ORGANISATION, UUID(int=0xB)])
    # A second version of each key, so that a text can be passed off as one of the other version.
    for subject in subjects:
        services.withdraw(by=BY, subject=subject, organisation=UUID(int=0xB))
    with key_scope():
        flips = [_flipped(drawn, subjects) for _ in range(FLIPS)]
        moves = [_moved(drawn, subjects, kind) for kind in range(5) for _ in range(MOVES // 5)]
    detail = {
        "seed": SEED,
        "flips": f"{sum(flips)}/{len(flips)}",
        "moves": f"{sum(moves)}/{len(moves)}",
    }
    refused = flips + moves
    yield Measure("C2.refused", 100 * sum(refused) / len(refused), "%", 100, "equal", detail)


def _refused(opening: Callable[[], object]) -> bool:
    try:
        opening()
    except Unreadable:
        return True
    return False


def _flip(drawn: random.Random, sealed: bytes) -> bytes:
    changed = bytearray(sealed)
    bit = drawn.randrange(len(changed) * 8)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def _written(subject: UUID, place: Place) -> bytes:
    return seal(subject=subject, organisation=ORGANISATION, place=place, text="Récit à protéger")


def _opens(subject: UUID, place: Place, sealed: bytes) -> str:
    return unseal(subject=subject, organisation=ORGANISATION, place=place, sealed=sealed)


def _flipped(drawn: random.Random, subjects: list[UUID]) -> bool:
    """Whether one bit changed in a text, in a wrapped data key or in a wrapped key is refused."""
    subject, place = drawn.choice(subjects), Place(TABLE, COLUMN, uuid.uuid4())
    kind = drawn.randrange(3)
    if kind == 0:
        changed = _flip(drawn, _written(subject, place))
        return _refused(lambda: _opens(subject, place, changed))
    if kind == 1:
        wrap = _stored_wrap(subject)
        wrap.wrapped = _flip(drawn, bytes(wrap.wrapped))
        return _refused(lambda: unwrap_data_key(wrap))
    key = OrganisationKey.objects.get(organisation=ORGANISATION)
    changed = _flip(drawn, bytes(key.wrapped))
    bound = organisation_context(key.organisation, key.version)
    return _refused(lambda: root_key().unwrap(changed, bound))


def _stored_wrap(subject: UUID) -> Wrap:
    wraps = Wrap.objects.filter(data_key__subject=subject, organisation=ORGANISATION)
    return wraps.select_related("data_key", "organisation_key").order_by("data_key__version")[0]


def _moved(drawn: random.Random, subjects: list[UUID], kind: int) -> bool:
    """Whether a text is refused in another row, column, table, file, or under another version."""
    subject, other = drawn.sample(subjects, 2)
    place = Place(TABLE, COLUMN, uuid.uuid4())
    sealed = _written(subject, place)
    match kind:
        case 0:
            return _refused(lambda: _opens(subject, replace(place, row=uuid.uuid4()), sealed))
        case 1:
            return _refused(lambda: _opens(subject, replace(place, column="summary"), sealed))
        case 2:
            return _refused(lambda: _opens(subject, replace(place, table="people_note"), sealed))
        case 3:
            return _refused(lambda: _opens(other, place, sealed)) and _wrap_stays(subject, other)
    relabelled = sealed[:1] + (1).to_bytes(4) + sealed[5:]
    return _refused(lambda: _opens(subject, place, relabelled))


def _wrap_stays(subject: UUID, other: UUID) -> bool:
    """Whether the wrapped key of a file is refused in the name of another file."""
    wrap = _stored_wrap(other)
    wrap.wrapped = _stored_wrap(subject).wrapped
    return _refused(lambda: unwrap_data_key(wrap))


# --- Rotations ------------------------------------------------------------------------------------


def killed_rotations() -> Iterator[Measure]:
    """Rotations killed after each batch: what does not read then, or is not finished later."""
    organisation = UUID(int=0xC)
    reader = Reader(fill(KILLED_FILES, organisation)[:30], organisation)
    unfinished = 0
    for kill_at in range(KILLS):

        def kill(changed: int, kill_at: int = kill_at) -> None:
            if changed > kill_at * KILLED_BATCH:
                raise _Killed

        try:
            rotation.rotate_organisation_key(
                by=BY, organisation=organisation, batch=KILLED_BATCH, after_batch=kill
            )
        except _Killed:
            reader.read_all()
        rotation.rotate_organisation_key(by=BY, organisation=organisation)
        reader.read_all()
        unfinished += OrganisationKey.objects.filter(organisation=organisation).count() != 1
    detail = {"kills": KILLS, "files": KILLED_FILES, "readings": reader.read, "seed": SEED}
    failures = unfinished + reader.failed
    yield Measure("C2.killed_rotations", failures, "échecs", 0, "equal", detail)


def rotations(files: int) -> Iterator[Measure]:
    """Time to change the key of an organisation and the root key, while people read."""
    start = time.perf_counter()
    subjects = fill(files)
    for _ in range(ORGANISATIONS):
        services.make_organisation_key(uuid.uuid4(), 1).save()
    filled = time.perf_counter() - start

    drawn = draw()
    between = Reader(drawn.sample(subjects, min(files, READERS_TEXTS)))
    beside = Reader(drawn.sample(subjects, min(files, READERS_TEXTS)))
    with reading_beside(beside):
        start, cpu = time.perf_counter(), time.process_time()
        changed = rotation.rotate_organisation_key(
            by=BY, organisation=ORGANISATION, after_batch=lambda _: between.read_some(20)
        )
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        start = time.perf_counter()
        root_changed = _rotate_root()
        root_seconds = time.perf_counter() - start
    between.read_all()

    detail = {"files": changed, "cpu_seconds": round(cpu, 1), "seed": SEED}
    detail["seconds_to_fill"] = round(filled, 1)
    if changed < TARGET_FILES:
        detail["target_for_200000"] = TARGET_SECONDS
    target = TARGET_SECONDS * min(changed, TARGET_FILES) / TARGET_FILES
    yield Measure("C2.rotation", seconds, "s", target, detail=detail)
    root_detail = {"organisation_keys": root_changed}
    yield Measure("C2.root_rotation", root_seconds, "s", TARGET_SECONDS, detail=root_detail)
    readings = {"readings": between.read + beside.read, "beside": beside.read}
    failed = between.failed + beside.failed
    yield Measure("C2.reads_failed", failed, "lectures", 0, "equal", readings)


def _rotate_root() -> int:
    three = ceremony.begin(by=BY)
    ceremony.rehearse(by=BY, two=three[1:])
    return rotation.rewrap_under_root(by=BY, batch=50)
