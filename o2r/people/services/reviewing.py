"""The second person of a protected file, and what is thought of an opening afterwards."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.crypto.fields import write_sealed
from o2r.core.elision import of
from o2r.core.journal.authors import Author
from o2r.core.journal.services import record
from o2r.core.notifications.directory import Recipient
from o2r.core.notifications.services import notify
from o2r.core.watch.services import block_account
from o2r.people.enums import EmergencyReason, EmergencyVerdict
from o2r.people.models import EmergencyOpening, EmergencyWords, Person
from o2r.people.notification_kinds import EMERGENCY_OPENING
from o2r.people.services.emergencies import answering_for, tell_of_opening

SECOND = "décider de cette ouverture"
REVIEW = "revoir cette ouverture"
LEAVE = "laisser un mot"
REMINDED_AFTER = timedelta(hours=48)


@transaction.atomic
def second(*, by: Actor, opening: EmergencyOpening, agrees: bool) -> EmergencyOpening:
    """Agree, as a second person, that a protected file opens for an hour; or refuse.

    Who asked is told of a yes alone. Raises NotAllowed, DomainError when it is too late.
    """
    held = _locked(opening)
    require(by, "approve", held, act=SECOND)
    if held.person_id is None or not held.is_waiting or held.refused_at is not None:
        raise DomainError("Cette demande a déjà sa réponse, ou n’attend plus. Rechargez la page.")
    if not agrees:
        held.refused_at, held.refused_by = clock.now(), by.user
        held.save(update_fields=["refused_at", "refused_by"])
        written(by, "refuse", held)
        return held
    _agree(by, held)
    written(by, "approve", held)
    return held


@errand("emergency-second-person")
def _agree(by: Actor, held: EmergencyOpening) -> None:
    if not Person.objects.followed().filter(emergency_openings=held).exists():
        raise DomainError("Ce dossier a été fermé depuis la demande : il n’y a plus rien à ouvrir.")
    held.agreed_by_id, held.opened_at = by.user, clock.now()
    held.until = held.opened_at + EmergencyOpening.LASTS
    held.save(update_fields=["agreed_by", "opened_at", "until"])
    notify(
        to=[Recipient(held.by_id, held.by.email)],
        kind=EMERGENCY_OPENING.code,
        subject="Votre demande en urgence est acceptée",
        body=f"{by.name} l’accepte. Le dossier s’ouvre pour une heure, à partir de maintenant.",
        link=reverse("emergency:one", args=[held.pk]),
        sensitive=True,
    )
    tell_of_opening(held, but=by.user)


@transaction.atomic
def review(
    *, by: Actor, opening: EmergencyOpening, verdict: EmergencyVerdict, remark: str
) -> EmergencyOpening:
    """Say what one thinks of an opening, once; who asked for it is told.

    Raises NotAllowed, and DomainError without a remark, for what did not open, or was reviewed.
    """
    held = _locked(opening)
    require(by, "update", held, act=REVIEW)
    if held.opened_at is None:
        raise DomainError("Rien n’a été ouvert : il n’y a rien à revoir.")
    if held.reviewed_at is not None:
        raise DomainError("Cette ouverture a déjà son avis. Rechargez la page.")
    if not remark.strip():
        raise DomainError("Dites ce que vous avez vérifié, et auprès de qui.", field="remark")
    held.reviewed_at, held.reviewed_by_id, held.verdict = clock.now(), by.user, verdict
    held.save(update_fields=["reviewed_at", "reviewed_by", "verdict"])
    said = EmergencyWords.objects.select_for_update(no_key=True).get(opening=held)
    write_sealed(said, organisation=held.organisation_id, remark=remark.strip())
    said.save(update_fields=["remark"])
    notify(
        to=[Recipient(held.by_id, held.by.email)],
        kind=EMERGENCY_OPENING.code,
        subject=f"Votre ouverture en urgence est revue : {EmergencyVerdict(verdict).label}",
        body=f"{by.name} a relu l’ouverture que vous aviez faite.",
        link=reverse("emergency:one", args=[held.pk]),
        sensitive=True,
    )
    written(by, "update", held)
    return held


@transaction.atomic
def leave_word(*, by: Actor, opening: EmergencyOpening, words: str) -> EmergencyOpening:
    """Leave a word to the referent: all that who opened a file may write.

    Raises NotAllowed, and DomainError for what did not open, without words, or a second time.
    """
    held = _locked(opening)
    require(by, "complete", held, act=LEAVE)
    if held.opened_at is None:
        raise DomainError("Rien n’a été ouvert : il n’y a personne à qui laisser un mot.")
    if not words.strip():
        raise DomainError("Écrivez le mot que vous laissez.", field="words")
    said = EmergencyWords.objects.select_for_update(no_key=True).get(opening=held)
    if said.left:
        raise DomainError("Vous avez déjà laissé un mot. Appelez le référent.")
    write_sealed(said, organisation=held.organisation_id, left=words.strip())
    said.save(update_fields=["left"])
    notify(
        to=_referent(held),
        kind=EMERGENCY_OPENING.code,
        subject=f"{held.by} vous a laissé un mot",
        body="Sur un dossier que vous suivez, ouvert en urgence.",
        link=reverse("emergency:one", args=[held.pk]),
        sensitive=True,
    )
    written(by, "update", held)
    return held


def _locked(opening: EmergencyOpening) -> EmergencyOpening:
    rows = EmergencyOpening.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("by", "referent").get(pk=opening.pk)


# --- What the platform does by itself -------------------------------------------------------------


def tell_second_persons(now: datetime) -> int:
    """Tell who answers for the data that a protected file is asked for; how many were told."""
    waiting = EmergencyOpening.objects.waiting(now).filter(person__isnull=False, told_at=None)
    rows = list(waiting.select_related("by", "referent").order_by("asked_at", "pk"))
    for one in rows:
        notify(
            to=[*answering_for(one, but=one.by_id), *_referent(one)],
            kind=EMERGENCY_OPENING.code,
            subject=f"{one.by} demande à ouvrir un dossier protégé",
            body=(
                f"Motif : {EmergencyReason(one.reason).label}. Appelez cette personne, puis le "
                "référent, et décidez. Elle ne sait pas si ce dossier existe : ne le lui dites pas "
                "si vous refusez."
            ),
            link=reverse("emergency:one", args=[one.pk]),
            sensitive=True,
        )
        one.told_at = now
        one.save(update_fields=["told_at"])
    return len(rows)


def _referent(opening: EmergencyOpening) -> list[Recipient]:
    referent = opening.referent
    return [Recipient(referent.pk, referent.email)] if referent else []


def remind_of_reviews(now: datetime) -> int:
    """Tell once more of the openings that nobody has looked at for two days; how many."""
    late = EmergencyOpening.objects.to_review().filter(
        reminded_at=None, opened_at__lte=now - REMINDED_AFTER
    )
    rows = list(late.select_related("by").order_by("opened_at", "pk"))
    for one in rows:
        notify(
            to=answering_for(one, but=one.by_id),
            kind=EMERGENCY_OPENING.code,
            subject=f"L’ouverture en urgence faite par {one.by} attend votre avis",
            body="Dans vingt-quatre heures, sans avis, son compte sera suspendu.",
            link=reverse("emergency:one", args=[one.pk]),
            sensitive=True,
        )
        one.reminded_at = now
        one.save(update_fields=["reminded_at"])
    return len(rows)


def suspend_unreviewed(now: datetime) -> int:
    """Suspend the accounts whose opening nobody has looked at in time; how many openings.

    The block is lifted as any other, by who then looks at it.
    """
    late = EmergencyOpening.objects.to_review().filter(
        suspended_at=None, opened_at__lte=now - EmergencyOpening.REVIEW_WITHIN
    )
    rows = list(late.select_related("by").order_by("opened_at", "pk"))
    for one in rows:
        _suspend(one, now)
    return len(rows)


@transaction.atomic
def _suspend(opening: EmergencyOpening, now: datetime) -> None:
    system = Author.system("emergency-review")
    block = block_account(by=system, user=opening.by_id, organisation=opening.organisation_id)
    if block is not None:
        block.reason = "Ouverture en urgence sans avis au bout de trois jours"
        block.save(update_fields=["reason"])
    opening.suspended_at = now
    opening.save(update_fields=["suspended_at"])
    notify(
        to=answering_for(opening, but=opening.by_id),
        kind=EMERGENCY_OPENING.code,
        subject=f"Le compte {of(str(opening.by))} est suspendu",
        body=(
            "Personne n’a donné d’avis sur son ouverture en urgence au bout de trois jours. Donnez "
            "votre avis, puis rétablissez le compte depuis la page des alertes."
        ),
        link=reverse("emergency:one", args=[opening.pk]),
    )
    record(
        by=system,
        action="update",
        kind=opening.access_kind,
        object_id=opening.pk,
        organisation=opening.chain,
        reason="suspended",
    )
