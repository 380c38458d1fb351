"""What a convention starts from: the award, as whoever decided it describes it. Pure.

Conventions know nothing of calls: an award is plain values, by which a call, a spreadsheet or a
form may open one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True)
class AwardPartner:
    """An organisation beside the bearer. ``role``: a code of ``PartnerRole``."""

    organisation: UUID
    role: str


@dataclass(frozen=True)
class Award:
    """A project that the State keeps.

    ``source``: what it comes from, opaque here, by which it is known again. ``dreets`` and
    ``bearer``: organisations. ``zone_expression`` and ``zone_vintage``: where it acts. ``publics``,
    ``attention``, ``stages``, ``channels``: codes of ``o2r.projects.enums``. ``yearly_amounts``:
    what the State brings each year, ``total_cost``: of the whole project, in euros. ``mentions``:
    texts by code of ``Mention``. ``months``: how long the convention lasts, that of the cahier des
    charges when nothing was decided.
    """

    source: UUID
    reference: str
    title: str
    dreets: UUID
    region: str
    bearer: UUID
    partners: tuple[AwardPartner, ...]
    description: str
    zone_expression: str
    zone_vintage: int
    publics: tuple[str, ...]
    attention: tuple[str, ...]
    stages: tuple[str, ...]
    channels: tuple[str, ...]
    phone: str
    email: str
    starts_on: date
    yearly_amounts: tuple[Decimal, ...]
    total_cost: Decimal
    cost_method: str
    is_example: bool
    mentions: Mapping[str, str] = field(default_factory=dict)
    months: int | None = None
