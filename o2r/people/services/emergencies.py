"""Opening one file in an emergency (« bris de glace »).

What is said names a file of one's own organisation, or none. A file that nobody protects opens at
once, for an hour, to read; its referent and who answers for the data are told. For a protected file
a second person decides; who asked sees the same as when there is no such file.
"""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED, require_kind, written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import User
from o2r.accounts.policy import decide
from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.crypto import envelope
from o2r.core.crypto.envelope import Place
from o2r.core.crypto.fields import write_sealed
from o2r.core.notifications.directory import Recipient
from o2r.core.notifications.services import notify
from o2r.core.watch.enums import Action
from o2r.core.watch.registry import guardians
from o2r.core.watch.services import observe
from o2r.people.enums import EmergencyReason
from o2r.people.models import EmergencyOpening, EmergencyWords
from o2r.people.notification_kinds import EMERGENCY_OPENING
from o2r.people.recognising import Said
from o2r.people.selectors.emergencies import left_for, recognised

OPEN = "ouvrir un dossier en urgence"
SENTENCE = "Si un dossier existe, la personne qui peut l’ouvrir est prévenue."


class NoneLeft(DomainError):
    """Somebody asks once too often: it is told to the watch, which suspends the account."""

    def __init__(self) -> None:
        super().__init__(
            "Vous avez demandé toutes les ouvertures en urgence que votre compte permet en trente "
            "jours. Appelez votre responsable, qui peut joindre le référent. En danger immédiat, "
            "appelez le 15, le 17 ou le 112."
        )


def open_in_emergency(
    *, by: Actor, said: Said, reason: EmergencyReason, words: str
) -> EmergencyOpening:
    """Open the one file that ``said`` names, or wait for a second person; or for nobody.

    The answer says which only when the file opens. Raises NotAllowed, NoneLeft, and DomainError
    without a reason, for what names nothing, or for a file that one already follows.
    """
    require_kind(by, "create", EmergencyOpening.access_kind, act=OPEN)
    if by.user is None or by.organisation is None:
        raise NotAllowed(OPEN)
    if not words.strip():
        raise DomainError("Dites ce qui se passe, en une phrase.", field="words")
    if not said.is_enough:
        raise DomainError(
            "Cela ne désigne pas un dossier. Écrivez sa référence ; ou bien comment la personne "
            "s’appelle, avec sa date de naissance, son téléphone ou son référent.",
            field="name",
        )
    with transaction.atomic():
        # One at a time: two requests of the same moment are two.
        User.objects.select_for_update(no_key=True).get(pk=by.user)
        asking = _Asking(by, by.user, by.organisation, reason, words.strip())
        opening = _opened(asking, said) if left_for(by) else None
        observe(
            by=by.author,
            action=Action.BREAK_GLASS,
            kind=EmergencyOpening.access_kind,
            objects=[opening.person_id]
            if opening and opening.is_open and opening.person_id
            else [],
            allowed=opening is not None,
        )
        if opening is not None:
            written(by, "create", opening)
    # Only once the watch knows of it: an error would undo what it was told.
    if opening is None:
        raise NoneLeft
    return opening


@dataclass(frozen=True)
class _Asking:
    """Who asks, for which organisation, and why."""

    actor: Actor
    user: uuid.UUID
    organisation: uuid.UUID
    reason: EmergencyReason
    words: str


@errand("emergency")
def _opened(by: _Asking, said: Said) -> EmergencyOpening:
    found = recognised(by.organisation, said)
    # Several are as none: what is said names nobody.
    person = found[0] if len(found) == 1 else None
    if person is not None and decide(by.actor, "read", person.subject(by.actor), PROVED):
        # Whether it exists is no news to who reads it.
        raise DomainError("Vous lisez déjà ce dossier : il n’y a rien à ouvrir.")
    opening = EmergencyOpening(
        organisation_id=by.organisation,
        by_id=by.user,
        reason=by.reason,
        person=person,
        referent=person.referent if person else None,
        asked_at=clock.now(),
    )
    if person is not None and not person.is_protected:
        _open(opening)
    opening.save(force_insert=True)
    _keep_words(opening, by.words)
    if opening.is_open:
        tell_of_opening(opening, but=by.user)
    return opening


def _open(opening: EmergencyOpening) -> None:
    """From now on, for an hour; the caller saves."""
    opening.opened_at = clock.now()
    opening.until = opening.opened_at + EmergencyOpening.LASTS


def _keep_words(opening: EmergencyOpening, why: str) -> None:
    person = opening.person
    said = EmergencyWords(opening=opening, subject=person.pk if person else uuid.uuid4())
    if person is not None:
        write_sealed(said, organisation=opening.organisation_id, why=why)
    else:
        # The same work and the same row as for a file, which nobody reads.
        place = Place(said._meta.db_table, "why", said.pk)
        said.why = envelope.seal(
            envelope.new_key(), version=1, context=place.context(), plain=why.encode()
        )
    said.save(force_insert=True)


def tell_of_opening(opening: EmergencyOpening, *, but: uuid.UUID | None) -> None:
    """Tell the referent, and who answers for the data, that a file has just been opened."""
    who = User.objects.get(pk=opening.by_id)
    reason = EmergencyReason(opening.reason).label
    link = reverse("emergency:one", args=[opening.pk])
    answerable = answering_for(opening, but=but)
    referent = opening.referent
    if referent is not None and referent.pk != but:
        answerable = [one for one in answerable if one.user != referent.pk]
        notify(
            to=[Recipient(referent.pk, referent.email)],
            kind=EMERGENCY_OPENING.code,
            subject="Un dossier que vous suivez a été ouvert en urgence",
            body=(
                f"{who} a ouvert pour une heure un dossier que vous suivez. Motif : {reason}. "
                "Appelez cette personne, puis dites à votre délégué à la protection des données "
                "ce que vous en pensez."
            ),
            link=link,
            sensitive=True,
        )
    notify(
        to=answerable,
        kind=EMERGENCY_OPENING.code,
        subject=f"{who} a ouvert un dossier en urgence",
        body=(
            f"Motif : {reason}. Donnez votre avis dans les trois jours : sans avis, le compte est "
            "suspendu."
        ),
        link=link,
        sensitive=True,
    )


def answering_for(opening: EmergencyOpening, *, but: uuid.UUID | None) -> list[Recipient]:
    """Who answers for the data of the organisation; for the platform when nobody else does."""
    known = [one for one in guardians().guardians_of(opening.organisation_id) if one.user != but]
    return known or list(guardians().guardians_of(None))
