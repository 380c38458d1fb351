"""The identities of ProConnect that open an account: tied once a sign-in is complete, taken off."""

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.http import HttpRequest

from o2r.accounts.models import User
from o2r.accounts.signin import mails
from o2r.accounts.signin.engine import get_authentication_records
from o2r.accounts.signin.enums import Event
from o2r.accounts.signin.events import announce
from o2r.accounts.signin.sessions import close_others

METHOD = "socialaccount"
"""What allauth calls a proof by an identity provider."""


def identities_of(user: User) -> list[SocialAccount]:
    """The identities that open an account, the oldest first. One query."""
    return list(SocialAccount.objects.filter(user=user).order_by("date_joined", "pk"))


@transaction.atomic
def tie_identity(*, by: User, request: HttpRequest) -> SocialAccount | None:
    """Tie the identity that this sign-in came by to the account, now that it is complete.

    Not before: whoever holds the mailbox over there and not the second factor here would leave
    behind them an identity that counts for ever. None when there is nothing to tie. The person is
    told: if it was not them, it is how they learn of it.
    """
    proofs = get_authentication_records(request, by)
    shown = next((one for one in proofs if one["method"] == METHOD), None)
    if shown is None:
        return None
    identity, is_new = SocialAccount.objects.get_or_create(
        provider=shown["provider"], uid=shown["uid"], defaults={"user": by, "extra_data": {}}
    )
    if not is_new:
        return None
    mails.tell_security_change(by, Event.IDENTITY_ADDED)
    announce(Event.IDENTITY_ADDED, request=request, user=by, reason=shown["provider"])
    return identity


@transaction.atomic
def remove_identity(*, by: User, identity: SocialAccount, request: HttpRequest) -> None:
    """Take off one's own account an identity that opened it; the other sessions close."""
    SocialAccount.objects.filter(user=by, pk=identity.pk).delete()
    close_others(by=by, request=request)
    mails.tell_security_change(by, Event.IDENTITY_REMOVED)
    announce(Event.IDENTITY_REMOVED, request=request, user=by, reason=identity.provider)
