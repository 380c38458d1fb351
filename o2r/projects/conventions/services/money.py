"""Avenants and payments: what the State grants each year, and how it pays it."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Sum

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.core.money import euros
from o2r.projects.conventions import rules
from o2r.projects.conventions.enums import AvenantKind, ConventionState, InstalmentKind
from o2r.projects.conventions.errors import BeyondAvenant, checked, refused_by_database
from o2r.projects.conventions.models import Avenant, Convention, ConventionYear, Instalment
from o2r.projects.conventions.notification_kinds import CONVENTION_MONEY
from o2r.projects.conventions.services.life import own_file
from o2r.projects.conventions.services.recording import noted
from o2r.projects.conventions.services.telling import tell
from o2r.projects.conventions.wording import day


def _next_number(convention: Convention) -> int:
    highest = convention.avenants.aggregate(n=Max("number"))["n"]
    return (highest or 0) + 1


@transaction.atomic
def plan_avenant(
    *, by: Actor, convention: Convention, year: ConventionYear, amount: Decimal, subject: str = ""
) -> Avenant:
    """Prepare the financial avenant of a year (décret n° 2024-584: one every year).

    ``amount`` in euros. Raises NotAllowed, DomainError when the year already has one.
    """
    require(by, "update", convention, act="préparer un avenant de cette convention")
    avenant = Avenant(
        convention=convention,
        year=year,
        kind=AvenantKind.FINANCIAL,
        number=_next_number(convention),
        subject=subject or f"Avenant financier de l’année {year.rank}",
        amount=amount,
    )
    checked(avenant)
    avenant.save(force_insert=True)
    noted(by, "create", convention, "avenant")
    return avenant


@transaction.atomic
def record_other_avenant(
    *,
    by: Actor,
    convention: Convention,
    subject: str,
    signed_on: date | None = None,
    scan: UUID | None = None,
) -> Avenant:
    """Record an avenant that changes something else than money. Raises NotAllowed, DomainError."""
    require(by, "update", convention, act="enregistrer un avenant de cette convention")
    avenant = Avenant(
        convention=convention,
        kind=AvenantKind.OTHER,
        number=_next_number(convention),
        subject=subject,
        signed_on=not_to_come(signed_on),
        scan=own_file(convention, scan),
    )
    checked(avenant)
    avenant.save(force_insert=True)
    noted(by, "create", convention, "avenant")
    return avenant


@transaction.atomic
def change_avenant(*, by: Actor, avenant: Avenant, amount: Decimal, subject: str) -> Avenant:
    """Correct an avenant that is not signed yet. Raises NotAllowed, BeyondAvenant, DomainError."""
    convention = avenant.convention
    require(by, "update", convention, act="modifier cet avenant")
    if avenant.is_signed:
        raise DomainError(
            f"L’avenant n° {avenant.number} est signé : il ne se modifie plus. S’il est mal saisi, "
            "ou changé par un nouvel acte, corrigez-le avec un motif depuis l’échéancier."
        )
    planned = planned_in(avenant)
    if planned > amount:
        raise BeyondAvenant(amount, planned)
    avenant.amount, avenant.subject = amount, subject
    checked(avenant)
    with refused_by_database():
        avenant.save(update_fields=["amount", "subject"])
    noted(by, "update", convention, "avenant")
    return avenant


@transaction.atomic
def sign_avenant(
    *, by: Actor, avenant: Avenant, signed_on: date, scan: UUID | None = None
) -> Avenant:
    """Record that an avenant is signed: its year can be paid. Raises NotAllowed, DomainError."""
    convention = avenant.convention
    require(by, "approve", convention, act="signer un avenant de cette convention")
    if avenant.is_signed:
        raise DomainError(f"L’avenant n° {avenant.number} est déjà signé.")
    avenant.signed_on = not_to_come(signed_on)
    avenant.scan = own_file(convention, scan) or avenant.scan
    avenant.save(update_fields=["signed_on", "scan"])
    noted(by, "approve", convention, "avenant")
    return avenant


def not_to_come(value: date | None) -> date | None:
    """A day that an act may bear. Raises DomainError for one that is not come yet."""
    if value is not None and value > clock.today():
        raise DomainError(f"La date du {day(value)} n’est pas encore venue. Corrigez-la.")
    return value


def planned_in(avenant: Avenant, *, but: UUID | None = None) -> Decimal:
    """The sum of the payments of an avenant, ``but`` one of them."""
    rows = avenant.instalments.exclude(pk=but) if but else avenant.instalments.all()
    return rows.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def _fits(instalment: Instalment) -> None:
    """Say before the database does that a year would exceed its avenant."""
    avenant = Avenant.objects.select_for_update(no_key=True).get(pk=instalment.avenant_id)
    granted = avenant.amount or Decimal(0)
    planned = planned_in(avenant, but=instalment.pk) + instalment.amount
    if planned > granted:
        raise BeyondAvenant(granted, planned)


@transaction.atomic
def plan_instalment(
    *,
    by: Actor,
    avenant: Avenant,
    kind: InstalmentKind,
    amount: Decimal,
    condition: str = "",
    due_on: date | None = None,
    commitment_number: str = "",
) -> Instalment:
    """Add a payment to the échéancier of a year, within its avenant; ``amount`` in euros.

    Raises NotAllowed, BeyondAvenant, DomainError.
    """
    convention = avenant.convention
    require(by, "update", convention, act="compléter cet échéancier")
    instalment = Instalment(
        avenant=avenant,
        kind=kind,
        amount=amount,
        condition=condition,
        due_on=due_on,
        commitment_number=commitment_number or convention.commitment_number,
    )
    checked(instalment)
    _fits(instalment)
    with refused_by_database():
        instalment.save(force_insert=True)
    noted(by, "create", convention, "instalment")
    return instalment


@transaction.atomic
def change_instalment(
    *,
    by: Actor,
    instalment: Instalment,
    kind: InstalmentKind,
    amount: Decimal,
    condition: str,
    due_on: date | None,
    commitment_number: str,
) -> Instalment:
    """Correct a payment that is not made yet. Raises NotAllowed, BeyondAvenant, DomainError."""
    convention = instalment.avenant.convention
    require(by, "update", convention, act="modifier cet échéancier")
    _not_paid(instalment)
    instalment.kind, instalment.amount = kind, amount
    instalment.condition, instalment.due_on = condition, due_on
    instalment.commitment_number = commitment_number
    checked(instalment)
    _fits(instalment)
    with refused_by_database():
        instalment.save()
    noted(by, "update", convention, "instalment")
    return instalment


@transaction.atomic
def remove_instalment(*, by: Actor, instalment: Instalment) -> None:
    """Take a payment that is not made out of the échéancier. Raises NotAllowed, DomainError."""
    convention = instalment.avenant.convention
    require(by, "update", convention, act="modifier cet échéancier")
    _not_paid(instalment)
    instalment.delete()
    noted(by, "delete", convention, "instalment")


def _not_paid(instalment: Instalment) -> None:
    if instalment.is_paid:
        raise DomainError(
            "Ce versement est payé : il ne se modifie plus. Si le paiement est mal saisi, "
            "corrigez-le avec un motif."
        )


@transaction.atomic
def certify_service(*, by: Actor, instalment: Instalment, done_on: date) -> Instalment:
    """Certify that what is to be paid was done (service fait). Raises NotAllowed, DomainError."""
    convention = instalment.avenant.convention
    require(by, "update", convention, act="constater le service fait")
    _not_paid(instalment)
    instalment.service_done_on = not_to_come(done_on)
    instalment.save(update_fields=["service_done_on"])
    noted(by, "update", convention, "service-done")
    return instalment


@transaction.atomic
def pay_instalment(
    *, by: Actor, instalment: Instalment, paid_on: date, paid_amount: Decimal
) -> Instalment:
    """Record that a payment was made; ``paid_amount`` in euros. Both sides are told.

    Refused while the avenant of the year is not signed (rule ``avenant-before-payment``), while the
    convention does not run, and, but for an avance, before the service is certified. Raises
    NotAllowed, DomainError.
    """
    avenant, convention = instalment.avenant, instalment.avenant.convention
    require(by, "update", convention, act="enregistrer un paiement")
    _not_paid(instalment)
    _may_be_paid(instalment, convention, paid_on)
    if paid_amount > instalment.amount:
        raise DomainError(
            f"Le montant payé ({euros(paid_amount)}) dépasse celui du versement "
            f"({euros(instalment.amount)}). Corrigez l’un des deux."
        )
    instalment.paid_on, instalment.paid_amount = not_to_come(paid_on), paid_amount
    checked(instalment)
    instalment.save(update_fields=["paid_on", "paid_amount"])
    year = avenant.year.rank if avenant.year else 1
    tell(
        convention,
        CONVENTION_MONEY.code,
        f"Convention {convention.reference} : {instalment.get_kind_display()} payé"
        + ("e" if instalment.kind == InstalmentKind.ADVANCE else ""),
        f"{euros(paid_amount)} le {day(paid_on)}, au titre de l’année {year}.",
    )
    noted(by, "update", convention, "payment")
    return instalment


def _may_be_paid(instalment: Instalment, convention: Convention, paid_on: date) -> None:
    if convention.state != ConventionState.SIGNED:
        label = ConventionState(convention.state).label
        raise DomainError(
            f"La convention {convention.reference} est à l’état « {label} » : aucun versement ne "
            "part tant qu’elle n’est pas signée et en cours."
        )
    if not instalment.avenant.is_signed and rules.number("avenant-before-payment"):
        raise DomainError(
            "L’avenant financier de cette année n’est pas signé : aucune demande de paiement ne "
            "peut aboutir. Enregistrez d’abord sa signature."
        )
    certified = instalment.service_done_on is not None
    if instalment.kind != InstalmentKind.ADVANCE and not certified:
        raise DomainError(
            "Le service fait n’est pas constaté : seule une avance se paie avant. Constatez-le "
            "d’abord."
        )
    if certified and instalment.service_done_on and instalment.service_done_on > paid_on:
        raise DomainError("Le paiement ne peut pas précéder le constat du service fait.")
