"""Who is asked to stand beside a person, and what they answer."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.guardians import recipients
from o2r.accounts.models import Membership, Organisation, User
from o2r.accounts.services.links import digest_of
from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.crypto.fields import write_sealed
from o2r.core.notifications.directory import Recipient
from o2r.core.notifications.services import notify
from o2r.core.typed_text import tidy_name
from o2r.pathways.together.enums import CareEnding, CareRole, CareState, MovedThing
from o2r.pathways.together.models import CareMember, OutsideName
from o2r.pathways.together.notification_kinds import CARE_ANSWER, CARE_INVITATION
from o2r.pathways.together.services.moving import log, move_member
from o2r.pathways.together.terms import last_day
from o2r.people.enums import Purpose
from o2r.people.models import Agreement, Person
from o2r.people.selectors.agreements import partner_roles
from o2r.people.services.holding import held, touched

INVITE = "inviter quelqu’un à accompagner cette personne"
ANSWER = "répondre à cette invitation"
LONGEST_NAME = 120


@dataclass(frozen=True)
class Offer:
    """A place beside the person, for one of three: a colleague who follows them already, the
    organisation of an agreement, somebody without an account. ``code``: the secret of the form."""

    role: CareRole
    code: str
    colleague: User | None = None
    agreement: Agreement | None = None
    name: str = ""
    contact: str = ""
    until: date | None = None


@transaction.atomic
def invite(*, by: Actor, person: Person, offer: Offer) -> CareMember:
    """Offer a place beside a person; the same form sent twice offers it once.

    Raises NotAllowed; DomainError at the field to correct.
    """
    file = held(by=by, person=person, act=INVITE)
    known = CareMember.objects.filter(form_digest=digest_of(offer.code), person=file)
    if (first := known.order_by("pk").first()) is not None:
        return first
    row = _new(by, file, offer)
    row.save(force_insert=True)
    if row.is_outside:
        _name(row, file, offer)
    log(MovedThing.MEMBER, row, "", by.user)
    if row.user_id == by.user:
        # Who invites themselves has answered.
        move_member(row, CareState.ACCEPTED, by=by.user)
    touched(file)
    written(by, "update", file, "route")
    _tell_invited(by, row)
    return row


def _new(by: Actor, file: Person, offer: Offer) -> CareMember:
    if by.user is None:
        raise NotAllowed(INVITE)
    row = CareMember(
        person=file,
        host=file.organisation,
        role=offer.role,
        invited_by_id=by.user,
        form_digest=digest_of(offer.code),
    )
    name, contact = tidy_name(offer.name), tidy_name(offer.contact)
    given = [offer.colleague is not None, offer.agreement is not None, bool(name)]
    if sum(given) != 1:
        raise DomainError(
            "Choisissez une seule chose : un collègue, une organisation partenaire, ou le nom "
            "d’un professionnel sans compte.",
            field="who",
        )
    if offer.colleague is not None:
        _check_colleague(file, offer.colleague)
        row.user = offer.colleague
    elif offer.agreement is not None:
        row.agreement = checked_agreement(file, offer.agreement)
        row.organisation = row.agreement.recipient
    else:
        _check_outside(name, contact, offer.role)
    row.until = last_day(offer.until, row.agreement)
    _check_not_there(file, row)
    return row


def _name(row: CareMember, file: Person, offer: Offer) -> None:
    """Keep who has no account, sealed."""
    words = OutsideName(subject=file.pk, person=file, member=row)
    name, contact = tidy_name(offer.name), tidy_name(offer.contact)
    write_sealed(words, organisation=file.organisation_id, name=name, contact=contact)
    words.save(force_insert=True)


def _check_colleague(file: Person, colleague: User) -> None:
    beside = file.follow_ups.on(clock.today()).filter(user=colleague).exists()
    if colleague.pk != file.referent_id and not beside:
        raise DomainError(
            f"{colleague} ne suit pas encore ce dossier. Nommez d’abord ce collègue "
            "co-accompagnant, puis donnez-lui son rôle ici.",
            field="who",
        )


def checked_agreement(file: Person, agreement: Agreement) -> Agreement:
    """An agreement of this person by which another organisation may accompany them with us.

    Raises DomainError: nothing is shared, and nobody invited, without it.
    """
    rows = Agreement.objects.in_force(clock.today()).select_related("recipient")
    known = rows.filter(pk=agreement.pk, person=file, purpose=Purpose.ACCOMPANY).first()
    if known is None:
        raise DomainError(
            "Aucun accord « accompagner ensemble » n’est en vigueur avec cette organisation. "
            "Demandez d’abord son accord à la personne.",
            field="who",
        )
    return known


def _check_outside(name: str, contact: str, role: CareRole) -> None:
    if role == CareRole.LEAD:
        raise DomainError(
            "Le référent de parcours doit avoir un compte ici : la personne et les autres doivent "
            "pouvoir compter sur ses réponses.",
            field="role",
        )
    if max(len(name), len(contact)) > LONGEST_NAME:
        raise DomainError(
            f"Ce texte dépasse {LONGEST_NAME} caractères. Raccourcissez-le.", field="name"
        )


def _check_not_there(file: Person, row: CareMember) -> None:
    there = CareMember.objects.standing().filter(person=file)
    if row.user_id is not None:
        # A colleague may become the référent de parcours while they already accompany.
        there = there.filter(user=row.user_id, organisation=None, role=row.role)
    elif row.organisation_id is not None:
        there = there.filter(organisation=row.organisation_id, role=row.role)
    else:
        return
    if there.exists():
        raise DomainError(
            "Cette place est déjà proposée ou tenue. Prolongez-la, ou terminez-la d’abord.",
            field="who",
        )


@transaction.atomic
def answer_invitation(*, by: Actor, member: CareMember, yes: bool) -> CareMember:
    """Say yes or no to an invitation, from the account of the member; twice, it is said once.

    Whoever answers for an organisation takes the place. Raises NotAllowed; DomainError when the
    agreement of the person has ended meanwhile, or another answer was given.
    """
    with errand("care-answer"):
        row = locked(member)
        require(by, "accept", row, act=ANSWER)
        asked = CareState.ACCEPTED if yes else CareState.REFUSED
        if row.state == asked and row.user_id == by.user:
            return row
        if yes and row.organisation_id is not None:
            _check_still_agreed(row)
        row.user_id = by.user
        move_member(row, asked, by=by.user, ending=None if yes else CareEnding.DECLINED)
        written(by, "accept" if yes else "withdraw", row)
        _tell_answer(row)
    return row


def _check_still_agreed(row: CareMember) -> None:
    if row.agreement is None or not row.agreement.is_in_force():
        raise DomainError(
            "La personne n’est plus d’accord, ou son accord est arrivé à sa fin : cette invitation "
            "ne vaut plus. L’équipe qui la suit vous dira si un nouvel accord est donné."
        )


@transaction.atomic
def note_answer(*, by: Actor, member: CareMember, yes: bool) -> CareMember:
    """Note what somebody without an account answered. Raises NotAllowed, DomainError."""
    file = held(by=by, person=member.person, act=INVITE)
    row = locked(member)
    if not row.is_outside:
        raise DomainError(
            "Ce professionnel a un compte, ou son organisation : c’est à lui de répondre."
        )
    asked = CareState.ACCEPTED if yes else CareState.REFUSED
    if row.state != asked:
        move_member(row, asked, by=by.user, ending=None if yes else CareEnding.DECLINED)
        touched(file)
        written(by, "update", file, "route")
    return row


def locked(member: CareMember) -> CareMember:
    """A place as it is now, the file locked first."""
    Person.objects.select_for_update(no_key=True).get(pk=member.person_id)
    rows = CareMember.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("agreement", "host").get(pk=member.pk)


def told_of(member: CareMember) -> list[Recipient]:
    """Whom a word about this place goes to, on the side of the member."""
    if member.user is not None:
        return [Recipient(member.user.pk, member.user.email)] if member.user.is_active else []
    return partners_of(member.organisation) if member.organisation else []


def partners_of(organisation: Organisation) -> list[Recipient]:
    """Who may read, in an organisation, what a person agreed to share with it. One query."""
    rows = Membership.objects.current().filter(
        organisation=organisation, role__in=partner_roles(), user__is_active=True
    )
    return recipients(rows)


def _tell_invited(by: Actor, row: CareMember) -> None:
    notify(
        to=[one for one in told_of(row) if one.user != by.user],
        kind=CARE_INVITATION.code,
        subject="On vous propose d’accompagner quelqu’un",
        body=(
            "Une équipe vous propose une place auprès d’une personne qu’elle suit. Dites oui ou "
            "non : la personne attend de savoir sur qui compter."
        ),
        link=reverse("together:invitations"),
        sensitive=True,
    )


def _tell_answer(row: CareMember) -> None:
    host = User.objects.filter(pk=row.invited_by_id, is_active=True).order_by("pk")
    notify(
        to=[Recipient(one.pk, one.email) for one in host if one.pk != row.user_id],
        kind=CARE_ANSWER.code,
        subject="Une invitation à accompagner a reçu sa réponse",
        body="Ouvrez le dossier pour lire la réponse, et la dire à la personne.",
        link=reverse("together:group", args=[row.person_id]),
        sensitive=True,
    )
