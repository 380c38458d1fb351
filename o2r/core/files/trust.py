"""``o2r trust B1``: hostile files are sent as a browser would, and what is served is judged."""

import json
import subprocess
import sys
import tempfile
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import RequestFactory
from django.test.utils import override_settings

from o2r.core.files import measured_judge as judge
from o2r.core.files import services, views
from o2r.core.files.errors import FileRefused
from o2r.core.files.honest_files import honest_files
from o2r.core.files.hostile_files import FAMILIES, Sample, hostile_files
from o2r.core.files.hostile_files.plain import EICAR
from o2r.core.files.measured_clamd import measured_clamd
from o2r.core.files.models import StoredFile
from o2r.core.journal.authors import Author
from o2r.core.measured_site import measured_site
from o2r.core.measures import Measure, measures_for

SEED = 20_260_701
SHORT, LONG = 18, 60
ORGANISATION = uuid.UUID(int=7)
SENDER = Author(user=uuid.UUID(int=1), organisation=ORGANISATION, role="candidate")
HEAVY = ("zip-bomb", "pdf-bomb", "png-bomb")
REQUIRED_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass
class _Report:
    """What was counted over the files sent."""

    sent: int = 0
    accepted: int = 0
    found: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    def note(self, what: str, sample: Sample, wrong: bool) -> None:
        if wrong:
            self.found[what] += 1
            self.examples.setdefault(what, f"{sample.family} {sample.seed}: {sample.name[:60]!r}")


@measures_for("B1", family="trust")
def hostile_uploads(*, full: bool = False) -> Iterator[Measure]:
    """Nothing that runs, nothing unverified, no place and no crash comes out of the uploads."""
    per_family = LONG if full else SHORT
    with tempfile.TemporaryDirectory(prefix="o2r-b1-") as folder:
        with measured_site(), measured_clamd("well", EICAR.encode()) as clamd:
            with override_settings(
                STORAGE_DIR=Path(folder), MIN_FREE_DISK_PERCENT=0, CLAMD=clamd.address, **_INLINE
            ):
                heavy = Path(folder) / "heavy"
                heavy.mkdir()
                hostile = _sent_all(hostile_files(per_family, SEED), heavy)
                honest = _sent_all(honest_files(SEED))
        memory = _memory(heavy)
    detail: dict[str, Any] = {"seed": SEED, "files": hostile.sent, "families": len(FAMILIES)}
    yield Measure("B1.files", hostile.sent, "fichiers", 420, "higher", detail)
    yield Measure("B1.families", len(FAMILIES), "familles", 21, "higher", detail)
    for what in _COUNTED:
        example = {"example": hostile.examples[what]} if what in hostile.examples else {}
        if what == "server_errors" and "error" in hostile.examples:
            example["error"] = hostile.examples["error"]
        yield Measure(f"B1.{what}", hostile.found[what], "fichiers", 0, "equal", detail | example)
    missed = dict(honest.examples) | {"sent": honest.sent, "seed": SEED}
    yield Measure("B1.honest_accepted", honest.accepted, "fichiers sur 40", 39, "higher", missed)
    peak = sum(memory.values()) / 1000
    yield Measure("B1.peak_memory", peak, "Mo", 300, "lower", detail | memory)


_COUNTED = (
    "executable_served",
    "served_before_verdict",
    "server_errors",
    "exif_left",
    "active_pdf_left",
    "wrong_names",
    "weak_headers",
    "content_kept_after_refusal",
)
# The verification is called by the suite itself: no worker, no queue.
_INLINE = {"TASKS": {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}}


def _sent_all(samples: Any, heavy: Path | None = None) -> _Report:
    report = _Report()
    for sample in samples:
        report.sent += 1
        if heavy is not None and sample.family in HEAVY:
            (heavy / f"{report.sent}{Path(sample.name).suffix}").write_bytes(sample.content)
        try:
            _send(sample, report)
        except Exception as error:  # noqa: BLE001 - whatever is not a refusal would be a 5xx
            report.note("server_errors", sample, True)
            report.examples.setdefault("error", f"{error!r:.200}")
    return report


def _send(sample: Sample, report: _Report) -> None:
    """Send one file through the parsing of requests, verify it, then try to read it."""
    with _as_uploaded(sample) as upload:
        file = _received(upload) if upload is not None else None
    if file is None:
        return
    report.note("served_before_verdict", sample, _served(file) is not None)
    file = services.inspect(by=services.INSPECTOR, file=file)
    answer = _served(file)
    if answer is None:
        left = list((Path(settings.STORAGE_DIR) / "files").glob(f"*/{file.content_name or '?'}"))
        report.note("content_kept_after_refusal", sample, file.state == "refused" and bool(left))
        report.examples.setdefault(f"refused: {sample.name[:40]}", file.reason[:80])
        return
    report.accepted += 1
    headers, body = answer
    report.note("executable_served", sample, judge.must_not_be_served(sample, body))
    report.note("exif_left", sample, judge.has_place(body))
    report.note("active_pdf_left", sample, judge.active_pdf(body))
    report.note("wrong_names", sample, judge.wrong_name(headers["Content-Disposition"]))
    weak = any(headers.get(name) != value for name, value in REQUIRED_HEADERS.items())
    report.note("weak_headers", sample, weak)


def _received(upload: Any) -> StoredFile | None:
    try:
        return services.receive(
            by=SENDER,
            upload=upload,
            organisation=ORGANISATION,
            attached_kind="measure",
            attached_id=uuid.uuid4(),
            purpose="document",
        )
    except FileRefused:
        return None


@contextmanager
def _as_uploaded(sample: Sample) -> Iterator[Any]:
    """The file as Django gives it to a view; None when the request itself is refused."""
    body = SimpleUploadedFile(sample.name, sample.content, sample.media_type)
    request = RequestFactory().post("/", {"file": body})
    if sample.announced is not None and sample.announced > 1_000_000_000:
        request.META["CONTENT_LENGTH"] = str(sample.announced)
    try:
        upload = request.FILES.get("file")
    except RequestDataTooBig:
        upload = None
    if upload is not None:
        # Django already cleans names a little: here they come as another way in would give them.
        vars(upload)["_name"] = sample.name
        upload.size = sample.announced if sample.announced is not None else upload.size
    try:
        yield upload
    finally:
        if upload is not None:
            request.close()


def _served(file: StoredFile) -> tuple[dict[str, str], bytes] | None:
    try:
        response = views.serve(file)
    except Http404:
        return None
    body = b"".join(bytes(piece) for piece in response)
    # Not response.close(): it announces the end of a request, and the connection ends with it.
    if response.file_to_stream is not None:
        response.file_to_stream.close()
    return dict(response.headers), body


def _memory(folder: Path) -> dict[str, int]:
    """Growth in kB, measured in a process that does nothing else."""
    arguments = [sys.executable, "-m", "o2r.core.files.measured_memory", str(folder)]
    done = subprocess.run(arguments, cwd=settings.BASE_DIR, capture_output=True, check=True)  # noqa: S603
    memory: dict[str, int] = json.loads(done.stdout)
    return memory
