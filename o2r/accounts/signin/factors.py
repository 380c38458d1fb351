"""The second factors of a person: application of codes, passkeys, recovery codes."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest

from o2r.accounts.actors import Actor
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import User
from o2r.accounts.signin import mails
from o2r.accounts.signin.engine import (
    Authenticator,
    RecoveryCodes,
    decrypt,
    delete_and_cleanup,
    encrypt,
    format_hotp_value,
    hotp_value,
)
from o2r.accounts.signin.enums import Event, ResetState
from o2r.accounts.signin.events import announce
from o2r.accounts.signin.lockout import lift
from o2r.accounts.signin.models import SecondFactorReset
from o2r.accounts.signin.sessions import close_all, close_others
from o2r.core import clock

PERIOD = 30
"""Seconds during which a code of the application is shown (RFC 6238)."""
TOLERANCE = 1
"""Periods before and after, for clocks that drift and fingers that are slow (RFC 6238, § 5.2)."""
TOTP = Authenticator.Type.TOTP
PASSKEY = Authenticator.Type.WEBAUTHN
RECOVERY = Authenticator.Type.RECOVERY_CODES


class LastFactor(DomainError):
    """The only second factor of someone who must have one."""

    def __init__(self) -> None:
        super().__init__(
            "Votre rôle demande un second facteur, et celui-ci est le seul. Ajoutez-en un autre, "
            "puis retirez celui-ci."
        )


def has_second_factor(user: User) -> bool:
    """Whether an application of codes or a passkey protects the account. One query."""
    return bool(Authenticator.objects.filter(user=user, type__in=(TOTP, PASSKEY)).exists())


def matching_counter(secret: str, code: str) -> int | None:
    """The period of which ``code`` is the code, around now; None when there is none."""
    typed = "".join(character for character in code if character.isdigit())
    present = int(clock.now().timestamp()) // PERIOD
    for counter in range(present - TOLERANCE, present + TOLERANCE + 1):
        if format_hotp_value(hotp_value(secret, counter)) == typed:
            return counter
    return None


@transaction.atomic
def use_code(user: User, code: str) -> Authenticator | None:
    """Consume a code of the application or a recovery code; the factor it belongs to, or None.

    Each code serves once, in every process: the last period used is kept with the secret.
    """
    factors = Authenticator.objects.select_for_update(no_key=True).filter(user=user)
    totp: Authenticator | None = factors.filter(type=TOTP).first()
    if totp is not None:
        counter = matching_counter(decrypt(totp.data["secret"]), code)
        if counter is not None and counter > totp.data.get("last_counter", 0):
            totp.data["last_counter"] = counter
            totp.save(update_fields=["data"])
            return totp
    recovery: Authenticator | None = factors.filter(type=RECOVERY).first()
    if recovery is not None and RecoveryCodes(recovery).validate_code(code.replace(" ", "")):
        return recovery
    return None


@transaction.atomic
def add_totp(*, by: User, secret: str, counter: int, request: HttpRequest) -> Authenticator:
    """Protect the account with an application of codes; ``counter`` is the period just used."""
    factor: Authenticator = Authenticator.objects.create(
        user=by, type=TOTP, data={"secret": encrypt(secret), "last_counter": counter}
    )
    _changed(by, Event.FACTOR_ADDED, request, TOTP)
    return factor


@transaction.atomic
def add_passkey(
    *, by: User, name: str, credential: dict[str, object], request: HttpRequest
) -> Authenticator:
    """Protect the account with a passkey, whose credential was verified."""
    factor: Authenticator = Authenticator.objects.create(
        user=by, type=PASSKEY, data={"name": name, "credential": credential}
    )
    _changed(by, Event.FACTOR_ADDED, request, PASSKEY)
    return factor


@transaction.atomic
def remove_factor(
    *, by: User, factor: Authenticator, compulsory: bool, request: HttpRequest
) -> None:
    """Take a factor off. Raises LastFactor when it is the only one of someone who must have one."""
    others = Authenticator.objects.select_for_update(no_key=True).filter(
        user=by, type__in=(TOTP, PASSKEY)
    )
    if compulsory and not others.exclude(pk=factor.pk).exists():
        raise LastFactor
    delete_and_cleanup(request, factor)
    _changed(by, Event.FACTOR_REMOVED, request, factor.type)


def _changed(user: User, event: Event, request: HttpRequest, reason: str) -> None:
    close_others(by=user, request=request)
    mails.tell_security_change(user, event)
    announce(event, request=request, user=user, reason=reason)


@transaction.atomic
def new_recovery_codes(*, by: User, request: HttpRequest) -> list[str]:
    """Ten codes that replace the former ones. They are shown once: they cannot be read again.

    Each of them opens the account with the password: the person is told, as of any other factor.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    Authenticator.objects.filter(user=by, type=RECOVERY).delete()
    codes = RecoveryCodes.activate(by).generate_codes()
    _changed(by, Event.RECOVERY_CODES, request, RECOVERY)
    return list(codes)


def recovery_codes_left(user: User) -> int:
    """How many recovery codes were not used yet. One query."""
    factor = Authenticator.objects.filter(user=user, type=RECOVERY).first()
    return len(factor.wrap().get_unused_codes()) if factor else 0


# --- Lost second factor ---------------------------------------------------------------------------

ResetRule = Callable[[Actor, User], bool]
ResetListener = Callable[[User], None]
_rules: list[ResetRule] = []
_asked: list[ResetListener] = []
_done: list[ResetListener] = []


class NothingAsked(DomainError):
    """Nobody waits for this reset: never asked, too old, or the factor was found again."""

    def __init__(self) -> None:
        super().__init__(
            "Cette personne n’attend plus la remise à zéro de son second facteur : sa demande a "
            "plus de trois jours, ou elle s’est connectée avec lui depuis. Si elle l’a vraiment "
            "perdu, demandez-lui de le déclarer de nouveau à la connexion."
        )


def second_factor_resets_are_decided_by(rule: ResetRule) -> ResetRule:
    """Register who may take off the second factor of whom; without a rule, nobody."""
    _rules.append(rule)
    return rule


def when_a_reset_is_asked(listener: ResetListener) -> ResetListener:
    """Register who tells the account managers of the organisation that someone is waiting."""
    _asked.append(listener)
    return listener


def when_a_reset_is_done(listener: ResetListener) -> ResetListener:
    """Register what an account whose second factor was taken off loses with it."""
    _done.append(listener)
    return listener


@transaction.atomic
def ask_second_factor_reset(*, by: User, request: HttpRequest) -> SecondFactorReset:
    """Ask for one's second factor to be taken off, after proving one's password. Once at a time."""
    SecondFactorReset.objects.filter(user=by).forgotten().close(ResetState.EXPIRED)
    asked, is_new = SecondFactorReset.objects.get_or_create(user=by, state=ResetState.ASKED)
    if is_new:
        mails.tell_security_change(by, Event.FACTOR_LOST)
        for listener in _asked:
            listener(by)
        announce(Event.FACTOR_LOST, request=request, user=by)
    return asked


@transaction.atomic
def cancel_second_factor_reset(*, by: User, request: HttpRequest) -> None:
    """End the request of who has just shown a second factor: it is not lost.

    Whoever asked with a stolen password loses what they were waiting for.
    """
    if SecondFactorReset.objects.filter(user=by).awaited().close(ResetState.CANCELLED):
        announce(Event.FACTOR_FOUND, request=request, user=by)


def expire_resets() -> int:
    """End the requests that nobody granted in time; how many."""
    return SecondFactorReset.objects.all().forgotten().close(ResetState.EXPIRED)


@transaction.atomic
def reset_second_factor(*, by: Actor, user: User, request: HttpRequest) -> int:
    """Take every second factor of ``user`` off; how many. Their sessions close, they are told.

    They still need their password, then must enrol a new factor before anything else. Raises
    NotAllowed unless a registered rule lets ``by`` do it; nobody does it for themselves. Raises
    NothingAsked when the person is not waiting for it.
    """
    if by.user == user.pk or not any(rule(by, user) for rule in _rules):
        raise NotAllowed("remettre à zéro le second facteur de cette personne")
    awaited = (
        SecondFactorReset.objects.select_for_update(no_key=True).filter(user=user).awaited().first()
    )
    if awaited is None:
        raise NothingAsked
    removed, _ = Authenticator.objects.filter(user=user).delete()
    close_all(by=by, user=user)
    awaited.state, awaited.decided_at = ResetState.DONE, clock.now()
    awaited.decided_by_id = by.user
    awaited.save(update_fields=["state", "decided_at", "decided_by"])
    for listener in _done:
        listener(user)
    lift(user.email, str(user.pk))
    mails.tell_security_change(user, Event.FACTOR_RESET)
    announce(Event.FACTOR_RESET, request=request, user=user, by=by.author)
    return int(removed)
