"""Up to twelve months, for one of four grounds, by somebody, on a day (F1.20)."""

from datetime import date

from django.db import IntegrityError, transaction

from o2r.accounts.actors import Actor
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.core.typed_text import tidy
from o2r.pathways.clock_rules import Clock
from o2r.pathways.clocks import clock_of
from o2r.pathways.enums import DerogationGround
from o2r.pathways.models import Derogation, Pathway
from o2r.pathways.services.holding import held_pathway, kept

DEROGATE = "prolonger cet accompagnement"


@transaction.atomic
def derogate(
    *,
    by: Actor,
    pathway: Pathway,
    ground: DerogationGround | None,
    on: date | None = None,
    words: str = "",
) -> Derogation:
    """Let the intensive accompaniment last up to twelve months.

    Raises NotAllowed; DomainError without a ground, before the clock started, once twelve months
    have passed, or when it is already extended.
    """
    row = held_pathway(by=by, pathway=pathway, act=DEROGATE)
    day = on or clock.today()
    if by.user is None:
        raise NotAllowed(DEROGATE)
    if ground is None:
        raise DomainError(
            "Choisissez l’un des quatre motifs : sans motif, l’accompagnement ne dure pas plus "
            "longtemps.",
            field="ground",
        )
    _check(clock_of(row), day)
    made = Derogation(
        subject=row.person_id,
        pathway=row,
        ground=ground,
        granted_on=day,
        granted_by_id=by.user,
    )
    write_sealed(made, organisation=row.organisation_id, words=tidy(words, lines=True))
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise DomainError("Cet accompagnement est déjà prolongé. Rechargez la page.") from error
    row.is_derogated = True
    kept(by, row, "is_derogated")
    return made


def _check(running: Clock, day: date) -> None:
    """Whether there is something to extend, that day."""
    if day > clock.today():
        raise DomainError("Cette date est dans le futur.", field="on")
    if running.started_on is None or day < running.started_on:
        raise DomainError(
            "L’accompagnement intensif n’a pas commencé ce jour-là : il n’y a rien à prolonger.",
            field="on",
        )
    if running.is_derogated:
        raise DomainError("Cet accompagnement est déjà prolongé. Rechargez la page.")
    if not running.may_be_derogated(day):
        raise DomainError(
            f"Les douze mois sont passés depuis le {running.longest_end_on:%d/%m/%Y} : aucune "
            "dérogation ne va au-delà. Préparez un relais.",
            field="on",
        )
