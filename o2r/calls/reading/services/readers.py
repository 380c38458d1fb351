"""Naming those who read for a call."""

from collections.abc import Collection

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED, require, written
from o2r.accounts.enums import Relation
from o2r.accounts.models import Membership, User
from o2r.accounts.policy import Subject, decide
from o2r.calls.models import Call
from o2r.calls.reading.enums import LIVE, AssignmentState, ReviewState
from o2r.calls.reading.errors import NoReader
from o2r.calls.reading.models import Assignment, CallOffice, Reader
from o2r.calls.reading.services.gate import move_assignment, reassess
from o2r.calls.reading.services.telling import tell_reader
from o2r.core import clock


@transaction.atomic
def name_reader(
    *,
    by: Actor,
    office: CallOffice,
    email: str,
    departments: Collection[str] = (),
    most: int | None = None,
) -> Reader:
    """Name someone, by the address of their account, to read the applications to a call.

    ``departments``: codes of those they know, none for all; ``most``: how many applications they
    accept. Nothing opens to them before they have declared their interests. Raises NotAllowed,
    NoReader.
    """
    require(by, "update", office, act="désigner un lecteur")
    user = _account(email)
    if Reader.objects.current().filter(call=office.pk, user=user).exists():
        raise NoReader(f"{user} lit déjà pour cet appel. Changez ses départements plus bas.")
    call = Call.objects.select_for_update(no_key=True).get(pk=office.pk)
    made = Reader.objects.create(
        call=call,
        user=user,
        departments=sorted(departments),
        most=most,
        named_at=clock.now(),
        named_by_id=by.user,
    )
    written(by, "create", made)
    reassess(by=by.author, call=call, users=[user.pk])
    tell_reader(user, call, count=0)
    return made


def _account(email: str) -> User:
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).order_by("pk").first()
    if user is None:
        raise NoReader(
            f"Aucun compte n’a l’adresse {email.strip()}. La personne doit d’abord ouvrir son "
            "compte : demandez à son organisation de l’inviter, puis désignez-la."
        )
    roles = Membership.objects.current().filter(user=user).order_by("pk")
    if not any(may_read(role) for role in roles.values_list("role", flat=True)):
        raise NoReader(
            f"Le compte {email.strip()} ne peut pas lire de candidature : il n’agit pour aucune "
            "organisation, ou seulement comme candidat. Désignez quelqu’un d’autre."
        )
    return user


def may_read(role: str) -> bool:
    """Whether the policy lets someone of this role write a review confided to them."""
    subject = Subject("review", frozenset({Relation.OWN}))
    return bool(decide(Actor(roles=frozenset({role})), "update", subject, PROVED))


@transaction.atomic
def change_reader(
    *, by: Actor, reader: Reader, departments: Collection[str], most: int | None
) -> Reader:
    """Change what a reader knows and how much they accept. Raises NotAllowed."""
    require(by, "update", reader, act="changer ce lecteur")
    reader.departments, reader.most = sorted(departments), most
    reader.save(update_fields=["departments", "most"])
    written(by, "update", reader)
    return reader


@transaction.atomic
def end_reader(*, by: Actor, reader: Reader) -> Reader:
    """Have someone read no more for a call: what they sent counts, the rest is confided again.

    Raises NotAllowed.
    """
    require(by, "update", reader, act="mettre fin à une désignation")
    if not reader.is_current:
        return reader
    reader.ended_at = clock.now()
    reader.save(update_fields=["ended_at"])
    rows = Assignment.objects.filter(reader=reader, state__in=LIVE).order_by("pk")
    for given in rows.exclude(review__state=ReviewState.SENT):
        given.reason = "Sa désignation a pris fin."
        move_assignment(given, AssignmentState.ENDED)
    written(by, "update", reader)
    reassess(by=by.author, call=reader.call, users=[reader.user_id])
    return reader
