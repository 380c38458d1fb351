"""One's own name, and the end of the welcome."""

from django.core.exceptions import ValidationError
from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import User
from o2r.accounts.policy import Context, Subject, decide
from o2r.core import clock
from o2r.core.journal.services import record


def _mine(by: Actor) -> User:
    subject = Subject("account", frozenset({Relation.ANY, Relation.OWN}))
    if by.user is None or not decide(by, "update", subject, Context()):
        raise NotAllowed("changer ce compte")
    return User.objects.select_for_update(no_key=True).get(pk=by.user)


@transaction.atomic
def rename_myself(*, by: Actor, display_name: str) -> User:
    """Change the name that colleagues see. Raises NotAllowed, DomainError."""
    user = _mine(by)
    user.display_name = " ".join(display_name.split())
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
    user.save(update_fields=["display_name"])
    record(
        by=by.author,
        action="update",
        kind="account",
        object_id=user.pk,
        organisation=by.organisation,
        fields=("identity",),
    )
    return user


@transaction.atomic
def finish_welcome(*, by: Actor) -> User:
    """Note that the person has read what they will and will not see. Raises NotAllowed."""
    user = _mine(by)
    if user.welcomed_at is None:
        user.welcomed_at = clock.now()
        user.save(update_fields=["welcomed_at"])
    return user
