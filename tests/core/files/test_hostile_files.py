"""Figure B1 holds, and a bug planted in the real code makes it miss."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from o2r.core.files import antivirus, services, trust, views
from o2r.core.files import measured_judge as judge
from o2r.core.files.content.types import FileType, Refused
from o2r.core.files.honest_files import honest_files
from o2r.core.files.hostile_files import FAMILIES, hostile_files
from o2r.core.files.models import StoredFile

Figures = dict[str, float]
# Made once and for all they take some seconds: the whole suite is for CI.
SLOW = ("zip-bomb", "pdf-bomb", "announced-10-gb")


@pytest.fixture(autouse=True)
def _small_suite(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def here() -> Iterator[Client]:
        yield Client()

    monkeypatch.setattr(trust, "measured_site", here)
    monkeypatch.setattr(trust, "SHORT", 4)
    for name in SLOW:
        monkeypatch.delitem(FAMILIES, name)


def figures(django_capture: Any) -> Figures:
    """The files that a verdict frees are erased once it is committed."""
    with django_capture(execute=True):
        return {measure.id: measure.value for measure in trust.hostile_uploads()}


BAD = [f"B1.{what}" for what in trust._COUNTED if what != "content_kept_after_refusal"]


def test_nothing_hostile_comes_out(django_capture_on_commit_callbacks: Any) -> None:
    found = figures(django_capture_on_commit_callbacks)
    assert {name: found[name] for name in BAD} == dict.fromkeys(BAD, 0)
    assert found["B1.honest_accepted"] == 40
    assert found["B1.files"] == 4 * len(FAMILIES)


def test_trusting_the_extension_is_seen(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def trusting(data: Any, extension: str, limits: Any) -> FileType:
        for kind in FileType:
            if extension in kind.extensions:
                return kind
        raise Refused(extension)

    monkeypatch.setattr(services, "recognise", trusting)
    assert figures(django_capture_on_commit_callbacks)["B1.executable_served"] > 0


def test_copying_instead_of_making_harmless_is_seen(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def copied(source: Path, target: Path, *_: Any) -> None:
        shutil.copyfile(source, target)

    monkeypatch.setattr(services, "make_harmless", copied)
    found = figures(django_capture_on_commit_callbacks)
    assert found["B1.exif_left"] > 0
    assert found["B1.active_pdf_left"] > 0
    assert found["B1.executable_served"] > 0


def test_serving_before_the_verdict_is_seen(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(StoredFile, "is_servable", True)
    monkeypatch.setattr(StoredFile, "type", FileType.TEXT)
    monkeypatch.setattr(views.storage, "clean", views.storage.quarantined)
    assert figures(django_capture_on_commit_callbacks)["B1.served_before_verdict"] > 0


def test_an_antivirus_that_is_not_heard_is_seen(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(antivirus, "_judge", lambda answer: None)
    assert figures(django_capture_on_commit_callbacks)["B1.executable_served"] > 0


def test_refusing_everything_is_seen(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def nothing(*_: Any) -> FileType:
        raise Refused("non")

    monkeypatch.setattr(services, "recognise", nothing)
    assert figures(django_capture_on_commit_callbacks)["B1.honest_accepted"] == 0


def test_a_crash_is_seen(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def crash(*_: Any) -> FileType:
        raise ZeroDivisionError

    monkeypatch.setattr(services, "recognise", crash)
    assert figures(django_capture_on_commit_callbacks)["B1.server_errors"] > 0


def test_names_kept_as_sent_are_seen(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(services, "clean_name", lambda name: name[-150:])
    assert figures(django_capture_on_commit_callbacks)["B1.wrong_names"] > 0


def test_the_same_seed_makes_the_same_files() -> None:
    first = [(s.name, s.content) for s in hostile_files(2, 5)]
    assert first == [(s.name, s.content) for s in hostile_files(2, 5)]
    assert first != [(s.name, s.content) for s in hostile_files(2, 6)]
    assert len({content for _, content in first}) > len(first) * 0.8
    assert len(honest_files()) == 40


def test_the_generator_shares_nothing_with_what_is_judged() -> None:
    folder = Path(trust.__file__).parent
    sources = [*(folder / "hostile_files").glob("*.py"), folder / "measured_judge.py"]
    for path in sources:
        imports = [line for line in path.read_text().splitlines() if "import" in line]
        assert all("hostile_files" in line for line in imports if "o2r" in line), path.name


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ('attachment; filename="a.png"', False),
        ("attachment; filename*=utf-8''%C3%A9t%C3%A9.png", False),
        ('inline; filename="a.png"', True),
        ("attachment; filename*=utf-8''%E2%80%AEgpj.exe", True),
        ('attachment; filename="../a.png"', True),
        ("attachment; filename*=utf-8''..%2Fa.png", True),
    ],
)
def test_the_judge_knows_a_wrong_name(name: str, wrong: bool) -> None:
    assert judge.wrong_name(name) is wrong
