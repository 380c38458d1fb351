"""Who follows a person: the referent, and the colleagues who accompany beside them."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError
from o2r.accounts.guardians import guardians_of
from o2r.accounts.models import User
from o2r.accounts.selectors import who_may_follow
from o2r.core import clock
from o2r.core.calendar_words import long_day
from o2r.core.notifications.services import Recipient, notify
from o2r.people.models import FollowUp, Person
from o2r.people.services.holding import held, touched

ENTRUST = "confier ce dossier à quelqu’un d’autre"
SHARE_OUT = "donner un collègue à ce dossier"
STOP = "retirer un collègue de ce dossier"


@transaction.atomic
def entrust(*, by: Actor, person: Person, to: User, stays: bool = False) -> Person:
    """Give a file to another referent of the organisation; both are told, without a name.

    ``stays``: the former referent goes on accompanying. Who coordinates may do it without reading
    the file, and the guardians of the organisation are told when they take it for themselves.
    Raises NotAllowed, DomainError.
    """
    row = held(by=by, person=person, act=ENTRUST, action="entrust")
    former = row.referent
    if former is not None and former.pk == to.pk:
        raise DomainError(f"{to} est déjà référent de ce dossier.", field="to")
    _check_may_follow(row, to, "to")
    row.referent = to
    touched(row, "referent")
    _end(row, to)
    if former is not None and stays:
        FollowUp.objects.create(person=row, user=former)
    written(by, "entrust", row, "workload")
    told = [one for one in (former, to) if one is not None]
    _tell(by, row, told, "Un dossier change de référent", f"Le {row} est confié à {to}.", taker=to)
    return row


@transaction.atomic
def accompany(*, by: Actor, person: Person, colleague: User, until: date | None = None) -> FollowUp:
    """Let a colleague of the organisation accompany the person too, at their next request.

    The referent and the colleague are told. Raises NotAllowed, DomainError.
    """
    row = held(by=by, person=person, act=SHARE_OUT, action="entrust")
    if row.referent_id == colleague.pk:
        raise DomainError(f"{colleague} est déjà référent de ce dossier.", field="colleague")
    if row.follow_ups.on(clock.today()).filter(user=colleague).exists():
        raise DomainError(f"{colleague} accompagne déjà cette personne.", field="colleague")
    if until and until < clock.today():
        raise DomainError("Ce jour est passé. Choisissez une fin à venir.", field="until")
    _check_may_follow(row, colleague, "colleague")
    made = FollowUp.objects.create(person=row, user=colleague, until=until)
    touched(row)
    written(by, "entrust", row, "workload")
    people = [one for one in (row.referent, colleague) if one is not None]
    end = f", jusqu’au {long_day(until)}" if until else ""
    _tell(
        by,
        row,
        people,
        "Un collègue accompagne aussi",
        f"{colleague} accompagne aussi le {row}{end}.",
        taker=colleague,
    )
    return made


@transaction.atomic
def stop_accompanying(*, by: Actor, follow_up: FollowUp) -> None:
    """End a co-accompaniment at once: by the referent, or by the colleague themselves.

    A second time changes nothing. Raises NotAllowed.
    """
    theirs = by.user is not None and follow_up.user_id == by.user
    row = held(by=by, person=follow_up.person, act=STOP, action="update" if theirs else "entrust")
    found = FollowUp.objects.on(clock.today()).filter(pk=follow_up.pk, person=row).first()
    if found is None:
        return
    _close(found)
    touched(row)
    written(by, "entrust", row, "workload")
    people = [one for one in (row.referent, follow_up.user) if one is not None]
    text = f"{follow_up.user} n’accompagne plus le {row}."
    _tell(by, row, people, "Un co-accompagnement prend fin", text)


@transaction.atomic
def hand_over(*, by: Actor, giver: User, receiver: User) -> int:
    """Give all that ``giver`` follows within ``by.organisation`` to ``receiver``; how many files.

    What they accompanied beside a referent passes too. Decided, told and journaled by who calls.
    """
    mine = Person.objects.filter(organisation=by.organisation)
    given = mine.filter(referent=giver)
    taken = set(given.order_by("pk").values_list("pk", flat=True))
    given.update(referent=receiver)
    beside = FollowUp.objects.on(clock.today()).filter(person__in=mine)
    for one in beside.filter(user=giver).select_related("person").order_by("pk"):
        if one.person.referent_id != receiver.pk and not _accompanies(one.person, receiver):
            FollowUp.objects.create(person=one.person, user=receiver, until=one.until)
            taken.add(one.person_id)
        _close(one)
    for one in beside.filter(user=receiver, person__in=taken, person__referent=receiver):
        _close(one)
    return len(taken)


def followed_by(user: User, organisation: UUID) -> int:
    """How many files somebody follows in an organisation, as referent or beside one. One query."""
    rows = Person.objects.filter(organisation=organisation).followed()
    beside = FollowUp.objects.on(clock.today()).filter(user=user)
    return rows.filter(Q(referent=user) | Q(pk__in=beside.values("person"))).count()


def _check_may_follow(row: Person, colleague: User, field: str) -> None:
    """Whether someone may open the file of a person of this organisation, from now on."""
    place = row.organisation
    standing = who_may_follow(place).filter(user=colleague).first()
    if standing is None or not colleague.is_active:
        raise DomainError(
            f"{colleague} n’accompagne personne dans cette organisation. Choisissez quelqu’un dont "
            "c’est le rôle.",
            field=field,
        )
    if not standing.is_settled(clock.now()):
        raise DomainError(
            f"Le compte de {colleague} a moins de 24 heures : il ne montre encore aucune donnée "
            "personnelle. Réessayez demain, ou choisissez quelqu’un d’autre.",
            field=field,
        )


def _accompanies(person: Person, user: User) -> bool:
    return person.follow_ups.on(clock.today()).filter(user=user).exists()


def _end(row: Person, user: User) -> None:
    """The referent does not accompany beside themselves."""
    for one in row.follow_ups.on(clock.today()).filter(user=user).order_by("pk"):
        _close(one)


def _close(one: FollowUp) -> None:
    """End it before today: the next request no longer finds it."""
    today = clock.today()
    if one.since >= today:
        one.delete()
        return
    one.until = today - timedelta(days=1)
    one.save(update_fields=["until"])


def _tell(
    by: Actor,
    row: Person,
    people: list[User],
    subject: str,
    body: str,
    *,
    taker: User | None = None,
) -> None:
    """Tell those concerned, without a name; and the guardians, when who decides is ``taker``."""
    to = [Recipient(one.pk, one.email) for one in people if one.is_active and one.pk != by.user]
    if taker is not None and taker.pk == by.user:
        to += guardians_of(row.organisation_id, but=by.user)
    notify(
        to=to,
        kind="caseload",
        subject=subject,
        body=f"{body}\n\nDécision de {by.name}.",
        link=reverse("people:person", args=[row.pk]),
        sensitive=True,
    )
