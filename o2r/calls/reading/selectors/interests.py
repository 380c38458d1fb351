"""What ties people to the bodies that answer a call: what they declared, what is known."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet

from o2r.accounts.models import Membership, User
from o2r.calls.applications.models import Application, Member
from o2r.calls.models import Call
from o2r.calls.reading.enums import AlertKind
from o2r.calls.reading.interests import RECUSES, Verdict, body_key, domain_of, verdict
from o2r.calls.reading.models import InterestDeclaration
from o2r.core.belt import errand
from o2r.core.gathering import gathered
from o2r.projects.models import FundedProject, ProjectPartner


@dataclass
class Body:
    """A body of the consortia of a call, and the applications it is in, by number."""

    key: str
    name: str
    organisation: UUID | None = None
    siret: str = ""
    numbers: list[int] = field(default_factory=list)
    domains: set[str] = field(default_factory=set)
    beside: set[UUID] = field(default_factory=set)


Alerts = dict[str, set[AlertKind]]


@dataclass
class Known:
    """All that decides who may open what, for one call and some people."""

    bodies: dict[str, Body]
    of_application: dict[UUID, list[str]]
    declared: dict[UUID, dict[str, InterestDeclaration]]
    alerts: dict[UUID, Alerts]

    def verdict(self, user: UUID, application: UUID) -> Verdict:
        """What a person may do with an application."""
        said = {key: one.has_interest for key, one in self.declared[user].items()}
        return verdict(self.of_application.get(application, []), said, self.alerts[user])

    def reason(self, user: UUID, application: UUID) -> str:
        """Why they are recused, in words for the State service: the body, never the details."""
        for key in self.of_application.get(application, []):
            name = self.bodies[key].name[:200]
            if RECUSES & self.alerts[user].get(key, set()):
                return f"Travaille dans un organisme du consortium : {name}"
            said = self.declared[user].get(key)
            if said is not None and said.has_interest:
                return f"A déclaré un lien avec un organisme du consortium : {name}"
        return ""

    def undeclared(self, user: UUID) -> list[Body]:
        """The bodies on which they have not answered yet."""
        return [body for key, body in self.bodies.items() if key not in self.declared[user]]


@errand("interest-gate")
def known(
    call: Call, users: Collection[UUID], *, only: UUID | None = None, hints: bool = True
) -> Known:
    """What is known of ``users`` and of the bodies of the applications received. Three queries.

    ``only``: one application, where nothing else is asked. Without ``hints``, the alerts that open
    or close nothing are not looked for.

    Whoever asks, the answer is the same: a gate that saw less for one person than for another would
    open for them. Only verdicts and alerts leave it.
    """
    bodies, of_application = _bodies(call, only, hints=hints)
    found = Known(
        bodies=bodies,
        of_application=of_application,
        declared={user: {} for user in users},
        alerts={user: {} for user in users},
    )
    rows = InterestDeclaration.objects.filter(user__in=users).standing().order_by("declared_at")
    if only is not None:
        # Who has declared on four hundred bodies is asked about two or three.
        rows = rows.filter(body__in=list(bodies))
    for row in rows:
        if row.call_id == call.pk:
            found.declared[row.user_id][row.body] = row
        elif row.has_interest and row.body in bodies:
            _alert(found, row.user_id, [row.body], AlertKind.EARLIER_DECLARATION)
    people = _people(users)
    current = _tell_memberships(found, people)
    if hints:
        _tell_projects(found, current)
        _tell_domains(found, people)
    return found


@errand("interest-gate")
def answers_of(calls: Collection[Call], user: UUID) -> list[tuple[Call, int, int]]:
    """For each call, the bodies on which a person must still answer, and all: two counts.

    Two queries, whatever the number of calls.
    """
    keys: dict[UUID, set[str]] = {call.pk: set() for call in calls}
    members = Member.objects.filter(application__in=_received(keys)).order_by("pk")
    for row in members.select_related("organisation", "application"):
        keys[row.application.call_id].add(_key_of(row))
    said = InterestDeclaration.objects.filter(user=user, call__in=keys).standing().order_by("pk")
    answered = set(said.values_list("call", "body"))
    return [
        (call, sum((call.pk, key) not in answered for key in keys[call.pk]), len(keys[call.pk]))
        for call in calls
    ]


def _received(calls: Collection[UUID]) -> "QuerySet[Application, UUID]":
    rows = Application.objects.received().filter(call__in=calls)
    return rows.order_by().values_list("pk", flat=True)


def _siret_of(row: Member) -> str:
    return row.siret or (row.organisation.siret if row.organisation else "")


def _key_of(row: Member) -> str:
    return body_key(row.organisation_id, _siret_of(row), row.name)


def _bodies(
    call: Call, only: UUID | None, *, hints: bool
) -> tuple[dict[str, Body], dict[UUID, list[str]]]:
    received = _received([call.pk])
    if only is not None:
        received = received.filter(pk=only)
    members = Member.objects.filter(application__in=received)
    rows: QuerySet[Any] = _with_projects(members) if hints else members
    rows = rows.select_related("organisation", "application").order_by(
        "application__number", "-is_lead", "position", "name", "pk"
    )
    bodies: dict[str, Body] = {}
    of_application: dict[UUID, list[str]] = {}
    for row in rows:
        key = _key_of(row)
        body = bodies.setdefault(key, Body(key, row.name, row.organisation_id, _siret_of(row)))
        body.numbers.append(row.application.number or 0)
        if row.contact_email:
            body.domains.add(domain_of(row.contact_email))
        if hints:
            body.beside.update(UUID(it) for (it,) in row.beside + row.fellows + row.bearers)
        of_application.setdefault(row.application_id, []).append(key)
    return bodies, of_application


def _alert(found: Known, user: UUID, keys: Iterable[str], kind: AlertKind) -> None:
    for key in keys:
        found.alerts[user].setdefault(key, set()).add(kind)


@dataclass
class _Place:
    """An organisation where someone works, or worked."""

    organisation: UUID
    siret: str
    is_over: bool


def _people(users: Collection[UUID]) -> dict[UUID, tuple[str, list[_Place]]]:
    """The address of people, and where they work or worked. One query."""
    joined = Membership.objects.filter(user=OuterRef("pk"), approved_at__isnull=False)
    rows: QuerySet[Any] = User.objects.filter(pk__in=users).order_by("pk")
    rows = rows.annotate(places=gathered(joined, "organisation", "organisation__siret", "ended_at"))
    return {
        row.pk: (row.email, [_Place(UUID(key), siret, bool(end)) for key, siret, end in row.places])
        for row in rows
    }


def _tell_memberships(
    found: Known, people: Mapping[UUID, tuple[str, list[_Place]]]
) -> dict[UUID, set[UUID]]:
    """Where they work and where they worked; gives the organisations where they work now."""
    current: dict[UUID, set[UUID]] = {}
    for user, place in ((user, one) for user, (_, places) in people.items() for one in places):
        keys = [
            key
            for key, body in found.bodies.items()
            if place.organisation == body.organisation
            or (place.siret and place.siret == body.siret)
        ]
        kind = AlertKind.PAST_MEMBERSHIP if place.is_over else AlertKind.SAME_ORGANISATION
        _alert(found, user, keys, kind)
        if not place.is_over:
            current.setdefault(user, set()).add(place.organisation)
    return current


def _tell_projects(found: Known, current: Mapping[UUID, set[UUID]]) -> None:
    """With whom their organisation has had a project."""
    for user, places in current.items():
        keys = [
            key
            for key, body in found.bodies.items()
            if (body.beside & places) - {body.organisation}
        ]
        _alert(found, user, keys, AlertKind.COMMON_PROJECT)


def _with_projects(members: "QuerySet[Member]") -> "QuerySet[Any]":
    """Members of consortia, each with the organisations that share a funded project with it."""
    one = OuterRef("organisation")
    beside = ProjectPartner.objects.filter(project__bearer=one)
    fellows = ProjectPartner.objects.filter(project__partnerships__organisation=one)
    bearers = FundedProject.objects.filter(partnerships__organisation=one)
    return members.annotate(
        beside=gathered(beside, "organisation"),
        fellows=gathered(fellows, "organisation"),
        bearers=gathered(bearers, "bearer"),
    )


def _tell_domains(found: Known, people: Mapping[UUID, tuple[str, list[_Place]]]) -> None:
    for user, (email, _) in people.items():
        domain = domain_of(email)
        keys = [key for key, body in found.bodies.items() if domain and domain in body.domains]
        _alert(found, user, keys, AlertKind.SAME_DOMAIN)
