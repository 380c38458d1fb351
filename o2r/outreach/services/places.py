"""Acts on places: adding, changing, closing for a time, leaving, and the hours of each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation, Team
from o2r.core import clock
from o2r.outreach.enums import PlaceKind
from o2r.outreach.hours import band_in_words, clash
from o2r.outreach.models import OpenBand, Place
from o2r.outreach.services.checking import put, saved
from o2r.territory.folding import fold
from o2r.territory.geography import current_geography

LONGEST_CLOSING = timedelta(days=732)
CHANGE = "modifier ce lieu"


@dataclass(frozen=True)
class PlaceDetails:
    """What is said of a place. ``rhythm``: days wished between two visits; ``minutes``: a visit."""

    name: str
    kind: PlaceKind
    commune: str
    sector: str = ""
    where: str = ""
    rhythm: int = 14
    minutes: int = 30
    needs_two: bool = True
    safety_note: str = ""
    team: Team | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None


@transaction.atomic
def add_place(*, by: Actor, details: PlaceDetails) -> Place:
    """Add a place to those of one's organisation. Raises NotAllowed, DomainError."""
    if by.organisation is None:
        raise NotAllowed("ajouter un lieu")
    place = Place(organisation=Organisation.objects.get(pk=by.organisation))
    require(by, "create", place, act="ajouter un lieu")
    _put(place, details)
    return place


@transaction.atomic
def change_place(*, by: Actor, place: Place, details: PlaceDetails) -> Place:
    """Correct what is said of a place. Raises NotAllowed, DomainError."""
    require(by, "update", place, act=CHANGE)
    _put(place, details)
    return place


def _put(place: Place, details: PlaceDetails) -> None:
    if current_geography().commune(details.commune) is None:
        raise DomainError(
            "Cette commune n’est pas dans le code officiel. Choisissez-la dans la liste.",
            field="commune",
        )
    if details.team is not None and details.team.organisation_id != place.organisation_id:
        raise DomainError("Cette équipe n’est pas de votre organisation.", field="team")
    put(place, details)
    place.sector = _as_known(place)
    _check_name(place)
    saved(place)


def _check_name(place: Place) -> None:
    """Two places of a commune are told apart, whatever the case and the accents.

    The database only knows the case of letters without accent.
    """
    near = Place.objects.of_organisation(place.organisation_id).active()
    others = near.filter(commune=place.commune).exclude(pk=place.pk).order_by("pk")
    if fold(place.name) in map(fold, others.values_list("name", flat=True)):
        raise DomainError(
            "Un lieu porte déjà ce nom dans cette commune. Précisez le nom, ou ouvrez l’autre "
            "fiche.",
            field="name",
        )


def _as_known(place: Place) -> str:
    """The sector, spelled as the places of the organisation spell it already."""
    known = Place.objects.filter(organisation=place.organisation_id, sector__iexact=place.sector)
    first = known.exclude(pk=place.pk).order_by("added_on", "pk").first()
    return first.sector if first else place.sector


@transaction.atomic
def close_place(*, by: Actor, place: Place, until: date) -> Place:
    """Say that nobody is to be found there until a day, included. Raises NotAllowed, DomainError.

    A round planned meanwhile keeps its stop, which says that the place is closed.
    """
    require(by, "update", place, act=CHANGE)
    if until < clock.today():
        raise DomainError(
            "Ce jour est passé : le lieu serait déjà rouvert. Donnez un jour à venir.",
            field="until",
        )
    if until > clock.today() + LONGEST_CLOSING:
        raise DomainError(
            "C’est dans plus de deux ans. Vérifiez l’année, ou quittez ce lieu.", field="until"
        )
    place.closed_until = until
    saved(place)
    return place


@transaction.atomic
def reopen_place(*, by: Actor, place: Place) -> Place:
    """Say that a place is open again; nothing if it was. Raises NotAllowed."""
    require(by, "update", place, act=CHANGE)
    place.closed_until = None
    place.save(update_fields=["closed_until"])
    return place


@transaction.atomic
def leave_place(*, by: Actor, place: Place) -> Place:
    """Say that teams go there no more: what happened there stays. Raises NotAllowed."""
    require(by, "update", place, act="quitter ce lieu")
    if place.left_on is None:
        place.left_on = clock.today()
        place.save(update_fields=["left_on"])
    return place


@transaction.atomic
def take_up_place(*, by: Actor, place: Place) -> Place:
    """Go again to a place that was left. Raises NotAllowed, DomainError when its name is taken."""
    require(by, "update", place, act="reprendre ce lieu")
    place.left_on = None
    _check_name(place)
    saved(place)
    return place


@transaction.atomic
def add_band(
    *, by: Actor, place: Place, weekdays: Collection[int], starts: time, ends: time
) -> OpenBand:
    """Add hours of a place, on some days of the week (1 for Monday).

    Raises NotAllowed; DomainError for hours that cannot be, or that another band holds already.
    """
    require(by, "update", place, act=CHANGE)
    days = sorted(set(weekdays))
    if not days or not set(days) <= set(range(1, 8)):
        raise DomainError("Cochez au moins un jour.", field="weekdays")
    if starts == ends != time():
        raise DomainError(
            "Ce créneau ne dure pas : donnez deux heures différentes, ou de 00:00 à 00:00 pour "
            "toute la journée.",
            field="ends",
        )
    made = OpenBand(place=place, weekdays=days, starts=starts, ends=ends)
    for other in OpenBand.objects.filter(place=place):
        if clash(made.band, other.band):
            raise DomainError(
                f"Ces heures en recouvrent d’autres : {band_in_words(other.band)}. Retirez d’abord "
                "ce créneau, ou changez les heures.",
                field="starts",
            )
    saved(made)
    return made


@transaction.atomic
def remove_band(*, by: Actor, place: Place, band: int) -> None:
    """Take hours away from a place; nothing if they are gone already. Raises NotAllowed."""
    require(by, "update", place, act=CHANGE)
    OpenBand.objects.filter(place=place, pk=band).delete()
