"""Who stands around a person, what each was asked, and what does not go together, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from o2r.accounts.actors import NOBODY, Actor
from o2r.core import clock
from o2r.pathways.appointments.models import Appointment
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
ASKED = ("obligations", "outside_names", "appointments__user")
BROUGHT = ("care_members__user", "care_members__organisation", *ASKED)
"""What the group of a person is read from: brought with their file, it asks nothing."""


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
    asker = named.get(shown.row.asked_by_id)  # type: ignore[arg-type]
    zone = ZoneInfo(person.organisation.time_zone)
    asked = _asked(shown.row, asker.row if asker else None, person, zone)
    return replace(asked, what=shown.what, by=shown.by)


def _asked(row: Obligation, asker: CareMember | None, person: Person, zone: ZoneInfo) -> Commitment:
    """What is asked, by its codes and days."""
    place = asker.place if asker else person.organisation_id
    # Somebody outside acts for nobody that we know: their own key tells them apart.
    key = str(asker.pk) if asker and asker.is_outside else str(place)
    return Commitment(
        key=str(row.pk),
        what=str(ObligationKind(row.kind).label),
        by="",
        asker=key,
        kind=row.kind,
        day=row.due_on,
        starts=row.starts_at.astimezone(zone) if row.starts_at else None,
        ends=row.ends_at.astimezone(zone) if row.ends_at else None,
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


def group_on(reader: Reader, person: Person) -> Group:
    """The group of a person whose file has brought ``BROUGHT``. No query."""
    rows = Rows(person.care_members.all(), person.obligations.all(), person.outside_names.all())
    return group_of(reader, person, rows, taken_by(reader, person))


def clashes_of(person: Person) -> list[Contradiction]:
    """What does not go together for a person, by codes and days alone: nothing is opened.

    For a list; ``person`` with ``BROUGHT``, whose links need not be read. No query.
    """
    shut, zone = Reader(NOBODY, frozenset(), None), ZoneInfo(person.organisation.time_zone)
    places = {one.pk: one for one in person.care_members.all()}
    asked = [
        _asked(one, places.get(one.asked_by_id), person, zone)  # type: ignore[arg-type]
        for one in person.obligations.all()
        if one.is_open and one.asked_to_id is None
    ]
    found = contradictions([*asked, *taken_by(shut, person)], limits())
    return [one for one in found if one.second.day >= clock.today()]


def taken_by(reader: Reader, person: Person) -> list[Commitment]:
    """The appointments of a person that are taken and not over; of a file with its
    ``appointments`` and ``obligations``. No query once the keys are read.

    What a partner asks and what the team noted of it, at the same hours, is one appointment.
    """
    now, zone = clock.now(), ZoneInfo(person.organisation.time_zone)
    asked = {
        (one.starts_at, one.ends_at)
        for one in person.obligations.all()
        if one.is_open and one.kind == ObligationKind.MEETING
    }
    return [
        _taken(reader, one, zone)
        for one in person.appointments.all()
        if one.is_booked
        and one.ends_at > now
        and (one.user_id is not None or (one.starts_at, one.ends_at) not in asked)
    ]


def _taken(reader: Reader, row: Appointment, zone: ZoneInfo) -> Commitment:
    starts, ends = row.starts_at.astimezone(zone), row.ends_at.astimezone(zone)
    name = "" if row.user_id is None or not reader.groups else str(row.user)
    whom = name or reader.open(row, "with_whom").get("with_whom", "")
    return Commitment(
        key=str(row.pk),
        what="rendez-vous",
        by=whom or row.body_label,
        asker=row.body,
        # Two bodies may both meet the person: that alone contradicts nothing.
        kind=f"rendez-vous-{row.body}",
        day=starts.date(),
        starts=starts,
        ends=ends,
        firm=True,
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
