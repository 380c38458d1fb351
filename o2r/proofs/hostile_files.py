"""Hostile texts in the cells of an imported file, and in the names of files received."""

from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from o2r.core.files.errors import FileRefused
from o2r.core.files.models import StoredFile
from o2r.core.files.purposes import DOCUMENT
from o2r.core.files.services import INSPECTOR, receive
from o2r.core.files.views import serve
from o2r.core.journal.authors import Author
from o2r.projects.exchange.columns import NAMES
from o2r.projects.models import FundedProject
from o2r.proofs.filling import project_file, right_line
from o2r.proofs.typing_run import TypingRun
from o2r.proofs.world import Person

LINES = 60
"""Lines of each file in the short form."""
SHEETS = 3
"""Published sheets that are drawn as PDF in the short form."""


def type_all(run: TypingRun, people: list[Person]) -> None:
    """Import files of every format, look at what they published, receive files."""
    manager = next(one for one in people if one.name == "platform-manager")
    for kind in ("csv", "xlsx", "geojson"):
        for lines in _lines(run, kind):
            _import(run, manager, f"essai.{kind}", project_file(kind, lines))
    _sheets(run, manager)
    _received(run, manager)


def _lines(run: TypingRun, kind: str) -> Iterator[list[dict[str, str]]]:
    """Lines with one hostile cell each; a whole file per column in the long form."""
    made = [
        right_line(identifiant=f"essai-{kind}-{rank}", etat="publie", **{name: text})
        if name not in ("identifiant", "etat")
        else right_line(**{"identifiant": f"essai-{kind}-{rank}", name: text})
        for rank, (name, text) in enumerate(_cells(run, kind))
    ]
    size = len(run.texts) if run.full else LINES
    yield from (made[start : start + size] for start in range(0, len(made), size))


def _cells(run: TypingRun, kind: str) -> Iterator[tuple[str, str]]:
    field = f"import {kind} "
    if run.full:
        for name in NAMES:
            yield from ((name, run.given(rank, field + name)) for rank in range(len(run.texts)))
        return
    for rank in range(LINES):
        name = NAMES[rank % len(NAMES)]
        yield name, run.draw(field + name)


def _import(run: TypingRun, manager: Person, name: str, content: bytes) -> None:
    """Send a file, look at what it would change, keep its right lines."""
    client, where = manager.client, reverse("projects:upload")
    answer: Any = client.post(where, {"file": SimpleUploadedFile(name, content)})
    run.judge(answer, where, manager.name)
    if answer.status_code != 302:
        return
    run.accepted += 1
    where = answer["Location"]
    for page in (where, f"{where}?page=2"):
        run.judge(client.get(page), page, manager.name)
    run.judge(client.post(where, {"skip_invalid": "on"}), where, manager.name)
    for kind in ("csv", "xlsx", "geojson"):
        where = reverse("projects:export", args=[kind])
        run.judge(client.get(where), where, manager.name)


def _sheets(run: TypingRun, manager: Person) -> None:
    """What a visitor sees of the projects imported; some as PDF."""
    slugs = FundedProject.objects.filter(slug__startswith="essai-").order_by("slug")
    for rank, slug in enumerate(slugs.values_list("slug", flat=True)):
        pages = [reverse("public_map:project", args=[slug])]
        if run.full or rank < SHEETS:
            pages.append(reverse("public_map:project_pdf", args=[slug]))
        for where in pages:
            run.judge(manager.client.get(where), where, "anyone")


def _received(run: TypingRun, manager: Person) -> None:
    """Names of files, as the attachments that are given back."""
    by = Author(manager.somebody.user.pk, manager.somebody.organisation.pk, "measure")
    ranks = range(len(run.texts)) if run.full else [None] * 20
    for number, rank in enumerate(ranks):
        field = "file name"
        text = run.draw(field) if rank is None else run.given(rank, field)
        upload = SimpleUploadedFile("essai.txt", f"Essai {number}\n".encode(), "text/plain")
        upload.name = f"{text[:200]}.txt"
        try:
            kept = receive(
                by=by,
                upload=upload,
                organisation=manager.somebody.organisation.pk,
                attached_kind="person-file",
                attached_id=manager.somebody.user.pk,
                purpose=DOCUMENT.code,
            )
        except FileRefused:
            continue
        found = StoredFile.objects.get(pk=kept.pk)
        if found.is_servable:
            run.judge(serve(found), "file received", INSPECTOR.role)
        found.delete()
