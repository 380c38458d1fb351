"""A place beside a person once accepted: known by them, prolonged, over."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from o2r.accounts.actors import Actor, system
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.notifications.directory import Recipient
from o2r.core.notifications.services import notify
from o2r.pathways.rules import number
from o2r.pathways.together.enums import STANDING_CARE, CareEnding, CareRole, CareState
from o2r.pathways.together.models import CareMember
from o2r.pathways.together.notification_kinds import CARE_ENDING
from o2r.pathways.together.services.inviting import INVITE, locked, told_of
from o2r.pathways.together.services.moving import move_member
from o2r.pathways.together.terms import last_day
from o2r.people.enums import AgreementState
from o2r.people.models import Person
from o2r.people.services.holding import held, touched

LEAVE = "quitter cet accompagnement"
JOB = "care-terms"


@transaction.atomic
def present(*, by: Actor, member: CareMember, on: date) -> CareMember:
    """Note that the person met the member, who accompanies from that day.

    A new référent de parcours takes the place of the former one: the person has one at a time.
    Raises NotAllowed, DomainError.
    """
    file = held(by=by, person=member.person, act=INVITE)
    row = locked(member)
    if row.state == CareState.ACTIVE and row.known_by_person_on == on:
        return row
    if on > clock.today():
        raise DomainError("Ce jour est à venir. Notez-le une fois la rencontre faite.", field="on")
    if on < file.opened_on:
        raise DomainError("Ce jour précède l’ouverture du dossier. Vérifiez-le.", field="on")
    _check_agreed(row)
    if row.role == CareRole.LEAD:
        _relay(by, file, row)
    row.known_by_person_on = row.since = on
    move_member(row, CareState.ACTIVE, by=by.user)
    touched(file)
    written(by, "update", file, "route")
    return row


def _check_agreed(row: CareMember) -> None:
    if row.organisation_id is not None and not (row.agreement and row.agreement.is_in_force()):
        raise DomainError(
            "L’accord de la personne avec cette organisation n’est plus en vigueur. Redemandez-le "
            "avant de continuer."
        )


def _relay(by: Actor, file: Person, row: CareMember) -> None:
    former = CareMember.objects.active().filter(person=file, role=CareRole.LEAD)
    for one in former.exclude(pk=row.pk).order_by("pk"):
        move_member(one, CareState.ENDED, by=by.user, ending=CareEnding.RELAYED)
        _tell_over(one, by)


@transaction.atomic
def renew(*, by: Actor, member: CareMember, until: date | None) -> CareMember:
    """Prolong a place, once the person was asked. Raises NotAllowed, DomainError."""
    file = held(by=by, person=member.person, act=INVITE)
    row = locked(member)
    if row.state not in STANDING_CARE:
        raise DomainError("Cette place est terminée : proposez-en une nouvelle.")
    _check_agreed(row)
    chosen = last_day(until, row.agreement)
    if chosen == row.until:
        return row
    if chosen < row.until:
        raise DomainError(
            "C’est plus tôt que la fin prévue. Pour arrêter avant, terminez la place.",
            field="until",
        )
    row.until, row.noticed_at = chosen, None
    row.save(update_fields=["until", "noticed_at"])
    touched(file)
    written(by, "update", file, "route")
    return row


@transaction.atomic
def end_member(*, by: Actor, member: CareMember) -> CareMember:
    """End a place, or take back an invitation; a second time changes nothing.

    The référent de parcours is not taken away while others accompany: another one is named first.
    Raises NotAllowed, DomainError.
    """
    file = held(by=by, person=member.person, act=INVITE)
    row = locked(member)
    if row.state not in STANDING_CARE:
        return row
    others = CareMember.objects.active().filter(person=file).exclude(pk=row.pk)
    if row.is_lead and others.exists():
        raise DomainError(
            "Cette personne est accompagnée par plusieurs : elle doit savoir à qui s’adresser. "
            "Nommez d’abord un autre référent de parcours, il prendra le relais."
        )
    _over(row, by, CareEnding.DECIDED)
    touched(file)
    written(by, "update", file, "route")
    _tell_over(row, by)
    return row


@transaction.atomic
def leave(*, by: Actor, member: CareMember) -> CareMember:
    """Leave a place, from one's own account; a second time changes nothing. Raises NotAllowed."""
    with errand("care-answer"):
        row = locked(member)
        require(by, "withdraw", row, act=LEAVE)
        if row.state in (CareState.ACCEPTED, CareState.ACTIVE):
            _over(row, by, CareEnding.LEFT)
            written(by, "withdraw", row)
            _tell_over(row, by)
    return row


def _over(row: CareMember, by: Actor, ending: CareEnding) -> None:
    invited = row.state == CareState.INVITED
    if invited and ending == CareEnding.DECIDED:
        ending = CareEnding.CANCELLED
    move_member(row, CareState.REFUSED if invited else CareState.ENDED, by=by.user, ending=ending)


def _unagreed(today: date) -> Q:
    """Whose agreement ended, or was taken back."""
    ended = ~Q(agreement__state=AgreementState.GIVEN) | Q(agreement__until__lt=today)
    return Q(organisation__isnull=False) & (Q(agreement=None) | ended)


@transaction.atomic
def end_by_themselves(now: datetime) -> tuple[int, int]:
    """End the places whose last day has passed, or whose agreement has, and announce those that
    will soon: how many ended, how many announced. For a recurring job."""
    by, today = system(JOB), clock.today()
    rows = CareMember.objects.standing()
    over = _locked_each(rows.filter(Q(until__lt=today) | _unagreed(today)))
    for one in over:
        _over(one, by, CareEnding.TERM if one.until < today else CareEnding.AGREEMENT)
        written(by, "update", one.person, "route")
        _tell_over(one, by)
    soon = today + timedelta(days=number("care-notice-days"))
    coming = rows.filter(until__lte=soon, noticed_at=None).exclude(state=CareState.INVITED)
    announced = _locked_each(coming)
    for one in announced:
        one.noticed_at = now
        one.save(update_fields=["noticed_at"])
        _tell(one, by, "Un accompagnement arrive à sa fin", _SOON)
    return len(over), len(announced)


def _locked_each(rows: "QuerySet[CareMember]") -> list[CareMember]:
    """Places as they are now, their files locked first, always in the same order."""
    people = sorted(set(rows.order_by("person_id").values_list("person_id", flat=True)))
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))
    held_rows = rows.select_for_update(no_key=True, of=("self",)).select_related("person")
    return list(held_rows.order_by("person_id", "pk"))


_SOON = (
    "Une place auprès d’une personne finit bientôt. Prolongez-la avec son accord, ou préparez le "
    "relais : elle doit savoir qui reste."
)
_OVER = "Une place auprès d’une personne a pris fin. Dites-lui qui reste, et qui appeler."


def _tell_over(row: CareMember, by: Actor) -> None:
    _tell(row, by, "Un accompagnement a pris fin", _OVER)


def _tell(row: CareMember, by: Actor, subject: str, body: str) -> None:
    """The member, and the referent of the file. Neither who the person is nor why."""
    theirs = [one for one in told_of(row) if one.user != by.user]
    notify(
        to=theirs,
        kind=CARE_ENDING.code,
        subject=subject,
        body=body,
        link=reverse("together:invitations"),
        sensitive=True,
    )
    referent = row.person.referent
    if referent is None or not referent.is_active or referent.pk == by.user:
        return
    if referent.pk not in {one.user for one in theirs}:
        notify(
            to=[Recipient(referent.pk, referent.email)],
            kind=CARE_ENDING.code,
            subject=subject,
            body=body,
            link=reverse("together:group", args=[row.person_id]),
            sensitive=True,
        )


def keep_one_lead(person: Person) -> None:
    """Two files became one: the référent de parcours named last stays, the other was relayed."""
    rows = CareMember.objects.active().filter(person=person, role=CareRole.LEAD)
    for one in rows.select_for_update(no_key=True, of=("self",)).order_by("-since", "pk")[1:]:
        move_member(one, CareState.ENDED, by=None, ending=CareEnding.RELAYED)
