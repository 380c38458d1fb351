"""What is published of a project. The relay mailbox is not here, so no file can leak it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from o2r.accounts.enums import OrganisationKind
from o2r.accounts.models import Organisation
from o2r.projects.models import FundedProject
from o2r.territory.geography import current_geography

PageAddress = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class OpenOrganisation:
    """An organisation as published."""

    id: str
    name: str
    kind: str
    siret: str
    website: str
    network: str | None


@dataclass(frozen=True, slots=True)
class OpenProject:
    """A project as published: plain values, codes where there is a list."""

    id: str
    title: str
    bearer: OpenOrganisation
    partners: tuple[OpenOrganisation, ...]
    territory: str
    territory_expression: str
    territory_codes: tuple[str, ...]
    vintage: int
    commune_codes: tuple[str, ...]
    population: int
    departments: tuple[str, ...]
    regions: tuple[str, ...]
    marker_code: str
    latitude: float | None
    longitude: float | None
    publics: tuple[str, ...]
    attention_points: tuple[str, ...]
    stages: tuple[str, ...]
    channels: tuple[str, ...]
    description: str
    phone: str
    email: str
    form_url: str
    has_relay: bool
    opening_hours: str
    starts_on: date | None
    ends_on: date | None
    origin: str
    source_url: str
    uncertain_note: str
    confirmed_on: date | None
    updated_on: date
    page_url: str
    is_example: bool


def open_project(project: FundedProject, page_url: PageAddress) -> OpenProject:
    """The published row of a project. Needs ``with_card_data()``; makes no query.

    ``page_url`` gives the full address of the page of a project from its identifier. Codes and
    counts are those of the current vintage, whatever the one the recipe was written in.
    """
    place = project.footprint
    marker = place.marker
    return OpenProject(
        id=project.slug,
        title=project.title,
        bearer=_organisation(project.bearer),
        partners=tuple(
            _organisation(partnership.organisation) for partnership in project.partnerships.all()
        ),
        territory=place.label,
        territory_expression=project.zone_expression,
        territory_codes=place.cover,
        vintage=current_geography().year,
        commune_codes=tuple(commune.code for commune in place.communes),
        population=place.population,
        departments=place.departments,
        regions=place.regions,
        marker_code=marker.code,
        latitude=marker.lat,
        longitude=marker.lon,
        publics=tuple(project.publics),
        attention_points=tuple(project.attention_points),
        stages=tuple(project.stages),
        channels=tuple(project.channels),
        description=project.description,
        phone=project.phone,
        email=project.email,
        form_url=project.form_url,
        has_relay=project.accepts_messages,
        opening_hours=project.opening_hours,
        starts_on=project.starts_on,
        ends_on=project.ends_on,
        origin=project.origin,
        source_url=project.source_url,
        uncertain_note=project.uncertain_note,
        confirmed_on=project.confirmed_on,
        updated_on=timezone.localdate(project.updated_at),
        page_url=page_url(project.slug),
        is_example=project.is_example,
    )


def _organisation(organisation: Organisation) -> OpenOrganisation:
    return OpenOrganisation(
        id=str(organisation.pk),
        name=organisation.name,
        kind=organisation.kind,
        siret=organisation.siret,
        website=organisation.website,
        network=OrganisationKind(organisation.kind).data_inclusion_network,
    )
