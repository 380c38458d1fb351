"""What ties people to the bodies that answer a call: what they declared, what is known."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet

from o2r.accounts.models import Membership, User
from o2r.calls.applications.models import Application, Member
from o2r.calls.models import Call
from o2r.calls.reading.enums import AlertKind, AssignmentState
from o2r.calls.reading.interests import RECUSES, Verdict, body_key, domain_of, verdict
from o2r.calls.reading.models import Assignment, InterestDeclaration
from o2r.core.belt import errand
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
    """What is known of ``users`` and of the bodies of the applications received. Seven queries.

    ``only``: one application, where nothing else is asked. Without ``hints``, the alerts that open
    or close nothing are not looked for, and three queries are enough.

    Whoever asks, the answer is the same: a gate that saw less for one person than for another would
    open for them. Only verdicts and alerts leave it.
    """
    bodies, of_application = _bodies(call, only)
    found = Known(
        bodies=bodies,
        of_application=of_application,
        declared={user: {} for user in users},
        alerts={user: {} for user in users},
    )
    rows = InterestDeclaration.objects.filter(user__in=users).standing().order_by("declared_at")
    for row in rows:
        if row.call_id == call.pk:
            found.declared[row.user_id][row.body] = row
        elif row.has_interest and row.body in bodies:
            _alert(found, row.user_id, [row.body], AlertKind.EARLIER_DECLARATION)
    current = _tell_memberships(found)
    if hints:
        _tell_projects(found, current)
        _tell_domains(found)
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


def _bodies(call: Call, only: UUID | None) -> tuple[dict[str, Body], dict[UUID, list[str]]]:
    received = _received([call.pk])
    if only is not None:
        received = received.filter(pk=only)
    rows = (
        Member.objects.filter(application__in=received)
        .select_related("organisation", "application")
        .order_by("application__number", "-is_lead", "position", "name", "pk")
    )
    bodies: dict[str, Body] = {}
    of_application: dict[UUID, list[str]] = {}
    for row in rows:
        key = _key_of(row)
        body = bodies.setdefault(key, Body(key, row.name, row.organisation_id, _siret_of(row)))
        body.numbers.append(row.application.number or 0)
        if row.contact_email:
            body.domains.add(domain_of(row.contact_email))
        of_application.setdefault(row.application_id, []).append(key)
    return bodies, of_application


def _alert(found: Known, user: UUID, keys: Iterable[str], kind: AlertKind) -> None:
    for key in keys:
        found.alerts[user].setdefault(key, set()).add(kind)


def _tell_memberships(found: Known) -> dict[UUID, set[UUID]]:
    """Where they work and where they worked; gives the organisations where they work now."""
    rows = (
        Membership.objects.filter(user__in=found.alerts, approved_at__isnull=False)
        .order_by("pk")
        .values_list("user", "organisation", "organisation__siret", "ended_at")
    )
    current: dict[UUID, set[UUID]] = {}
    for user, organisation, siret, ended_at in rows:
        keys = [
            key
            for key, body in found.bodies.items()
            if organisation == body.organisation or (siret and siret == body.siret)
        ]
        kind = AlertKind.PAST_MEMBERSHIP if ended_at else AlertKind.SAME_ORGANISATION
        _alert(found, user, keys, kind)
        if not ended_at:
            current.setdefault(user, set()).add(organisation)
    return current


def _tell_projects(found: Known, current: dict[UUID, set[UUID]]) -> None:
    """With whom their organisation has had a project."""
    beside = _partners({one for places in current.values() for one in places})
    for user, places in current.items():
        partners = {other for place in places for other in beside.get(place, ())}
        keys = [key for key, body in found.bodies.items() if body.organisation in partners]
        _alert(found, user, keys, AlertKind.COMMON_PROJECT)


def _partners(organisations: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """For each organisation, those with which it is in a funded project."""
    mine = ProjectPartner.objects.filter(organisation__in=organisations).values("project")
    projects = FundedProject.objects.filter(
        bearer__in=organisations
    ) | FundedProject.objects.filter(pk__in=mine)
    inside: dict[UUID, set[UUID]] = {
        pk: {bearer} for pk, bearer in projects.order_by("pk").values_list("pk", "bearer")
    }
    partners = ProjectPartner.objects.filter(project__in=inside).order_by("pk")
    for project, organisation in partners.values_list("project", "organisation"):
        inside[project].add(organisation)
    found: dict[UUID, set[UUID]] = {}
    for together in inside.values():
        for one in together & set(organisations):
            found.setdefault(one, set()).update(together - {one})
    return found


def _tell_domains(found: Known) -> None:
    rows = User.objects.filter(pk__in=found.alerts).order_by("pk").values_list("pk", "email")
    for user, email in rows:
        domain = domain_of(email)
        keys = [key for key, body in found.bodies.items() if domain and domain in body.domains]
        _alert(found, user, keys, AlertKind.SAME_DOMAIN)


def has_conflict(user: User, application: Application) -> bool:
    """Whether a person is kept from an application: a tie declared, a body where they work, or a
    recusal already pronounced."""
    found = known(application.call, [user.pk], only=application.pk, hints=False)
    if found.verdict(user.pk, application.pk) is Verdict.RECUSED:
        return True
    recused = Assignment.objects.filter(
        application=application, reader__user=user, state=AssignmentState.RECUSED
    )
    return recused.exists()
