"""Correcting what was signed or paid: with a reason, and the former figures kept for ever."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.core.money import euros
from o2r.projects.conventions.enums import AvenantKind, InstalmentKind
from o2r.projects.conventions.errors import checked, refused_by_database
from o2r.projects.conventions.models import Avenant, Convention, Instalment, MoneyCorrection
from o2r.projects.conventions.notification_kinds import CONVENTION_MONEY
from o2r.projects.conventions.services.money import not_to_come, planned_in
from o2r.projects.conventions.services.recording import noted
from o2r.projects.conventions.services.telling import tell
from o2r.projects.conventions.wording import day

Figures = tuple[Decimal | None, date | None]
"""An amount in euros, and its day: of a signature or of a payment."""


@transaction.atomic
def correct_avenant(
    *, by: Actor, avenant: Avenant, amount: Decimal, signed_on: date, reason: str
) -> Avenant:
    """Correct the amount or the day of a signed financial avenant; ``amount`` in euros.

    For a figure typed wrong, or changed by a later act, which the reason names: a year has one
    financial avenant. Both sides are told. Raises NotAllowed, and DomainError for one that is not
    signed, below what is already planned, or without a reason.
    """
    convention = avenant.convention
    require(by, "approve", convention, act="corriger un avenant signé de cette convention")
    if not avenant.is_signed or avenant.kind != AvenantKind.FINANCIAL:
        raise DomainError(
            f"L’avenant n° {avenant.number} n’est pas un avenant financier signé : il n’y a rien à "
            "corriger ainsi."
        )
    locked = Avenant.objects.select_for_update(no_key=True).get(pk=avenant.pk)
    planned = planned_in(locked)
    if planned > amount:
        raise DomainError(
            f"Les versements de l’année font déjà {euros(planned)}, plus que {euros(amount)}. "
            "Réduisez ou corrigez d’abord un versement."
        )
    _keep(
        by,
        convention,
        f"Avenant n° {avenant.number}",
        former=(locked.amount, locked.signed_on),
        new=(amount, not_to_come(signed_on)),
        reason=reason,
    )
    avenant.amount, avenant.signed_on = amount, signed_on
    checked(avenant)
    with refused_by_database():
        avenant.save(update_fields=["amount", "signed_on"])
    noted(by, "approve", convention, "avenant")
    return avenant


@transaction.atomic
def correct_payment(
    *,
    by: Actor,
    instalment: Instalment,
    paid_on: date | None,
    paid_amount: Decimal | None,
    reason: str,
) -> Instalment:
    """Correct a payment recorded wrong; without a day nor an amount, it was not made at all.

    ``paid_amount`` in euros. Both sides are told. Raises NotAllowed, and DomainError for one that
    is not paid, more than what was planned, or without a reason.
    """
    convention = instalment.avenant.convention
    require(by, "update", convention, act="corriger un paiement de cette convention")
    if not instalment.is_paid:
        raise DomainError("Ce versement n’est pas payé : il n’y a pas de paiement à corriger.")
    if (paid_on is None) != (paid_amount is None):
        raise DomainError(
            "Un paiement porte une date et un montant. Donnez les deux, ou videz les deux s’il n’a "
            "pas eu lieu."
        )
    if paid_amount is not None and paid_amount > instalment.amount:
        raise DomainError(
            f"Le montant payé ({euros(paid_amount)}) dépasse celui du versement "
            f"({euros(instalment.amount)}). Si le versement est faux lui aussi, videz d’abord la "
            "date et le montant : il se modifiera de nouveau."
        )
    done_on = instalment.service_done_on
    if paid_on and done_on and done_on > paid_on:
        raise DomainError("Le paiement ne peut pas précéder le constat du service fait.")
    _keep(
        by,
        convention,
        _named(instalment),
        former=(instalment.paid_amount, instalment.paid_on),
        new=(paid_amount, not_to_come(paid_on)),
        reason=reason,
    )
    instalment.paid_on, instalment.paid_amount = paid_on, paid_amount
    checked(instalment)
    instalment.save(update_fields=["paid_on", "paid_amount"])
    noted(by, "update", convention, "payment")
    return instalment


def _named(instalment: Instalment) -> str:
    year = instalment.avenant.year
    kind = str(InstalmentKind(instalment.kind).label).capitalize()
    return f"{kind} de l’année {year.rank}" if year else kind


def _keep(
    by: Actor,
    convention: Convention,
    about: str,
    *,
    former: Figures,
    new: Figures,
    reason: str,
) -> None:
    """Keep the former figures beside the new ones, and tell both sides."""
    if former == new:
        raise DomainError("Rien ne change : la date et le montant sont déjà ceux-là.")
    if not reason.strip():
        raise DomainError("Une correction est motivée : écrivez pourquoi.")
    amount, on = former
    # What is signed, or paid, has both: the database sees to it.
    assert amount is not None and on is not None  # noqa: S101, PT018 — said to mypy
    kept = MoneyCorrection(
        convention=convention,
        about=about,
        former_amount=amount,
        former_day=on,
        new_amount=new[0],
        new_day=new[1],
        reason=reason.strip(),
        at=clock.now(),
        organisation_id=by.organisation,
    )
    checked(kept)
    kept.save(force_insert=True)
    tell(
        convention,
        CONVENTION_MONEY.code,
        f"Convention {convention.reference} : correction, {about.lower()}",
        f"{_in_words(*new).capitalize()}, au lieu de : {_in_words(*former)}. Motif : {kept.reason}",
    )


def _in_words(amount: Decimal | None, on: date | None) -> str:
    if amount is None or on is None:
        return "non payé"
    return f"{euros(amount)} le {day(on)}"
