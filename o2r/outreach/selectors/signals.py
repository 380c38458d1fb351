"""Signals received, sent and followed; who receives them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole, OrganisationState, Relation
from o2r.accounts.guardians import recipients
from o2r.accounts.models import Membership, Organisation
from o2r.accounts.policy import policy
from o2r.accounts.services.links import digest_of
from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.crypto.fields import read_sealed
from o2r.core.notifications.directory import Recipient
from o2r.outreach.enums import SignalState
from o2r.outreach.models import PartnerSignal, SignalLink, SignalWords
from o2r.outreach.models.signals import SignalQuerySet
from o2r.outreach.signal_words import told
from o2r.people.enums import SharedField
from o2r.people.models import Agreement
from o2r.projects.selectors import covering

TEXTS = ("called", "whereabouts", "words", "sender_name", "sender_contact")


def team_roles() -> list[MembershipRole]:
    """The roles that answer the signals of an operator, as the policy says."""
    kind = PartnerSignal.access_kind
    rules = [
        rule
        for rule in policy()
        if kind in rule.objects
        and Relation.ORGANISATION in rule.relations
        and "update" in rule.actions
    ]
    return [one for one in MembershipRole if any(one in rule.roles for rule in rules)]


def team_of(organisation: UUID) -> QuerySet[Membership]:
    """The memberships of those who answer the signals of an operator, by name."""
    rows = Membership.objects.current().filter(
        organisation=organisation, role__in=team_roles(), user__is_active=True
    )
    return rows.order_by("user__display_name", "pk")


def who_is_told(organisation: UUID) -> list[Recipient]:
    """Whom a new signal is announced to. One query."""
    return recipients(team_of(organisation))


# --- Received -------------------------------------------------------------------------------------


def received(actor: Actor, *, only_open: bool) -> SignalQuerySet:
    """The signals of the operator one acts for: those that wait, or those that are over."""
    rows = PartnerSignal.objects.for_lists().received_by(actor.organisation)
    return rows.open() if only_open else rows.exclude(pk__in=rows.open().values("pk"))


def signals_waiting(actor: Actor) -> int:
    """How many wait for somebody, or for whoever asks. One query."""
    rows = PartnerSignal.objects.all().visible_to(actor).received_by(actor.organisation).open()
    return rows.filter(~Q(state=SignalState.TAKEN) | Q(taken_by=actor.user)).count()


@dataclass(frozen=True)
class WaitingSignals:
    """What a team reads of signals before it leaves: how many wait for anybody, and for it."""

    for_anybody: int
    for_me: int


def waiting_for(actor: Actor) -> WaitingSignals:
    """The open signals of the operator one acts for, counted. One query."""
    rows = PartnerSignal.objects.all().visible_to(actor).received_by(actor.organisation).open()
    takers = list(rows.order_by("pk").values_list("taken_by", flat=True))
    mine = sum(one is not None and one == actor.user for one in takers)
    return WaitingSignals(for_anybody=sum(one is None for one in takers), for_me=mine)


def count_open(of: str, outer: str, **kept: Any) -> Coalesce:
    """A column: how many open signals have in ``of`` what the row has in ``outer``."""
    here = PartnerSignal.objects.open().filter(**{of: OuterRef(outer)}, **kept).order_by()
    counted = here.values(of).annotate(many=Count("pk")).values("many")
    return Coalesce(Subquery(counted), 0)


@dataclass(frozen=True)
class SaidSignal:
    """What a signal says, opened."""

    called: str
    whereabouts: str
    words: str
    sender_name: str
    sender_contact: str


def words_of(signal: PartnerSignal) -> SaidSignal | None:
    """What it says; None once it was erased. One query. Raises NoKey, KeysUnavailable."""
    row = SignalWords.objects.filter(signal=signal).order_by("pk").first()
    if row is None:
        return None
    return SaidSignal(**read_sealed(row, *TEXTS, organisation=signal.organisation_id))


def of_files(files: Sequence[UUID]) -> SignalQuerySet:
    """The signals that led to one of these files, the newest first."""
    return PartnerSignal.objects.for_lists().filter(person__in=files).order_by("-sent_at", "pk")


# --- Sent -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SentSignal:
    """A signal as who sent it knows it: never of whom, nor whether somebody was met."""

    signal: PartnerSignal
    told: str

    @property
    def may_be_withdrawn(self) -> bool:
        return self.signal.is_open


def as_sent(rows: Iterable[PartnerSignal]) -> list[SentSignal]:
    """The same, told to who sent them from an account. One query."""
    given = list(rows)
    agreed = agreed_to_be_told(given)
    return [
        SentSignal(one, told(SignalState(one.state), one.answer, agreed=one.pk in agreed))
        for one in given
    ]


def agreed_to_be_told(signals: Collection[PartnerSignal]) -> set[UUID]:
    """Those of which the person met agreed that this sender knows their route. One query.

    A protected file and a partitioned structure tell nothing, whatever was agreed before.
    """
    asked = {one.pk: (one.person_id, one.sender_id) for one in signals if one.person_id}
    if not asked:
        return set()
    rows = Agreement.objects.in_force(clock.today()).consented()
    rows = rows.filter(
        person__in=[person for person, _ in asked.values()],
        recipient__in=[sender for _, sender in asked.values() if sender],
        person__is_protected=False,
        person__organisation__is_partitioned=False,
    )
    given = {
        (person, recipient)
        for person, recipient, fields in rows.values_list("person", "recipient", "fields")
        if SharedField.ROUTE in fields
    }
    return {key for key, pair in asked.items() if pair in given}


def link_of(code: str) -> SignalLink | None:
    """The link in service that a code opens."""
    with errand("partner-signal"):
        rows = SignalLink.objects.live(clock.today()).select_related("organisation")
        opened = Q(organisation__state=OrganisationState.OPEN)
        return rows.filter(opened, digest=digest_of(code)).order_by("pk").first()


def followed(code: str) -> SentSignal | None:
    """The signal that a code follows, in neutral words: by a link nobody is known to be agreed."""
    with errand("partner-signal"):
        rows = PartnerSignal.objects.for_lists().filter(follow_digest=digest_of(code), sender=None)
        one = rows.order_by("pk").first()
    if one is None:
        return None
    return SentSignal(one, told(SignalState(one.state), one.answer, agreed=False))


@dataclass(frozen=True)
class Operator:
    """An operator to whom something may be signalled in a commune, and by which projects."""

    organisation: Organisation
    projects: list[str]

    @property
    def label(self) -> str:
        return f"{self.organisation.name} ({', '.join(self.projects)})"


def operators_covering(commune: str, sender: Organisation) -> list[Operator]:
    """Those whose funded project covers a commune and whose team reads signals here, the nearest
    project first. Five queries. Examples and real organisations never meet.

    Raises UnknownCommune.
    """
    found: dict[UUID, Operator] = {}
    for project in covering(commune):
        bearer = project.bearer
        if bearer.state != OrganisationState.OPEN or bearer.pk == sender.pk:
            continue
        if bearer.is_example != sender.is_example:
            continue
        known = found.setdefault(bearer.pk, Operator(bearer, []))
        known.projects.append(project.title)
    reading = Membership.objects.current().filter(
        organisation__in=found, role__in=team_roles(), user__is_active=True
    )
    read = set(reading.order_by("pk").values_list("organisation", flat=True))
    return [one for key, one in found.items() if key in read]
