"""What the public API answers. Field names are English; codes are the official ones."""

from datetime import date

from ninja import Schema


class OrganisationOut(Schema):
    name: str
    kind: str
    siret: str


class ZoneOut(Schema):
    """The recipe of a zone, its sentence, and its minimal cover."""

    expression: str
    label: str
    communes: int
    population: int
    cover: list[str]
    cog: int


class ContactOut(Schema):
    phone: str
    email: str
    form_url: str
    relay_url: str


class ProjectOut(Schema):
    slug: str
    title: str
    url: str
    bearer: OrganisationOut
    partners: list[OrganisationOut]
    zone: ZoneOut
    publics: list[str]
    attention_points: list[str]
    stages: list[str]
    channels: list[str]
    description: str
    contact: ContactOut
    opening_hours: str
    starts_on: date | None
    ends_on: date | None
    origin: str
    source_url: str
    confirmed_on: date | None
    uncertain_note: str
    example: bool


class ProjectPage(Schema):
    """A page of projects. ``next`` is the address of the following one, or null."""

    count: int
    results: list[ProjectOut]
    next: str | None


class CommuneOut(Schema):
    code: str
    name: str
    department: str
    epci: str
    postal_codes: list[str]
    population: int
    label: str


class NearOut(Schema):
    project: ProjectOut
    distance_km: float
    commune: str


class RegionalContactOut(Schema):
    name: str
    url: str
    phone: str
    email: str


class AnswerOut(Schema):
    """« Un projet peut-il venir jusqu'à cette personne ? »"""

    commune: CommuneOut
    public: str
    sentence: str
    covering: list[ProjectOut]
    nearest: list[NearOut]
    regional_contact: RegionalContactOut | None


class ErrorOut(Schema):
    """What happened, why, what to do — in French."""

    detail: str
