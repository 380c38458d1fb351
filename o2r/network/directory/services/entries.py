"""What teams add to the directory: local services, checks on the ground, checked mailboxes."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.network.directory import codes
from o2r.network.directory.enums import SchemaVersion
from o2r.network.directory.models import Service, Structure
from o2r.network.directory.services.editions import next_edition
from o2r.territory.geography import current_geography
from o2r.territory.zones import ZoneError, resolve

ADD, CHANGE = "ajouter un service à l’annuaire", "modifier ce service"
LOCAL_SOURCE = "o2r"


@dataclass(frozen=True)
class ServiceDetails:
    """What is said of a local service, in the codes of data·inclusion. ``zone``: an expression of
    the territory, empty for the département."""

    structure: str
    name: str
    description: str
    commune: str
    themes: Sequence[str]
    publics: Sequence[str] = ()
    kinds: Sequence[str] = ()
    access_modes: Sequence[str] = ()
    contact_modes: Sequence[str] = ()
    fees: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    contact_url: str = ""
    access_conditions: str = ""
    zone: str = ""


@transaction.atomic
def add_service(*, by: Actor, entry: UUID, details: ServiceDetails) -> Service:
    """Add a service that no national file knows, with its structure; sent twice, it is added once.

    ``entry``: the key of the form. Raises NotAllowed, and DomainError at the field to correct.
    """
    if by.organisation is None:
        raise NotAllowed(ADD)
    owner = Organisation.objects.get(pk=by.organisation)
    row = Service(pk=entry, owner=owner, source=LOCAL_SOURCE, schema_version=SchemaVersion.LOCAL)
    require(by, "create", row, act=ADD)
    known = Service.objects.filter(pk=entry, owner=owner).order_by("pk").first()
    if known is not None:
        return known
    row.edition = next_edition()
    row.structure = _structure_of(row, details)
    _fill(row, details)
    row.save(force_insert=True)
    return row


@transaction.atomic
def change_service(*, by: Actor, service: Service, details: ServiceDetails) -> Service:
    """Correct what one's organisation added. Raises NotAllowed, DomainError."""
    row = _held(service)
    require(by, "update", row, act=CHANGE)
    if not row.is_local:
        raise DomainError(
            "Cette fiche vient d’un fichier national : le prochain import effacerait vos "
            "corrections. Signalez l’erreur à son producteur."
        )
    row.edition = next_edition()
    row.structure = _structure_of(row, details)
    _fill(row, details)
    row.updated_on = clock.today()
    row.save()
    return row


@transaction.atomic
def close_service(*, by: Actor, service: Service) -> Service:
    """Say that a service is closed: it is not proposed any more, and nobody is sent there.

    Already closed, nothing is done. Raises NotAllowed.
    """
    row = _held(service)
    require(by, "update", row, act=CHANGE)
    if row.closed_on is None:
        row.closed_on, row.edition = clock.today(), next_edition()
        row.save(update_fields=["closed_on", "edition"])
    return row


@transaction.atomic
def reopen_service(*, by: Actor, service: Service) -> Service:
    """Say that a service is open again, seen today. Raises NotAllowed."""
    row = _held(service)
    require(by, "update", row, act=CHANGE)
    row.closed_on, row.confirmed_on, row.edition = None, clock.today(), next_edition()
    row.save(update_fields=["closed_on", "confirmed_on", "edition"])
    return row


@transaction.atomic
def confirm_service(*, by: Actor, service: Service) -> Service:
    """Say that an entry is right today. Raises NotAllowed, DomainError for a closed service."""
    row = _held(service)
    require(by, "update", row, act=CHANGE)
    if not row.is_open:
        raise DomainError("Ce service est fermé. Rouvrez-le d’abord s’il existe encore.")
    if row.confirmed_on != clock.today():
        row.confirmed_on, row.edition = clock.today(), next_edition()
        row.save(update_fields=["confirmed_on", "edition"])
    return row


@transaction.atomic
def check_mailbox(*, by: Actor, structure: Structure, email: str) -> Structure:
    """Write the mailbox to which a code may be sent, once somebody has checked it by telephone.

    Empty: none any more. Raises NotAllowed, DomainError.
    """
    rows = Structure.objects.select_for_update(no_key=True, of=("self",))
    row = rows.get(pk=structure.pk)
    require(by, "update", row, act="changer la boîte d’une structure")
    row.contact_mail = email.strip()
    _checked(row, ["contact_mail"])
    row.save(update_fields=["contact_mail"])
    return row


def _held(service: Service) -> Service:
    return Service.objects.select_for_update(no_key=True, of=("self",)).get(pk=service.pk)


def _structure_of(row: Service, details: ServiceDetails) -> Structure:
    """The local structure of that name in that commune, for this owner: made when it is new."""
    name = details.structure.strip()
    mine = Structure.objects.filter(owner=row.owner, commune=details.commune)
    found = mine.filter(name__iexact=name).order_by("pk").first()
    if found is not None:
        return found
    made = Structure(
        owner=row.owner,
        source=LOCAL_SOURCE,
        schema_version=SchemaVersion.LOCAL,
        name=name,
        commune=details.commune,
        address=details.address.strip(),
    )
    _checked(made, ["name"])
    made.save()
    return made


def _fill(row: Service, details: ServiceDetails) -> None:
    """Give a local service its values. Raises DomainError at the field to correct."""
    commune = current_geography().commune(details.commune)
    if commune is None:
        raise DomainError(
            "Cette commune n’est pas dans le code officiel. Choisissez-la dans la liste.",
            field="commune",
        )
    if not details.themes:
        raise DomainError("Dites au moins un besoin auquel ce service répond.", field="theme")
    for name, list_ in _LISTS.items():
        given = list(dict.fromkeys(getattr(details, name)))
        if any(code not in codes.listed(list_) for code in given):
            raise DomainError("Choisissez dans la liste.", field=name)
        setattr(row, name, given)
    if codes.EVERYONE in row.publics:
        row.publics = [codes.EVERYONE]
    for name in _TEXTS:
        setattr(row, name, getattr(details, name).strip())
    row.commune, row.zone = commune.code, _zone(details.zone)
    row.postal_code = commune.postal_codes[0] if len(commune.postal_codes) == 1 else ""
    row.latitude, row.longitude = commune.lat, commune.lon
    row.is_at_commune_centre = commune.lat is not None
    _checked(row, ["name", "description", "email", "contact_url", "fees"])


_LISTS = {
    "themes": codes.THEMES,
    "publics": codes.PUBLICS,
    "kinds": codes.KINDS,
    "access_modes": codes.RECEPTIONS,
    "contact_modes": codes.CONTACT_MODES,
}
_TEXTS = (
    *("name", "description", "fees", "address", "phone", "email", "contact_url"),
    "access_conditions",
)


def _zone(expression: str) -> str:
    """A zone as it is stored. Raises DomainError."""
    if not expression.strip():
        return ""
    try:
        return resolve(expression).expression
    except ZoneError as error:
        raise DomainError(str(error), field="zone") from error


def _checked(row: Service | Structure, names: Sequence[str]) -> None:
    """Refuse what some columns do not take. Raises DomainError at the first of them."""
    others = [field.name for field in row._meta.fields if field.name not in names]
    try:
        row.clean_fields(exclude=others)
    except ValidationError as error:
        raise DomainError.of(error) from error
