"""Reads of the accounts app."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from o2r.accounts import demo
from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED
from o2r.accounts.enums import MembershipRole
from o2r.accounts.models import Invitation, Membership, Organisation, User
from o2r.accounts.models.people import MembershipQuerySet
from o2r.accounts.policy import Allow, Context, decide, may_try, meets_people


@dataclass(frozen=True)
class OfferedAccount:
    """A demonstration account offered on the sign-in page."""

    email: str
    name: str
    organisation: str
    role: str


def demo_accounts() -> list[OfferedAccount]:
    """The demonstration accounts one may enter with one button; none outside a demonstration.

    Their order is the one of the list of invented people, manager first. One query.
    """
    if not settings.DEMONSTRATION:
        return []
    existing = set(
        User.objects.filter(is_example=True, is_active=True).values_list("email", flat=True)
    )
    return [
        OfferedAccount(
            email=person.email,
            name=person.name,
            organisation=person.organisation,
            role=person.what,
        )
        for person in demo.ACCOUNTS
        if person.email in existing
    ]


def demo_account(email: str) -> User | None:
    """The demonstration account of ``email``; always None outside a demonstration."""
    if not settings.DEMONSTRATION:
        return None
    return User.objects.filter(email=email.lower(), is_example=True, is_active=True).first()


# --- What waits for someone -----------------------------------------------------------------------


@dataclass(frozen=True)
class Card:
    """One thing that a person may do. ``waiting``: how much of it awaits them."""

    title: str
    text: str
    url: str
    link: str
    waiting: int = 0


@dataclass(frozen=True)
class _Door:
    """A card, and the act that the policy must allow for it to be shown."""

    kind: str
    action: str
    title: str
    text: str
    route: str
    link: str


_DOORS = (
    _Door(
        "organisation",
        "approve",
        "Organisations",
        "Ouvrir une organisation, approuver son premier responsable.",
        "accounts:organisations",
        "Voir les organisations",
    ),
    _Door(
        "project",
        "list",
        "Projets",
        "Les projets que porte votre organisation, et ce que les visiteurs écrivent.",
        "projects:home",
        "Voir les projets",
    ),
    _Door(
        "committee",
        "list",
        "Comités",
        "Les instances du réseau pour l’emploi, leurs réunions et leurs membres.",
        "committees:instances",
        "Voir les comités",
    ),
    _Door(
        "convention",
        "list",
        "Conventions",
        "Les conventions avec l’État : avenants, versements, documents annuels.",
        "conventions:conventions",
        "Voir les conventions",
    ),
    _Door(
        "membership",
        "list",
        "Personnes",
        "Vos collègues, leur rôle et leurs équipes.",
        "accounts:people",
        "Voir les personnes",
    ),
    _Door(
        "team", "list", "Équipes", "Qui travaille ensemble.", "accounts:teams", "Voir les équipes"
    ),
    _Door(
        "invitation",
        "list",
        "Invitations",
        "Qui a été invité, et n’est pas encore venu.",
        "accounts:invitations",
        "Voir les invitations",
    ),
    _Door(
        "substitution",
        "create",
        "Absences",
        "Qui remplace qui, et jusqu’à quand.",
        "accounts:substitutions",
        "Voir les remplacements",
    ),
    _Door(
        "handover",
        "list",
        "Files actives",
        "Qui suit quoi, et ce qui a changé de main.",
        "accounts:handovers",
        "Voir les transmissions",
    ),
    _Door(
        "alert",
        "list",
        "Alertes",
        "Ce que la surveillance a relevé, à examiner.",
        "watch:alerts",
        "Voir les alertes",
    ),
    _Door(
        "rights-request",
        "list",
        "Droits des personnes",
        "Demandes d’accès, de rectification ou d’effacement.",
        "retention:requests",
        "Voir les demandes",
    ),
    _Door(
        "journal",
        "list",
        "Journal des accès",
        "Qui a vu ou changé quoi, et quand.",
        "governance:journal",
        "Lire le journal",
    ),
    _Door(
        "export-approval",
        "list",
        "Exports à deux",
        "Les exports de plus de cinquante personnes, qu’une autre personne approuve.",
        "governance:exports",
        "Voir les demandes d’export",
    ),
    _Door(
        "setting",
        "list",
        "Réglages de l’instance",
        "Nom, logo, textes, durées, seuils, état des travaux et des clés.",
        "governance:instance",
        "Voir les réglages",
    ),
)


def cards_for(actor: Actor, proof: Context) -> list[Card]:
    """What the policy lets this person do, what waits for them first."""
    counted = {
        "organisation": lambda: len(organisations_to_approve(actor)),
        "invitation": lambda: Invitation.objects.usable().visible_to(actor).count(),
    }
    cards = []
    for one in _DOORS:
        if not may_try(actor, one.action, one.kind, PROVED):
            continue
        count = counted[one.kind]() if one.kind in counted else 0
        cards.append(Card(one.title, one.text, reverse(one.route), one.link, count))
    return sorted(cards, key=lambda card: not card.waiting)


def asks_of(user: User) -> list[Membership]:
    """The requests of this person that someone else must answer."""
    return list(Membership.objects.waiting().filter(user=user).select_related("organisation"))


def organisations_to_approve(actor: Actor) -> list[Organisation]:
    """Organisations that wait for an answer which this person may give, oldest first."""
    waiting = Organisation.objects.visible_to(actor).waiting_for_approval()
    return [
        one
        for one in waiting.order_by("asked_to_open_at", "pk")
        if isinstance(decide(actor, "approve", one.subject(actor), PROVED), Allow)
    ]


def one_of(people: MembershipQuerySet, user: str) -> User:
    """The person chosen in a list of people. Raises Membership.DoesNotExist for anybody else."""
    return people.select_related("user").get(user=UUID(user)).user


def who_may_follow(organisation: Organisation) -> MembershipQuerySet:
    """The people of an organisation whose role is to follow people, by name."""
    roles = [role for role in MembershipRole if meets_people(role)]
    rows = Membership.objects.current().filter(organisation=organisation, role__in=roles)
    return rows.select_related("user").order_by("user__display_name", "pk")
