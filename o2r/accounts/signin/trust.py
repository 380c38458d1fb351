"""``o2r trust D2``: the door tried by scripted attacks, from ten guesses to a lying ProConnect."""

from collections.abc import Iterator

from django.conf import settings
from django.core import mail
from django.test.utils import override_settings

from o2r.accounts.signin import measured_sessions, measured_tries
from o2r.accounts.signin.measured_door import Case, cases
from o2r.core.measured_site import measured_site
from o2r.core.measures import Measure, measures_for

_MODULES = (measured_tries, measured_sessions)
"""Importing them registers their cases."""
FAST = ["django.contrib.auth.hashers.MD5PasswordHasher"]
IMMEDIATE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
FULL_ROUNDS = 5


@measures_for("D2", family="trust")
def sign_in(*, full: bool = False) -> Iterator[Measure]:
    """The share of the attacks that the door resists; ``full``: several rounds of each."""
    rounds = FULL_ROUNDS if full else 1
    with (
        measured_site(),
        override_settings(
            EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend", TASKS=IMMEDIATE
        ),
    ):
        mail.outbox = []
        missed = {one.name for _ in range(rounds) for one in cases if not _held(one)}
    yield Measure(
        "D2.attacks_resisted",
        value=100 * (len(cases) - len(missed)) / len(cases),
        unit="%",
        target=100,
        better="equal",
        detail={"cases": len(cases), "rounds": rounds, "missed": sorted(missed)},
    )


def _held(one: Case) -> bool:
    """Run a case; an error of the site is a case that did not hold.

    Hashing is made cheap where no time is measured: the delays, not the hash, are tried there.
    """
    hashers = settings.PASSWORD_HASHERS if one.slow else FAST
    with override_settings(PASSWORD_HASHERS=hashers):
        try:
            return one.held()
        except (AssertionError, AttributeError, IndexError, KeyError, StopIteration, TypeError):
            return False
