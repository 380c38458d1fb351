"""Protecting a file, and lifting it."""

from django.db import transaction
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.core.notifications.directory import Recipient
from o2r.core.notifications.services import notify
from o2r.people.enums import AgreementState, ProtectionReason
from o2r.people.models import FollowUp, Person, Protection
from o2r.people.notification_kinds import FILE_PROTECTED
from o2r.people.registry import changed, hidden_with
from o2r.people.services.agreeing import stop_sharing

PROTECT = "protéger ce dossier"
LIFT = "lever la protection de ce dossier"


@transaction.atomic
def protect(
    *,
    by: Actor,
    person: Person,
    reason: ProtectionReason,
    words: str = "",
    stops_sharing: bool = False,
) -> Person:
    """Close a file to all but its referent and who accompanies the person, from now on.

    ``stops_sharing``: what other organisations read of it ends at once. Raises NotAllowed, and
    DomainError for a file that is closed, or shared when it was not said to stop.
    """
    if by.user is None:
        raise NotAllowed(PROTECT)
    held = _locked(person)
    require(by, "protect", held, act=PROTECT)
    if held.is_protected:
        return held
    if not held.is_followed:
        raise DomainError(
            "Ce dossier est fermé : personne ne le lit plus. Il n’y a rien à protéger."
        )
    if not stops_sharing:
        _check_alone(held)
    stop_sharing(by=by, person=held)
    held.is_protected = True
    held.save(update_fields=["is_protected"])
    kept = Protection(subject=held.pk, person=held, by_id=by.user)
    texts = {"reason": ProtectionReason(reason).value, "words": words.strip()}
    write_sealed(kept, organisation=held.organisation_id, **texts)
    kept.save(force_insert=True)
    for hide in hidden_with():
        hide(held)
    changed(held)
    _tell(
        by,
        held,
        "Un dossier que vous suivez est protégé",
        f"{by.name} a protégé un dossier que vous suivez. Vous le trouvez dans votre liste : "
        "aucune recherche ne le montre, et chaque ouverture est signalée à son référent. N’en "
        "parlez qu’aux personnes qui accompagnent.",
    )
    written(by, "protect", held, "identity")
    return held


@transaction.atomic
def lift_protection(*, by: Actor, person: Person, words: str) -> Person:
    """Let a file be met again by who may. Only its referent does, with a reason.

    What was shared before is not shared again. Raises NotAllowed, DomainError without a reason.
    """
    held = _locked(person)
    require(by, "unprotect", held, act=LIFT)
    if not words.strip():
        raise DomainError("Dites pourquoi la protection n’est plus nécessaire.", field="words")
    if not held.is_protected:
        return held
    held.is_protected = False
    held.save(update_fields=["is_protected"])
    kept = Protection.objects.select_for_update(no_key=True).get(person=held, ended_at=None)
    kept.ended_at, kept.ended_by_id = clock.now(), by.user
    write_sealed(kept, organisation=held.organisation_id, end_words=words.strip())
    kept.save(update_fields=["ended_at", "ended_by", "end_words"])
    changed(held)
    _tell(
        by,
        held,
        "Un dossier que vous suivez n’est plus protégé",
        f"{by.name} a levé la protection d’un dossier que vous suivez. Si ce changement vous "
        "surprend, appelez cette personne tout de suite.",
    )
    written(by, "unprotect", held, "identity")
    return held


def _check_alone(person: Person) -> None:
    """Refuse what others read: it is said to the person before it is taken back."""
    if shared := shared_with(person):
        raise DomainError(
            f"Ce dossier est partagé avec {shared} organisation{'s' if shared > 1 else ''}. Un "
            "dossier protégé ne se partage pas. Cochez la case pour retirer ces accords "
            "maintenant, ou ne changez rien.",
            field="stops_sharing",
        )


def shared_with(person: Person) -> int:
    """How many organisations read something of a file, or will on a day already chosen."""
    given = person.agreements.filter(state=AgreementState.GIVEN, until__gte=clock.today())
    return given.values("recipient").distinct().count()


def _locked(person: Person) -> Person:
    """The file as it is now, held until the end of the transaction."""
    return Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def _tell(by: Actor, person: Person, subject: str, body: str) -> None:
    """Tell those who are named in the file, but who acts."""
    following = FollowUp.objects.on(clock.today()).filter(person=person).select_related("user")
    people = {one.user_id: one.user.email for one in following}
    if person.referent is not None:
        people[person.referent.pk] = person.referent.email
    notify(
        to=[Recipient(user, email) for user, email in people.items() if user != by.user],
        kind=FILE_PROTECTED.code,
        subject=subject,
        body=body,
        link=reverse("people:person", args=[person.pk]),
        sensitive=True,
    )
