"""Who may receive, what is in force, what has ended."""

from datetime import date
from functools import cache
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from o2r.accounts.actors import Actor
from o2r.accounts.enums import OrganisationKind, OrganisationState, Relation, roles_within
from o2r.accounts.models import Membership, Organisation
from o2r.accounts.policy import policy
from o2r.core import clock
from o2r.core.crypto.models import Wrap
from o2r.core.retention.periods import period
from o2r.people.contract_texts import contract_texts, own_folder
from o2r.people.enums import AgreementState
from o2r.people.models import Agreement, InformationGiven, Person

MOST_FOUND = 20


@cache
def partner_roles() -> tuple[str, ...]:
    """The roles to which an agreement opens a file, as the policy says."""
    rules = [
        rule
        for rule in policy()
        if Person.access_kind in rule.objects
        and Relation.PARTNER in rule.relations
        and "read" in rule.actions
    ]
    return tuple(sorted(frozenset[str]().union(*(rule.roles for rule in rules))))


def _meets_people(kind: str) -> bool:
    return any(role in partner_roles() for role in roles_within(OrganisationKind(kind)))


def is_recipient(organisation: Organisation, person: Person) -> bool:
    """Whether files may be shared with an organisation: open, where people are accompanied, and
    that does not keep what it knows inside.

    Examples and real organisations never meet.
    """
    return (
        organisation.state == OrganisationState.OPEN
        and not organisation.is_partitioned
        and organisation.is_example == person.is_example
        and organisation.pk != person.organisation_id
        and _meets_people(organisation.kind)
    )


def recipients_named(words: str, person: Person) -> list[Organisation]:
    """The organisations that a file may be shared with, whose name holds every word; a few at most.

    Only those where somebody could read it today. One query.
    """
    readers = Membership.objects.current().filter(
        organisation=OuterRef("pk"), role__in=partner_roles()
    )
    rows = Organisation.objects.filter(
        Exists(readers),
        state=OrganisationState.OPEN,
        is_partitioned=False,
        is_example=person.is_example,
    ).exclude(pk=person.organisation_id)
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(legal_name__icontains=word))
    found = rows.order_by("name", "pk")[:MOST_FOUND]
    return [one for one in found if is_recipient(one, person)]


def open_to_others(organisation: UUID) -> QuerySet[Agreement]:
    """What an organisation tells others, or is told by them, by an agreement that nobody ended."""
    either_way = Q(person__organisation=organisation) | Q(recipient=organisation)
    return Agreement.objects.filter(either_way, state=AgreementState.GIVEN)


def longest_until(day: date) -> date:
    """The last day of an agreement proposed on ``day`` when nobody chooses a closer one."""
    return period("agreement-validity", day).duration.last_day(day)


def text_version(language: str) -> str:
    """Which text of the contrat de confiance is handed in a language today; empty for none."""
    text = contract_texts(own_folder()).get(language)
    return text.version if text else ""


def told_to(person: Person) -> QuerySet[InformationGiven]:
    """What was explained to a person, newest first."""
    rows = InformationGiven.objects.filter(person=person).select_related("given_by")
    return rows.order_by("-given_at", "pk")


def agreements_of(person: Person) -> QuerySet[Agreement]:
    """All that was ever proposed to a person, newest first, with its recipient and its moves."""
    rows = Agreement.objects.filter(person=person).select_related("recipient", "asked_by")
    return rows.prefetch_related("moves").order_by("-asked_at", "pk")


def ending_of(actor: Actor, day: date) -> QuerySet[Agreement]:
    """The agreements in force of the files that ``actor`` is the referent of, ended by ``day``."""
    rows = Agreement.objects.in_force(clock.today()).filter(
        person__referent__in=actor.identities,
        person__organisation=actor.organisation,
        person__is_protected=False,
        until__lte=day,
    )
    return rows.select_related("recipient").order_by("until", "pk")


def ended_shares(day: date) -> list[tuple[Person, Organisation]]:
    """Files and organisations that still hold a key by nothing but agreements that have ended."""
    holds = Wrap.objects.filter(
        data_key__subject=OuterRef("person"), organisation=OuterRef("recipient")
    )
    rows = Agreement.objects.over(day).filter(Exists(holds))
    found = rows.select_related("person", "recipient").order_by("person_id", "recipient_id", "pk")
    return list({(one.person, one.recipient): None for one in found})
