"""Ten tries, then a delay that grows: per account and per network, in the database.

The count of a network is halved every hour, that of an account every day, delays left out: the
slips of the many people of one office do not add up for ever. A delay of the network keeps nobody
waiting where they came in well lately.

A try is *reserved* before it is examined, by one conditional UPDATE: a thousand tries sent
together cannot pass between the check and the count. Success gives the try back. The delay is never
a block: it ends by itself, and a link received by e-mail or a passkey lifts it at once, so that
nobody can be kept out of their own account (CNIL, délibération 2022-100; OWASP ASVS 5.0, 6.3.1).
"""

import logging
from dataclasses import dataclass, replace
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

GUESSED = (TryKind.PASSWORD, TryKind.CODE, TryKind.CARD, TryKind.CARD_WORD)
MAILED = (TryKind.RESET, TryKind.CONFIRMATION, TryKind.REGISTRATION, TryKind.MAIL)
SENT = (TryKind.SIGNAL,)
LIMIT = {**dict.fromkeys(GUESSED, 10), **dict.fromkeys(MAILED, 5), **dict.fromkeys(SENT, 30)}
# A town hall or a mission locale goes out by one address: its people must not pay for one another.
NETWORK_LIMIT = {
    **dict.fromkeys((*GUESSED, *SENT), 60),
    **dict.fromkeys(MAILED, 30),
}
HALVED_EVERY, NETWORK_HALVED_EVERY = timedelta(days=1), timedelta(hours=1)
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 16, 32, 60))
FORGOTTEN_AFTER = timedelta(hours=24)
KNOWN_FOR = timedelta(days=30)
"""How long a network where an account came in well is known to it."""


@dataclass(frozen=True)
class Try:
    """A try that was counted and may be examined."""

    kind: TryKind
    account: str
    network: str
    on_network: bool = True
    """Whether the network counted it: not while a delay of the network runs."""


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
            _take(kind, one.account, LIMIT[kind], HALVED_EVERY)
            one = replace(one, on_network=_take_from_network(one))
    except DatabaseError:
        logger.exception("Les essais de connexion n’ont pas pu être comptés.")
    return one


def _take_from_network(one: Try) -> bool:
    """Count the try of a network; whether it was. Raises TooManyTries for who is not known there.

    The try of someone known during a delay is examined, and not counted: neither does their success
    end the delay of the others.
    """
    try:
        _take(one.kind, one.network, NETWORK_LIMIT[one.kind], NETWORK_HALVED_EVERY)
    except TooManyTries:
        if not _is_known(one):
            raise
        return False
    return True


def _is_known(one: Try) -> bool:
    """Whether this account came in well from this network lately."""
    recent = clock.now() - KNOWN_FOR
    return _rows(TryKind.ENTRY, _pair(one)).filter(last_at__gt=recent).exists()


def _pair(one: Try) -> str:
    return _digest("entry", f"{one.kind}:{one.account}:{one.network}")


def halved(failures: int, since: datetime, now: datetime, every: timedelta) -> tuple[int, datetime]:
    """A count begun at ``since``, halved once per whole ``every``; and its new start.

    What is left of a period is not lost: asked often or seldom, the count ends the same.
    """
    periods = max(0, (now - since) // every)
    return failures >> periods, since + periods * every


def _let_time_pass(kind: TryKind, subject: str, every: timedelta) -> None:
    """Halve a count as often as time says; if another try just changed it, the next one will."""
    row = _rows(kind, subject).first()
    if row is None:
        return
    # While a delay runs, nothing is forgiven: it would grow no more.
    start = max(row.since, row.locked_until)
    left, since = halved(row.failures, start, clock.now(), every)
    if since > start:
        same = _rows(kind, subject).filter(failures=row.failures, since=row.since)
        same.filter(locked_until=row.locked_until).update(failures=left, since=since)


def _take(kind: TryKind, subject: str, limit: int, every: timedelta) -> None:
    now = clock.now()
    _let_time_pass(kind, subject, every)
    if _count_one(kind, subject, limit, now):
        return
    _, is_first = FailedTries.objects.get_or_create(
        kind=kind,
        subject=subject,
        defaults={"failures": 1, "since": now, "last_at": now, "locked_until": now},
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
        locked_until=Case(stale, *steps, default=F("locked_until")),
        last_at=now,
    )
    return updated == 1


def succeeded(one: Try) -> None:
    """The try was right: forget the failures of the account, give the network its try back.

    Only its own: someone with a good account must not wipe out what they tried on others. The
    network is known to the account from now on.
    """
    now = clock.now()
    try:
        with transaction.atomic():
            _rows(one.kind, one.account).update(failures=0, locked_until=now)
            if one.on_network:
                # A delay begun by this very try is as if it had never been: the hour goes on.
                undone = When(locked_until__gt=now, then=F("since"))
                _rows(one.kind, one.network).update(
                    failures=Greatest(F("failures") - 1, Value(0)),
                    locked_until=Case(undone, default=F("locked_until")),
                )
            FailedTries.objects.update_or_create(
                kind=TryKind.ENTRY, subject=_pair(one), defaults={"last_at": now}
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
    now = clock.now()
    tries = FailedTries.objects.filter(last_at__lt=now - FORGOTTEN_AFTER, locked_until__lt=now)
    entries = FailedTries.objects.filter(kind=TryKind.ENTRY, last_at__lt=now - KNOWN_FOR)
    return tries.exclude(kind=TryKind.ENTRY).delete()[0] + entries.delete()[0]
