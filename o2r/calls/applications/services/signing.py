"""Each member signs its own part; what changes afterwards has to be signed again."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError
from o2r.calls.applications.content import Content, MemberContent
from o2r.calls.applications.models import Application, Member
from o2r.calls.applications.selectors import content_of
from o2r.calls.applications.services.guarding import editable, touched
from o2r.calls.applications.services.telling import ask_signatures, tell_unsigned
from o2r.core import clock


@transaction.atomic
def sign_off(*, by: Actor, member: Member, digest: str) -> Member:
    """Sign the part of the organisation one acts for, as it was read: ``digest`` is of that.

    Raises NotAllowed, ApplicationClosed, DomainError for another's part, or one that has changed.
    """
    held = editable(by, member.application, act="signer cette candidature")
    _own(by, member)
    content = content_of(held)
    part = _part(content, member)
    if digest != content.digest_of(part):
        raise DomainError(
            "Cette partie a changé pendant que vous la lisiez. Relisez-la, puis signez-la."
        )
    row = Member.objects.get(pk=member.pk)
    row.signed_at, row.signed_digest = clock.now(), digest
    row.signed_by_id = by.user
    row.save(update_fields=["signed_at", "signed_by", "signed_digest"])
    touched(held)
    written(by, "update", held, "summary", "budget", "contacts")
    return row


@transaction.atomic
def unsign(*, by: Actor, member: Member) -> Member:
    """Take back the signature of the organisation one acts for. Raises as ``sign_off`` does."""
    held = editable(by, member.application, act="retirer une signature")
    _own(by, member)
    row = Member.objects.get(pk=member.pk)
    row.signed_at, row.signed_by, row.signed_digest = None, None, ""
    row.save(update_fields=["signed_at", "signed_by", "signed_digest"])
    touched(held)
    written(by, "update", held, "summary")
    return row


@transaction.atomic
def ask_to_sign(*, by: Actor, application: Application) -> int:
    """Tell the members whose signature is missing; how many they are.

    Raises NotAllowed, ApplicationClosed.
    """
    held = editable(by, application, act="demander une signature")
    content = content_of(held)
    unsigned = [
        member.key
        for member in content.members
        if member.organisation and not content.is_signed(member)
    ]
    members = list(held.members.filter(pk__in=unsigned).exclude(organisation=by.organisation))
    ask_signatures(held, members, by)
    return len(members)


@contextmanager
def signatures_watched(by: Actor, application: Application) -> Iterator[None]:
    """Tell the members whose signature no longer holds after the change made inside."""
    before = content_of(application)
    signed = {member.key for member in before.members if before.is_signed(member)}
    yield
    after = content_of(application)
    gone = [m.key for m in after.members if m.key in signed and not after.is_signed(m)]
    if gone:
        tell_unsigned(application, list(application.members.filter(pk__in=gone)), by)


def _own(by: Actor, member: Member) -> None:
    if by.organisation is None or by.organisation != member.organisation_id:
        raise DomainError(f"Seule une personne qui agit pour {member.name} signe sa partie.")


def _part(content: Content, member: Member) -> MemberContent:
    return next(one for one in content.members if one.key == str(member.pk))
