"""What a team notices of its territory: noted once, corrected in place."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation, User
from o2r.outreach.enums import ObservationKind
from o2r.outreach.models import Observation, Place
from o2r.outreach.services.encounters import only_team
from o2r.outreach.written_texts import page_text
from o2r.territory.geography import current_geography

NOTICE = "noter une observation"


@dataclass(frozen=True)
class Noticed:
    """Something seen of the territory, at a place or in a commune."""

    kind: ObservationKind
    text: str
    place: Place | None = None
    commune: str = ""


@transaction.atomic
def note_observation(*, by: Actor, entry: UUID, noticed: Noticed) -> Observation:
    """Note what was seen; sent twice, it is noted once. Raises NotAllowed, DomainError."""
    if by.organisation is None or by.user is None:
        raise NotAllowed(NOTICE)
    known = Observation.objects.filter(pk=entry).order_by("pk").first()
    if known is not None:
        if (known.organisation_id, known.by_id) != (by.organisation, by.user):
            raise DomainError("Cette saisie est déjà prise. Rechargez la page et recommencez.")
        return known
    row = Observation(
        pk=entry,
        organisation=Organisation.objects.get(pk=by.organisation),
        by=User.objects.get(pk=by.user),
    )
    require(by, "create", row, act=NOTICE)
    _fill(by, row, noticed)
    row.save(force_insert=True)
    written(by, "create", row)
    return row


@transaction.atomic
def correct_observation(*, by: Actor, observation: Observation, noticed: Noticed) -> Observation:
    """Write again what was seen: a name typed by mistake must be able to go.

    Raises NotAllowed, DomainError.
    """
    rows = Observation.objects.select_for_update(no_key=True, of=("self",))
    held = rows.select_related("organisation").get(pk=observation.pk)
    require(by, "update", held, act=NOTICE)
    _fill(by, held, noticed)
    held.save()
    written(by, "update", held)
    return held


def _fill(by: Actor, row: Observation, noticed: Noticed) -> None:
    """Give a row its values. Raises NotAllowed, DomainError at the field to correct."""
    place = noticed.place
    if place is not None and place.organisation_id != row.organisation_id:
        raise NotAllowed(NOTICE)
    commune = place.commune if place else noticed.commune
    if commune and current_geography().commune(commune) is None:
        raise DomainError("Cette commune n’est pas dans le code officiel.", field="commune")
    row.kind, row.place, row.commune = noticed.kind, place, commune
    row.team = (place.team if place else None) or row.team or only_team(by)
    row.text = page_text(noticed.text, "text")
    if not row.text:
        raise DomainError("Écrivez ce que l’équipe a vu, sans nommer personne.", field="text")
