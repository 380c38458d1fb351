"""All that an application says, as one frozen value: what is judged, sent and signed. Pure."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from o2r.calls.applications.balance import ZERO, Balance, Line, balance
from o2r.calls.applications.chart import Chart
from o2r.calls.enums import EnvelopeRule, MemberRule

FORMAT = "o2r-application/1"


@dataclass(frozen=True)
class Place:
    """A territory: its recipe and its sentence. ``communes``: their number, 0 when none is typed.

    ``outside`` says, unit by unit, what is out of the perimeter and by which clause of the call;
    ``other_region``: nothing of it is in the region of the call; ``beyond``: of a member's place,
    the number of communes that are not in the project's; ``departments``: of a project's place, the
    codes of those it touches.
    """

    expression: str = ""
    vintage: int | None = None
    label: str = ""
    communes: int = 0
    outside: tuple[str, ...] = ()
    other_region: bool = False
    beyond: int = 0
    departments: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        return {"expression": self.expression, "label": self.label, "vintage": self.vintage}


@dataclass(frozen=True)
class PieceAsked:
    """A document that the call asks for."""

    code: str
    label: str
    is_required: bool = True
    is_per_member: bool = False


@dataclass(frozen=True)
class PieceJoined:
    """A file that was sent. ``state``: of ``core.files``; ``member``: a key, empty for all."""

    name: str
    sha256: str
    state: str
    piece: str = ""
    member: str = ""
    reason: str = ""

    def document(self) -> dict[str, Any]:
        """Without its verdict, which is ours and comes later than what the candidate sends."""
        return {
            "member": self.member,
            "name": self.name,
            "piece": self.piece,
            "sha256": self.sha256,
        }


@dataclass(frozen=True)
class Share:
    """What the call keeps for one département, in euros."""

    department: str
    name: str
    amount: Decimal


@dataclass(frozen=True)
class CallFacts:
    """What the rules need of the call. Amounts are in euros, for all the years together."""

    slug: str
    title: str
    region: str
    chart: Chart
    is_example: bool = False
    publics: tuple[str, ...] = ()
    required_stages: tuple[str, ...] = ()
    years: int = 3
    envelope: Decimal | None = None
    shares: tuple[Share, ...] = ()
    floor_amount: Decimal | None = None
    envelope_rule: EnvelopeRule = EnvelopeRule.WARN
    member_rule: MemberRule = MemberRule.WARN
    pieces: tuple[PieceAsked, ...] = ()


@dataclass(frozen=True)
class MemberContent:
    """A legal entity of the consortium. ``organisation``: its key, empty until it has accepted.

    ``elsewhere``: the states of the other applications to this call where it is.
    """

    key: str
    name: str
    organisation: str = ""
    siret: str = ""
    is_lead: bool = False
    role: str = ""
    stages: tuple[str, ...] = ()
    zone: Place = field(default_factory=Place)
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    signed_at: datetime | None = None
    signed_by: str = ""
    signed_digest: str = ""
    elsewhere: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        """What it commits to, without its budget."""
        return {
            "contact": {
                "email": self.contact_email,
                "name": self.contact_name,
                "phone": self.contact_phone,
            },
            "key": self.key,
            "lead": self.is_lead,
            "name": self.name,
            "role": self.role,
            "siret": self.siret,
            "stages": sorted(self.stages),
            "zone": self.zone.document(),
        }


@dataclass(frozen=True)
class Content:
    """An application as it stands at one instant.

    ``stated_cost``: in euros, of one that comes from another site without its whole budget.
    """

    key: str
    call: CallFacts
    title: str = ""
    zone: Place = field(default_factory=Place)
    publics: tuple[str, ...] = ()
    attention_points: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    places: int | None = None
    has_analytic_accounts: bool = False
    stated_cost: Decimal | None = None
    members: tuple[MemberContent, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    budget: tuple[Line, ...] = ()
    pieces: tuple[PieceJoined, ...] = ()

    @cached_property
    def balance(self) -> Balance:
        """What its budget adds up to."""
        return balance(self.budget, self.call.chart)

    @property
    def total_cost(self) -> Decimal:
        """What the project costs for all the years, in euros: by its budget, else as stated."""
        return self.balance.whole.expense or self.stated_cost or ZERO

    @property
    def lead(self) -> MemberContent | None:
        return next((member for member in self.members if member.is_lead), None)

    def part_of(self, member: MemberContent) -> str:
        """What a member signs: its role, stages, territory, person to call and budget."""
        return _canonical(
            {
                "application": self.key,
                "budget": [_line(line) for line in self.budget if line.member == member.key],
                "member": member.document(),
            }
        )

    def digest_of(self, member: MemberContent) -> str:
        """SHA-256 of what a member signs, in hexadecimal."""
        return hashlib.sha256(self.part_of(member).encode()).hexdigest()

    def is_signed(self, member: MemberContent) -> bool:
        """Whether the member signed its part as it now is."""
        return member.signed_at is not None and member.signed_digest == self.digest_of(member)

    def document(self) -> dict[str, Any]:
        """All that is sent to the State."""
        return {
            "answers": {code: text for code, text in self.answers.items() if text},
            "application": self.key,
            "attention_points": sorted(self.attention_points),
            "budget": [_line(line) for line in self.budget],
            "call": {"slug": self.call.slug, "title": self.call.title},
            "channels": sorted(self.channels),
            "format": FORMAT,
            "has_analytic_accounts": self.has_analytic_accounts,
            "members": [
                member.document() | {"signature": _signature(member)} for member in self.members
            ],
            "pieces": [piece.document() for piece in self.pieces],
            "places": self.places,
            "publics": sorted(self.publics),
            "stages": sorted(self.stages),
            "title": self.title,
            "zone": self.zone.document(),
        }

    def canonical(self) -> str:
        """The same as text: one content has one text, byte for byte, in UTF-8."""
        return _canonical(self.document())


def _line(line: Line) -> dict[str, Any]:
    return {
        "account": line.account,
        "amount": f"{line.amount:.2f}",
        "member": line.member,
        "year": line.year,
    }


def _signature(member: MemberContent) -> dict[str, str] | None:
    if member.signed_at is None:
        return None
    return {"at": member.signed_at.isoformat(), "digest": member.signed_digest}


def _canonical(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
