"""What the figures of the keys stand on: keys of their own, many files, people who read them."""

import random
import tempfile
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.db import DatabaseError, connection
from django.test.utils import override_settings

from o2r.core.belt import system_scope
from o2r.core.crypto import ceremony, envelope, services
from o2r.core.crypto.envelope import Place
from o2r.core.crypto.errors import KeysError
from o2r.core.crypto.models import DataKey, OrganisationKey, Wrap
from o2r.core.crypto.scope import key_scope
from o2r.core.crypto.sealing import seal, unseal, unwrap_data_key, wrap_data_key
from o2r.core.crypto.shares import Share
from o2r.core.journal.authors import Author
from o2r.core.measured_site import measured_site

BY = Author.system("measure")
ORGANISATION = UUID(int=0xA)
TABLE, COLUMN = "people_narrative", "text"
CHUNK = 10_000
SECONDS_BETWEEN_READINGS = 0.02
SEED = 20_261_122


def draw() -> random.Random:
    """Draws that are the same at each run."""
    return random.Random(SEED)


@contextmanager
def measured_keys() -> Iterator[tuple[Share, Share, Share]]:
    """An empty site with a rehearsed root key in a folder that goes away; its three shares.

    SQLite gets a file instead of memory: readers beside the one who writes need it.
    """
    with tempfile.TemporaryDirectory(prefix="o2r-keys-") as name:
        folder = Path(name)
        test = connection.settings_dict["TEST"]
        former = test["NAME"]
        if connection.vendor == "sqlite":
            test["NAME"] = str(folder / "measured.sqlite3")
        try:
            with measured_site(), own_root_key(folder) as three:
                yield three
        finally:
            test["NAME"] = former


@contextmanager
def own_root_key(folder: Path) -> Iterator[tuple[Share, Share, Share]]:
    """A rehearsed root key in ``folder``; its three shares."""
    with override_settings(
        ROOT_KEY="", ROOT_KEY_FILE=str(folder / "keys" / "root.key"), STORAGE_DIR=folder
    ):
        three = ceremony.begin(by=BY)
        ceremony.rehearse(by=BY, two=three[:2])
        yield three


def fill(number: int, organisation: UUID = ORGANISATION) -> list[UUID]:
    """``number`` files that ``organisation`` reads, made as ``open_file`` does but in bulk."""
    subjects = [uuid.uuid4() for _ in range(number)]
    key = _organisation_key(organisation)
    with key_scope():
        for start in range(0, number, CHUNK):
            data_keys = [DataKey(subject=one, version=1) for one in subjects[start : start + CHUNK]]
            DataKey.objects.bulk_create(data_keys)
            Wrap.objects.bulk_create(_wrap(data_key, key) for data_key in data_keys)
    return subjects


def give(subjects: list[UUID], *, from_: UUID, to: UUID) -> None:
    """Let ``to`` read the files of ``from_`` too, as ``share`` does but in bulk."""
    key = _organisation_key(to)
    with key_scope():
        for start in range(0, len(subjects), CHUNK):
            held = Wrap.objects.filter(
                organisation=from_, data_key__subject__in=subjects[start : start + CHUNK]
            ).select_related("data_key", "organisation_key")
            Wrap.objects.bulk_create(
                [_wrap(one.data_key, key, unwrap_data_key(one)) for one in held.order_by("pk")]
            )


def _organisation_key(organisation: UUID) -> OrganisationKey:
    known = OrganisationKey.objects.filter(organisation=organisation).last()
    if known is None:
        known = services.make_organisation_key(organisation, 1)
        known.save()
    return known


def _wrap(data_key: DataKey, key: OrganisationKey, plain: bytes | None = None) -> Wrap:
    wrapped = wrap_data_key(
        plain or envelope.new_key(),
        subject=data_key.subject,
        version=data_key.version,
        organisation=key.organisation,
        by=key,
    )
    return Wrap(
        data_key=data_key,
        organisation=key.organisation,
        organisation_key=key,
        wrapped=wrapped,
    )


class Reader:
    """Someone who opens texts drawn at random, and counts those that do not open."""

    def __init__(self, subjects: list[UUID], organisation: UUID = ORGANISATION) -> None:
        self._random = draw()
        self._organisation = organisation
        self._sealed: list[tuple[UUID, Place, str, bytes]] = []
        for subject in subjects:
            place, text = Place(TABLE, COLUMN, uuid.uuid4()), f"Récit {uuid.uuid4()}"
            sealed = seal(subject=subject, organisation=organisation, place=place, text=text)
            self._sealed.append((subject, place, text, sealed))
        self.read = self.failed = 0

    def read_some(self, number: int) -> None:
        """Open ``number`` texts, each as a new request would."""
        for _ in range(number):
            self._read_one(*self._random.choice(self._sealed))

    def read_all(self) -> None:
        for sealed in self._sealed:
            self._read_one(*sealed)

    def _read_one(self, subject: UUID, place: Place, text: str, sealed: bytes) -> None:
        self.read += 1
        try:
            with key_scope():
                opened = unseal(
                    subject=subject, organisation=self._organisation, place=place, sealed=sealed
                )
            self.failed += opened != text
        except (KeysError, DatabaseError):
            self.failed += 1


@contextmanager
def reading_beside(reader: Reader) -> Iterator[None]:
    """Let ``reader`` work in another thread, with its own connection, during the block."""
    done = threading.Event()

    def work() -> None:
        try:
            # A thread inherits no scope: the second belt would refuse it the wraps.
            with system_scope("measure"):
                while not done.is_set():
                    reader.read_some(1)
                    done.wait(SECONDS_BETWEEN_READINGS)
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
