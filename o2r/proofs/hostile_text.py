"""``o2r trust B2``: hostile texts typed in every field, and every output that shows them.

The fields are found in the pages and counted in the form classes: a form that a new screen adds is
typed in, or named as missing.
"""

import logging
import random
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from logging.config import DictConfigurator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import mail
from django.test.utils import override_settings

from o2r.core.belt import system_scope
from o2r.core.hostile_text import findings, hostile_texts
from o2r.core.measures import Measure, measures_for
from o2r.proofs import hostile_doors, hostile_files
from o2r.proofs.form_classes import noted_forms
from o2r.proofs.matrix import Matrix, classified
from o2r.proofs.page_forms import WALKERS, discovered, openings
from o2r.proofs.site import sample_site
from o2r.proofs.typing_run import TypingRun
from o2r.proofs.world import PEOPLE, make_person

SEED = 20_261_122
SHOWN = 10
READERS = ("anonymous", "account-manager", "platform-manager")
"""Who reads every output at the end of the short form: those to whom most of it is shown."""
IMMEDIATE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
FAST = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@measures_for("B2", family="trust")
def hostile_text(*, full: bool = False) -> Iterator[Measure]:
    """500 texts in every field, each at least once; ``full``: each text in each field."""
    with _site() as lines, noted_forms() as forms:
        run = _typed(full=full)
        mails = list(_wrong_in_mails())
    logged = findings("log", "\n".join(lines))
    detail = {
        "seed": SEED,
        "texts": len(run.texts),
        "fields": len(run.fields),
        "pairs": len(run.pairs),
        "answers": run.answers,
        "accepted": run.accepted,
        "mails": run.mails,
        "log_lines": len(lines),
        "outputs": dict(sorted(run.outputs.items())),
    }
    live = [*run.wrong, *mails]
    yield Measure("B2.live", len(live), "écarts", 0, "equal", detail | {"first": live[:SHOWN]})
    yield Measure("B2.errors", len(run.errors), "réponses", 0, "equal", {"first": run.errors[:9]})
    yield Measure("B2.forged_log", len(logged), "lignes", 0, "equal", {"first": logged[:SHOWN]})
    missing = forms.missing()
    yield Measure("B2.unfilled", len(missing), "champs", 0, "equal", {"fields": missing[:30]})
    unused = len(run.texts) - len({text for text, _ in run.pairs})
    yield Measure("B2.unused_texts", unused, "textes", 0, "equal")


def _typed(*, full: bool) -> TypingRun:
    """Everything typed, then every output read."""
    routes, _ = classified()
    people = [make_person(one) for one in PEOPLE if full or one.name in WALKERS]
    matrix = Matrix(routes, people)
    texts, rng = list(hostile_texts()), random.Random(SEED)  # noqa: S311
    run = TypingRun(texts, rng, matrix.proofs, full=full)
    found = discovered(routes, people, matrix)
    hostile_doors.type_all(run, people)
    hostile_files.type_all(run, people)
    run.ask_parameters(routes)
    run.type_in(found, last=True)
    readers = people if full else [one for one in people if one.name in READERS]
    for person, where in openings(routes, readers, matrix):
        run.judge(person.client.get(where), where, person.name)
    run.mails = len(mail.outbox)
    return run


def _wrong_in_mails() -> Iterator[str]:
    for message in mail.outbox:
        content = message.message().as_bytes().decode("utf-8", "replace")
        for fault in findings("mail", content):
            yield f"mail « {message.subject[:40]} »: {fault}"


@contextmanager
def _site() -> Iterator[list[str]]:
    """The product on its own database; gives the lines that its log writes."""
    lines: list[str] = []
    with (
        system_scope("trust"),
        sample_site(),
        tempfile.TemporaryDirectory(prefix="o2r-text-") as folder,
        override_settings(
            EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
            FILE_UPLOAD_TEMP_DIR=str(Path(folder)),
            INDEX_BETWEEN=True,
            PASSWORD_HASHERS=FAST,
            TASKS=IMMEDIATE,
        ),
        _log_in(lines),
    ):
        mail.outbox = []
        yield lines
    mail.outbox = []


class _Lines(logging.Handler):
    """Writes as the handler of the settings does."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.extend(self.format(record).split("\n"))


@contextmanager
def _log_in(lines: list[str]) -> Iterator[None]:
    """What is logged goes to ``lines`` with the format of the product, and nowhere else."""
    root, handler = logging.getLogger(), _Lines(lines)
    handler.setFormatter(_format_of_the_product())
    names = ["django", "django.request", "django.security", "django.server"]
    with ExitStack() as stack:
        for one in map(logging.getLogger, names):
            stack.callback(one.setLevel, one.level)
            one.setLevel(logging.NOTSET)
        stack.callback(setattr, root, "handlers", root.handlers)
        root.handlers = [handler]
        yield


def _format_of_the_product() -> logging.Formatter:
    """The formatter of the console in the settings, or the plain one when it names none."""
    logging_settings: dict[str, Any] = dict(settings.LOGGING)
    handler = logging_settings["handlers"]["console"]
    described = logging_settings.get("formatters", {}).get(handler.get("formatter"))
    if described is None:
        return logging.Formatter()
    made: logging.Formatter = DictConfigurator(logging_settings).configure_formatter(
        dict(described)
    )
    return made
