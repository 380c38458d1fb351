"""``o2r trust C1``: 200 secrets put through the doors of the product, then 14 sinks searched."""

import secrets
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test.utils import override_settings
from django.utils.module_loading import autodiscover_modules

from o2r.core.belt import system_scope
from o2r.core.crypto.root.keyring import read_keyring
from o2r.core.crypto.root.setting import key_file
from o2r.core.measures import Measure, measures_for
from o2r.proofs import (
    canary_accounts,
    canary_crash,
    canary_forms,
    canary_partners,
    canary_pathways,
    canary_people,
    canary_work,
)
from o2r.proofs.canary_kinds import ALLOWED, Allowed, is_allowed, unused
from o2r.proofs.canary_run import Flow, Run
from o2r.proofs.needles import Search, Secret
from o2r.proofs.sinks import Sink, browser_writes, pieces, workshop
from o2r.proofs.site import sample_site

SEED = 20_261_122
SECRETS = 200
TURNS, TURNS_FULL = 3, 9
SHOWN = 12
FAST = ["django.contrib.auth.hashers.MD5PasswordHasher"]
FLOWS: tuple[Flow, ...] = (
    *canary_accounts.FLOWS,
    *canary_people.FLOWS,
    *canary_partners.FLOWS,
    *canary_pathways.FLOWS,
    *canary_work.FLOWS,
    canary_crash.crashes,
    canary_forms.every_form,
)


@measures_for("C1", family="trust")
def canaries(*, full: bool = False) -> Iterator[Measure]:
    """Secrets found where they must not be; ``full``: three times as many secrets."""
    with site() as folder, workshop(folder) as made:
        run = Run(made, SEED)
        autodiscover_modules("specimens")
        for run.turn in range(1, 1 + (TURNS_FULL if full else TURNS)):
            for flow in FLOWS:
                run.through(flow)
        _keys(run)
        yield from _searched(run)


def _searched(run: Run) -> Iterator[Measure]:
    hits, used = _found(run)
    kinds = Counter(one.kind for one in run.secrets)
    detail = {
        "seed": SEED,
        "flows": [flow.__name__ for flow in FLOWS],
        "steps": run.steps,
        "secrets": dict(sorted(kinds.items())),
        "sinks": [sink.value for sink in Sink],
        "not_read": sorted(set(run.workshop.unread)),
        "allowed": len(ALLOWED),
        "first": sorted(set(hits))[:SHOWN],
    }
    yield Measure("C1.hits", len(hits), "secrets", 0, "equal", detail)
    planted = sum(one.planted for one in run.secrets)
    yield Measure("C1.secrets", planted, "secrets", SECRETS, "higher")
    broken = {"first": run.broken[:SHOWN]}
    yield Measure("C1.broken_steps", len(run.broken), "étapes", 0, "equal", broken)
    stale = [f"{one.kind} / {one.sink.value}" for one in unused(used)]
    # What may be there and is not: a flow that no longer runs, or a search that sees nothing.
    yield Measure("C1.unused_allowances", len(stale), "lignes", 0, "equal", {"lines": stale})
    writes = browser_writes()
    yield Measure("C1.browser_writes", len(writes), "scripts", 0, "equal", {"scripts": writes})


def _found(run: Run) -> tuple[list[str], set[Allowed]]:
    """Each secret found where nothing allows it, in words; and the allowances that were used."""
    search, hits, used = Search(run.secrets, run.prefix), set[str](), set[Allowed]()
    for sink, piece in pieces(run.workshop):
        for secret in search.found(piece.content):
            line = is_allowed(secret.kind, sink, piece.where)
            if line is None:
                hits.add(_words(run, secret, sink, piece.where))
            else:
                used.add(line)
    return sorted(hits), used


def _words(run: Run, secret: Secret, sink: Sink, where: str) -> str:
    """Which secret, by its number: the figures of a report must not leak it again."""
    return f"{sink.value} [{where[:60]}]: {secret.kind} n° {run.secrets.index(secret)}"


def _keys(run: Run) -> None:
    """The keys of the instance itself: nowhere but in their file."""
    run.seen("instance-key", settings.SECRET_KEY)
    for key in read_keyring(key_file()).keys.values():
        run.secrets.append(Secret("root-key", key.hex(), planted=False))


@contextmanager
def site() -> Iterator[Path]:
    """The product on a database in a file, so that its pages and its log can be read."""
    test = connection.settings_dict["TEST"]
    former = test["NAME"]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="o2r-canaries-")))
        if connection.vendor == "sqlite":
            stack.callback(test.__setitem__, "NAME", former)
            test["NAME"] = str(folder / "measured.sqlite3")
        stack.enter_context(system_scope("trust"))
        stack.enter_context(sample_site())
        stack.enter_context(
            override_settings(PASSWORD_HASHERS=FAST, SECRET_KEY=secrets.token_urlsafe(40))
        )
        yield folder
