"""Ten tries, then a delay that grows: per account and per network, in the database.

A try is *reserved* before it is examined, by one conditional UPDATE: a thousand tries sent
together cannot pass between the check and the count. Success gives the try back. The delay is never
a block: it ends by itself, and a link received by e-mail or a passkey lifts it at once, so that
nobody can be kept out of their own account (CNIL, délibération 2022-100; OWASP ASVS 5.0, 6.3.1).
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db import DatabaseError, transaction
from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Greatest
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from o2r.accounts.errors import DomainError
from o2r.accounts.signin.enums import TryKind
from o2r.accounts.signin.models import FailedTries
from o2r.accounts.signin.network import network_prefix
from o2r.core import clock

logger = logging.getLogger(__name__)

LIMIT = {TryKind.PASSWORD: 10, TryKind.CODE: 10, TryKind.MAIL: 5}
# A town hall or a mission locale goes out by one address: its people must not pay for one another.
NETWORK_LIMIT = {TryKind.PASSWORD: 60, TryKind.CODE: 60, TryKind.MAIL: 30}
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 16, 32, 60))
FORGOTTEN_AFTER = timedelta(hours=24)


@dataclass(frozen=True)
class Try:
    """A try that was counted and may be examined."""

    kind: TryKind
    account: str
    network: str


class TooManyTries(DomainError):
    """The try was not examined. The sentence is the same whether the account exists or not."""

    def __init__(self, until: datetime) -> None:
        minutes = max(1, ceil((until - clock.now()) / timedelta(minutes=1)))
        plural = "s" if minutes > 1 else ""
        super().__init__(
            f"Trop d’essais manqués : celui-ci n’a pas été examiné. Réessayez dans {minutes} "
            f"minute{plural}. Pour entrer tout de suite, utilisez votre clé d’accès ou demandez "
            "un lien avec « Mot de passe oublié »."
        )


def account_subject(account: str) -> str:
    """The digest that stands for an address typed, or for the identifier of an account."""
    return _digest("account", account.strip().lower())


def network_subject(request: HttpRequest) -> str:
    """The digest that stands for the network of the client."""
    return _digest("network", network_prefix(request))


def _digest(kind: str, value: str) -> str:
    return salted_hmac(f"o2r.signin.{kind}", value, algorithm="sha256").hexdigest()


def reserve(kind: TryKind, account: str, request: HttpRequest) -> Try:
    """Count one try before it is examined.

    ``account`` is the address as typed, or the identifier of the account. Raises TooManyTries when
    a delay runs. A database too busy to count never refuses anyone: it is logged.
    """
    one = Try(kind, account_subject(account), network_subject(request))
    try:
        with transaction.atomic():
            _take(kind, one.account, LIMIT[kind])
            _take(kind, one.network, NETWORK_LIMIT[kind])
    except DatabaseError:
        logger.exception("Les essais de connexion n’ont pas pu être comptés.")
    return one


def _take(kind: TryKind, subject: str, limit: int) -> None:
    now = clock.now()
    if _count_one(kind, subject, limit, now):
        return
    _, is_first = FailedTries.objects.get_or_create(
        kind=kind,
        subject=subject,
        defaults={"failures": 1, "last_at": now, "locked_until": now},
    )
    if is_first or _count_one(kind, subject, limit, now):
        return
    until = FailedTries.objects.values_list("locked_until", flat=True).get(
        kind=kind, subject=subject
    )
    raise TooManyTries(until)


def _count_one(kind: TryKind, subject: str, limit: int, now: datetime) -> bool:
    """Add one failure unless a delay runs; whether it was added. One statement."""
    rows = FailedTries.objects.filter(kind=kind, subject=subject, locked_until__lte=now)
    old = When(last_at__lt=now - FORGOTTEN_AFTER, then=Value(1))
    # The values are those before this try: the tenth finds nine, and starts the first delay.
    steps = [
        When(failures__gte=limit - 1 + rank, then=Value(now + delay))
        for rank, delay in reversed(list(enumerate(DELAYS)))
    ]
    stale = When(last_at__lt=now - FORGOTTEN_AFTER, then=Value(now))
    updated = rows.update(
        failures=Case(old, default=F("failures") + 1),
        locked_until=Case(stale, *steps, default=Value(now)),
        last_at=now,
    )
    return updated == 1


def succeeded(one: Try) -> None:
    """The try was right: forget the failures of the account, give the network its try back.

    Only its own: someone with a good account must not wipe out what they tried on others.
    """
    try:
        with transaction.atomic():
            _rows(one.kind, one.account).update(failures=0, locked_until=clock.now())
            _rows(one.kind, one.network).update(
                failures=Greatest(F("failures") - 1, Value(0)), locked_until=clock.now()
            )
    except DatabaseError:
        logger.exception("Les essais de connexion n’ont pas pu être oubliés.")


def lift(*accounts: str) -> None:
    """End the delays of an account whose owner proved who they are by another way.

    ``accounts``: its address and its identifier.
    """
    subjects = [account_subject(account) for account in accounts]
    try:
        with transaction.atomic():
            FailedTries.objects.filter(subject__in=subjects).update(
                failures=0, locked_until=clock.now()
            )
    except DatabaseError:
        logger.exception("Le délai de connexion n’a pas pu être levé.")


def _rows(kind: TryKind, subject: str) -> QuerySet[FailedTries]:
    return FailedTries.objects.filter(kind=kind, subject=subject)


def forget_old() -> int:
    """Remove the counts that no longer mean anything; how many."""
    limit = clock.now() - FORGOTTEN_AFTER
    return FailedTries.objects.filter(last_at__lt=limit, locked_until__lt=clock.now()).delete()[0]
