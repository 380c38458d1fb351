"""Who stands around a person, what each was asked, and what does not go together, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from o2r.accounts.actors import Actor
from o2r.core import clock
from o2r.pathways.rules import number
from o2r.pathways.together.contradictions import (
    Commitment,
    Contradiction,
    Limits,
    contradictions,
)
from o2r.pathways.together.enums import CareRole, CareState, ObligationKind
from o2r.pathways.together.exclusions import exclusions
from o2r.pathways.together.models import CareMember, Meeting, Obligation, OutsideName
from o2r.people.models import Agreement, Person
from o2r.people.places import short_place_name
from o2r.people.selectors.reading import Reader
from o2r.territory.distance import distance_km
from o2r.territory.geography import current_geography

THE_PERSON, THE_TEAM = "la personne", "l’équipe"


@dataclass(frozen=True)
class MemberShown:
    """A place beside the person. ``who``: a name, or that of an organisation; ``where``: the
    organisation; ``is_lapsed``: its agreement or its days are over, whatever the row says."""

    row: CareMember
    who: str
    where: str
    contact: str
    is_lapsed: bool

    @property
    def is_active(self) -> bool:
        return self.row.is_active and not self.is_lapsed

    @property
    def is_lead(self) -> bool:
        return self.is_active and self.row.role == CareRole.LEAD

    @property
    def is_waiting(self) -> bool:
        """Whether they have not answered, or the person has not met them."""
        return self.row.state in (CareState.INVITED, CareState.ACCEPTED) and not self.is_lapsed

    @property
    def said(self) -> str:
        return f"{self.who} ({self.where})" if self.where and self.where != self.who else self.who


@dataclass(frozen=True)
class ObligationShown:
    """What is asked, by whom, to whom."""

    row: Obligation
    what: str
    by: str
    to: str
    starts: datetime | None
    ends: datetime | None

    @property
    def place(self) -> str:
        return short_place_name(self.row.commune) if self.row.commune else ""

    @property
    def is_of_person(self) -> bool:
        """Whether it is asked of the person themselves."""
        return self.row.asked_to_id is None


@dataclass(frozen=True)
class Group:
    """All that a page says of the group of a person."""

    members: list[MemberShown] = field(default_factory=list)
    obligations: list[ObligationShown] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)

    @property
    def active(self) -> list[MemberShown]:
        """Who accompanies today, the référent de parcours first."""
        return sorted((one for one in self.members if one.is_active), key=_by_role)

    @property
    def waiting(self) -> list[MemberShown]:
        return [one for one in self.members if one.is_waiting]

    @property
    def past(self) -> list[MemberShown]:
        return [one for one in self.members if not one.is_active and not one.is_waiting]

    @property
    def lead(self) -> MemberShown | None:
        return next((one for one in self.active if one.is_lead), None)

    @property
    def open(self) -> list[ObligationShown]:
        return [one for one in self.obligations if one.row.is_open]

    @property
    def settled(self) -> list[ObligationShown]:
        return [one for one in self.obligations if not one.row.is_open]


def _by_role(one: MemberShown) -> tuple[int, datetime]:
    return list(CareRole).index(CareRole(one.row.role)), one.row.invited_at


@dataclass(frozen=True)
class Rows:
    """The rows of the group of a person, already read. ``names``: of who has no account."""

    members: Iterable[CareMember]
    obligations: Iterable[Obligation]
    names: Iterable[OutsideName]


def group_of(
    reader: Reader, person: Person, rows: Rows, appointments: Sequence[Commitment] = ()
) -> Group:
    """What is known of the group of a person, from rows already read. No query once the keys are
    read. ``appointments``: those of the person, to find what does not go together."""
    names = {one.member_id: one for one in rows.names}
    shown = [member_shown(reader, person, one, names.get(one.pk)) for one in rows.members]
    named = {one.row.pk: one for one in shown}
    zone = ZoneInfo(person.organisation.time_zone)
    asked = [obligation_shown(reader, one, named, zone) for one in rows.obligations]
    open_ones = [one for one in asked if one.is_of_person and one.row.is_open]
    mine = [_commitment(one, named, person) for one in open_ones]
    found = contradictions([*mine, *appointments], limits())
    today = clock.today()
    return Group(shown, asked, [one for one in found if one.second.day >= today])


def member_shown(
    reader: Reader, person: Person, row: CareMember, outside: OutsideName | None
) -> MemberShown:
    """One place in words. ``outside``: who it is, for who has no account."""
    texts = reader.open(outside, "name", "contact") if outside else {}
    where = row.organisation.name if row.organisation else ""
    who = str(row.user) if row.user else texts.get("name", "") or where or "Un professionnel"
    lapsed = row.is_standing and (row.until < clock.today() or not _is_agreed(row, person))
    return MemberShown(row, who, where, texts.get("contact", ""), lapsed)


def _is_agreed(row: CareMember, person: Person) -> bool:
    """Whether the agreement of a partner is in force; a colleague needs none."""
    if row.organisation_id is None:
        return True
    known: Iterable[Agreement] = person.agreements.all()
    return any(one.pk == row.agreement_id and one.is_in_force() for one in known)


def obligation_shown(
    reader: Reader, row: Obligation, named: dict[UUID, MemberShown], zone: ZoneInfo
) -> ObligationShown:
    """One thing asked, opened."""
    asker, doer = named.get(row.asked_by_id), named.get(row.asked_to_id)  # type: ignore[arg-type]
    return ObligationShown(
        row,
        reader.open(row, "what").get("what", "") or ObligationKind(row.kind).label,
        asker.said if asker else THE_TEAM,
        doer.said if doer else THE_PERSON,
        row.starts_at.astimezone(zone) if row.starts_at else None,
        row.ends_at.astimezone(zone) if row.ends_at else None,
    )


def _commitment(
    shown: ObligationShown, named: dict[UUID, MemberShown], person: Person
) -> Commitment:
    row = shown.row
    asker = named.get(row.asked_by_id)  # type: ignore[arg-type]
    place = asker.row.place if asker else person.organisation_id
    # Somebody outside acts for nobody that we know: their own key tells them apart.
    key = str(asker.row.pk) if asker and asker.row.is_outside else str(place)
    return Commitment(
        key=str(row.pk),
        what=shown.what,
        by=shown.by,
        asker=key,
        kind=row.kind,
        day=row.due_on,
        starts=shown.starts,
        ends=shown.ends,
        commune=row.commune,
    )


def limits() -> Limits:
    """The provisional values by which contradictions are found."""
    return Limits(
        twice_within=number("contradiction-days"),
        speed=float(number("contradiction-speed-kmh")),
        exclusions=exclusions(),
        distance=kilometres,
    )


@lru_cache(maxsize=4096)
def kilometres(one: str, other: str) -> float | None:
    """Between the centres of two communes; None when one is unknown."""
    geo = current_geography()
    first, second = geo.commune(one), geo.commune(other)
    return distance_km(first, second) if first and second else None


def rows_of(person: Person) -> Rows:
    """Every place beside a person and all that is asked around them. Three queries."""
    members = CareMember.objects.filter(person=person).select_related("user", "organisation")
    return Rows(
        list(members.order_by("invited_at", "pk")),
        list(Obligation.objects.filter(person=person).order_by("due_on", "asked_at", "pk")),
        list(OutsideName.objects.filter(person=person).order_by("pk")),
    )


def meetings_of(person: Person) -> list[Meeting]:
    """The meetings around a person, newest first, with who was there. Two queries."""
    rows = Meeting.objects.filter(person=person).select_related("noted_by")
    return list(rows.prefetch_related("present").order_by("-held_at", "pk"))


def offered_to(actor: Actor) -> list[CareMember]:
    """The places offered to somebody or to where they act, and those they hold: open ones.

    One query. The person is not read: only the organisation that follows them.
    """
    rows = CareMember.objects.standing().visible_to(actor)
    rows = rows.select_related("host", "agreement", "user").filter(until__gte=clock.today())
    return list(rows.order_by("state", "invited_at", "pk"))


def invitations_waiting(actor: Actor) -> int:
    """How many invitations wait for an answer of somebody. One query."""
    rows = CareMember.objects.visible_to(actor).filter(
        state=CareState.INVITED, until__gte=clock.today()
    )
    return rows.count()


def agreed_with(person: Person, day: date) -> list[Agreement]:
    """The agreements « accompagner ensemble » in force, by which a partner may be invited."""
    rows = Agreement.objects.in_force(day).filter(person=person, purpose="accompagner")
    return list(rows.select_related("recipient").order_by("recipient__name", "pk"))
