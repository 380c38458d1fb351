"""Who follows what: a caseload passed on for good, a colleague replaced for some days."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from o2r.accounts import caseload
from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.guardians import guardians_of
from o2r.accounts.models import Handover, Organisation, Substitution, User
from o2r.accounts.policy import meets_people
from o2r.accounts.services.locking import locked, member
from o2r.core import clock
from o2r.core.elision import of
from o2r.core.notifications.services import Recipient, notify

LONGEST_ABSENCE = timedelta(days=366)


@transaction.atomic
def hand_over(*, by: Actor, giver: User, receiver: User) -> Handover:
    """Pass all that ``giver`` follows to ``receiver``, within the organisation one acts for.

    Everything moves, or nothing does. Both are told. Raises NotAllowed, and DomainError when there
    is nothing to pass or the receiver may not follow people yet.
    """
    organisation = _mine(by, "transmettre une file active")
    made = Handover(organisation=organisation, giver=giver, receiver=receiver, done_by_id=by.user)
    require(by, "create", made, act="transmettre une file active")
    if giver.pk == receiver.pk:
        raise DomainError("Choisissez deux personnes différentes.")
    _check_takes(receiver, organisation)
    moved = {
        one.label: count
        for one in caseload.caseloads()
        if (count := one.hand_over(by=by, giver=giver, receiver=receiver))
    }
    if not moved:
        raise DomainError(f"{giver} ne suit rien dans cette organisation : rien à transmettre.")
    made.moved = moved
    made.save()
    written(by, "create", made, "identity", "workload", count=sum(moved.values()))
    text = ", ".join(f"{count} {label}" for label, count in moved.items())
    _tell_both(
        by,
        organisation,
        (giver, receiver),
        subject="Une file active change de main",
        body=f"La file active {of(str(giver))} est confiée à {receiver} : {text}.",
        link=reverse("accounts:home"),
    )
    return made


@transaction.atomic
def substitute(
    *, by: Actor, absent: User, replacement: User, first_day: date, last_day: date
) -> Substitution:
    """Let ``replacement`` follow what ``absent`` follows, from one day to another, both included.

    Both are told. Raises NotAllowed, DomainError.
    """
    organisation = _mine(by, "organiser un remplacement")
    made = Substitution(
        organisation=organisation,
        absent=absent,
        substitute=replacement,
        first_day=first_day,
        last_day=last_day,
    )
    require(by, "create", made, act="organiser un remplacement")
    _check_days(made)
    if member(absent, organisation) is None:
        raise DomainError(f"{absent} ne fait pas partie de l’organisation.")
    _check_takes(replacement, organisation)
    made.save()
    written(by, "create", made, "identity")
    days = f"du {first_day:%d/%m/%Y} au {last_day:%d/%m/%Y}"
    _tell_both(
        by,
        organisation,
        (absent, replacement),
        subject="Un remplacement est organisé",
        body=f"{replacement} remplace {absent} {days}, et suit pendant ce temps sa file active.",
        link=reverse("accounts:substitution", args=[made.pk]),
    )
    return made


def _check_days(made: Substitution) -> None:
    if made.last_day < clock.today():
        raise DomainError("Ce remplacement serait déjà fini. Choisissez un dernier jour à venir.")
    if made.last_day - made.first_day > LONGEST_ABSENCE:
        raise DomainError(
            "Un remplacement dure un an au plus. Au-delà, transmettez la file active à un collègue."
        )
    try:
        made.full_clean()
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
    same = Substitution.objects.filter(
        organisation=made.organisation,
        absent=made.absent,
        ended_at=None,
        first_day__lte=made.last_day,
        last_day__gte=made.first_day,
    )
    if same.exists():
        raise DomainError(
            f"{made.absent} est déjà remplacé une partie de ces jours-là. Interrompez d’abord "
            "l’autre remplacement, ou changez les dates."
        )


@transaction.atomic
def end_substitution(*, by: Actor, substitution: Substitution) -> Substitution:
    """Stop a replacement, at the next request. A second time changes nothing. Raises NotAllowed."""
    held = Substitution.objects.select_for_update(no_key=True).get(pk=substitution.pk)
    require(by, "update", held, act="interrompre un remplacement")
    if held.ended_at is None:
        held.ended_at = clock.now()
        held.save(update_fields=["ended_at"])
        written(by, "update", held, "identity")
        _tell_both(
            by,
            held.organisation,
            (held.absent, held.substitute),
            subject="Un remplacement est interrompu",
            body=f"{held.substitute} ne remplace plus {held.absent}.",
            link=reverse("accounts:substitution", args=[held.pk]),
        )
    return held


def _mine(by: Actor, act: str) -> Organisation:
    if by.organisation is None:
        raise NotAllowed(act)
    return locked(Organisation(pk=by.organisation))


def _check_takes(receiver: User, organisation: Organisation) -> None:
    """Whether someone may take over the work of a colleague, from today."""
    held = member(receiver, organisation)
    if held is None or not receiver.is_active or not meets_people(held.role):
        raise DomainError(
            f"{receiver} n’accompagne personne dans cette organisation. Choisissez quelqu’un dont "
            "c’est le rôle, ou changez d’abord son rôle."
        )
    if not held.is_settled(clock.now()):
        raise DomainError(
            f"Le compte de {receiver} a moins de 24 heures : il ne montre encore aucune donnée "
            "personnelle. Réessayez demain, ou choisissez quelqu’un d’autre."
        )


def _tell_both(
    by: Actor,
    organisation: Organisation,
    people: tuple[User, User],
    *,
    subject: str,
    body: str,
    link: str,
) -> None:
    """Tell the two people; and the managers too, when someone took the work for themselves."""
    # Nobody reads the mailbox of an account that is closed.
    to = [Recipient(person.pk, person.email) for person in people if person.is_active]
    if by.user == people[1].pk:
        to += guardians_of(organisation.pk)
    decided = f"Bonjour,\n\n{body}\n\nDécision {of(by.name)}, pour {organisation.name}."
    notify(to=to, kind="caseload", subject=subject, body=decided, link=link)
