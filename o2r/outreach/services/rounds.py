"""Planning a round: when it goes out, how, with whom."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation, Team, User
from o2r.core import clock
from o2r.core.calendar_words import day_and_month
from o2r.outreach.enums import ROUND_CHANNELS, Channel, RoundState
from o2r.outreach.models import Round, RoundStop
from o2r.outreach.round_words import hour
from o2r.outreach.selectors.members import may_go_out
from o2r.outreach.services.checking import put, saved
from o2r.outreach.services.holding import hold, keep

LONGEST = timedelta(hours=16)
LATEST_RETURN = timedelta(hours=12)
AFTER_THE_END = timedelta(minutes=30)
"""Before anybody worries of a round that set no hour."""
AFTER_THE_END = timedelta(minutes=30)
"""Before anybody worries of a round that set no hour."""
FURTHEST = timedelta(days=366)
PLAN = "préparer une tournée"


@dataclass(frozen=True)
class RoundDetails:
    """When a round goes out, how, and what must be known.

    ``back_by``: None for half an hour after its end.
    """

    starts_at: datetime
    ends_at: datetime
    back_by: datetime | None = None
    channel: Channel = Channel.STREET
    team: Team | None = None
    guests: int = 0
    remark: str = ""


@transaction.atomic
def plan_round(*, by: Actor, details: RoundDetails, members: Collection[UUID]) -> Round:
    """Put a round in the calendar, with who goes. Places come next (``add_stops``).

    Raises NotAllowed; DomainError for hours that cannot be, nobody, or somebody who is elsewhere.
    """
    if by.organisation is None:
        raise NotAllowed(PLAN)
    planned = Round(organisation=Organisation.objects.get(pk=by.organisation))
    require(by, "create", planned, act=PLAN)
    _put(planned, details)
    people = _people(planned, members)
    saved(planned)
    planned.members.set(people)
    written(by, "create", planned)
    return planned


@transaction.atomic
def change_round(
    *, by: Actor, round_: Round, details: RoundDetails, members: Collection[UUID]
) -> Round:
    """Change the hours or people of a round that has not left. Raises NotAllowed, DomainError."""
    held = hold(by, round_, "modifier cette tournée")
    if held.state != RoundState.PLANNED:
        raise DomainError(
            "Cette tournée est déjà partie, finie ou annulée : ses heures ne changent plus. Pour "
            "un retour plus tard que prévu, repoussez l’heure du retour."
        )
    _put(held, details)
    people = _people(held, members)
    _check_pairs(held, len(people) + held.guests)
    held.alerted_at = None
    keep(held)
    held.members.set(people)
    written(by, "update", held)
    return held


def _put(round_: Round, details: RoundDetails) -> None:
    now, channel = clock.now(), Channel(details.channel)
    put(round_, details)
    if channel not in ROUND_CHANNELS:
        raise DomainError("Ce canal n’est pas celui d’une tournée.", field="channel")
    if details.team is not None and details.team.organisation_id != round_.organisation_id:
        raise DomainError("Cette équipe n’est pas de votre organisation.", field="team")
    if details.ends_at <= details.starts_at:
        raise DomainError("La tournée finit avant de partir. Corrigez les heures.", field="ends")
    if details.ends_at - details.starts_at > LONGEST:
        raise DomainError(
            "Plus de 16 heures dehors : vérifiez les heures, ou préparez deux tournées.",
            field="ends",
        )
    if details.ends_at <= now:
        raise DomainError(
            "Cette tournée serait déjà finie. Une tournée se prépare avant de partir ; ce qui "
            "s’est passé se note dans les rencontres.",
            field="day",
        )
    if details.starts_at > now + FURTHEST:
        raise DomainError("C’est dans plus d’un an. Vérifiez l’année.", field="day")
    back_by = details.back_by or details.ends_at + AFTER_THE_END
    if not channel.goes_out:
        back_by = details.ends_at
    check_return(back_by, details.ends_at)
    round_.back_by = back_by


def check_return(back_by: datetime, ends_at: datetime) -> None:
    """Refuse an hour of return before the end, or too late for anybody to worry. DomainError."""
    if back_by < ends_at:
        raise DomainError(
            "Le retour est attendu avant la fin de la tournée. Donnez une heure plus tardive.",
            field="back",
        )
    if back_by > max(ends_at, clock.now()) + LATEST_RETURN:
        raise DomainError(
            "Plus de 12 heures après la fin : personne ne s’inquiéterait à temps. Donnez une heure "
            "plus proche.",
            field="back",
        )


def _people(round_: Round, members: Collection[UUID]) -> list[User]:
    """Who goes: known, of the organisation, and nowhere else at that time."""
    if not members:
        raise DomainError("Dites qui part : au moins une personne.", field="members")
    allowed = may_go_out(round_.organisation_id).filter(user__in=members)
    found = {one.user_id: one.user for one in allowed.select_related("user")}
    if found.keys() != set(members):
        raise DomainError(
            "Une de ces personnes ne travaille plus ici. Choisissez dans la liste.",
            field="members",
        )
    meanwhile = Round.objects.meanwhile(round_.starts_at, round_.ends_at).exclude(pk=round_.pk)
    for other in meanwhile.filter(members__in=found).distinct().prefetch_related("members"):
        busy = next(one for one in other.members.all() if one.pk in found)
        start = round_.local(other.starts_at)
        raise DomainError(
            f"{busy.display_name} est déjà en tournée le {day_and_month(start.date())} à partir de "
            f"{hour(start)}. Choisissez quelqu’un d’autre, ou une autre heure.",
            field="members",
        )
    return list(found.values())


def _check_pairs(round_: Round, people: int) -> None:
    """Nobody goes alone where the team has decided to be two."""
    alone = RoundStop.objects.filter(round=round_, place__needs_two=True, skipped_because="")
    stop = alone.select_related("place").order_by("rank", "pk").first()
    if people < 2 and stop is not None:
        raise DomainError(
            f"On ne va pas seul à « {stop.place.name} ». Ajoutez quelqu’un, ou retirez d’abord ce "
            "lieu de la tournée.",
            field="members",
        )
