"""Avenants and payments: what the services say, and what the database refuses by itself."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from o2r.accounts.actors import Actor
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.notifications.models import Notification
from o2r.projects.conventions import services
from o2r.projects.conventions.enums import ConventionState, InstalmentKind
from o2r.projects.conventions.errors import BeyondAvenant, TooMuchAtOnce, refused_by_database
from o2r.projects.conventions.models import Avenant, Convention, Instalment
from tests.projects.conventions.factories import first_avenant, planned


def test_the_payments_of_a_year_fit_in_its_avenant(state: Actor, signed: Convention) -> None:
    planned(signed, "60000")
    with pytest.raises(BeyondAvenant, match="110\u202f000\u00a0€, plus que son avenant"):
        services.plan_instalment(
            by=state,
            avenant=first_avenant(signed),
            kind=InstalmentKind.INTERIM,
            amount=Decimal("50000"),
        )
    planned(signed, "40000", kind=InstalmentKind.BALANCE)
    assert first_avenant(signed).instalments.count() == 2


def test_thirds_that_make_the_whole_are_not_too_much(signed: Convention) -> None:
    Avenant.objects.filter(convention=signed).update(amount=Decimal("99.99"))
    for kind in (InstalmentKind.ADVANCE, InstalmentKind.INTERIM, InstalmentKind.INTERIM):
        planned(signed, "33.33", kind=kind)
    assert first_avenant(signed).instalments.count() == 3


def _insert(avenant: Avenant, amount: str) -> None:
    """Past every service: what a hand at the console would type."""
    identifier = uuid4().hex if connection.vendor == "sqlite" else str(uuid4())
    avenant_id = avenant.pk.hex if connection.vendor == "sqlite" else str(avenant.pk)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO conventions_instalment "
            "(id, avenant_id, kind, condition, amount, commitment_number) "
            "VALUES (%s, %s, 'interim', '', %s, '')",
            [identifier, avenant_id, amount],
        )


def test_the_database_refuses_raw_sql_beyond_the_avenant(signed: Convention) -> None:
    avenant = first_avenant(signed)
    _insert(avenant, "60000.00")
    with pytest.raises(IntegrityError, match="instalments exceed avenant"):
        _insert(avenant, "40000.01")
    _insert(avenant, "40000.00")
    assert avenant.instalments.count() == 2


def test_the_database_refuses_raw_changes_of_either_side(signed: Convention) -> None:
    one = planned(signed, "100000")
    with pytest.raises(IntegrityError, match="instalments exceed"), transaction.atomic():
        Instalment.objects.filter(pk=one.pk).update(amount=Decimal("100000.01"))
    with pytest.raises(IntegrityError, match="instalments exceed"), transaction.atomic():
        Avenant.objects.filter(pk=one.avenant_id).update(amount=Decimal("99999.99"))


def test_an_avenant_of_another_kind_grants_nothing(state: Actor, signed: Convention) -> None:
    other = services.record_other_avenant(by=state, convention=signed, subject="Nouveau siège")
    with pytest.raises(IntegrityError, match="instalments exceed"):
        _insert(other, "1.00")


def test_the_refusal_of_the_database_is_said_in_words(signed: Convention) -> None:
    with pytest.raises(TooMuchAtOnce, match="quelqu’un vient d’en enregistrer un autre"):
        with refused_by_database():
            _insert(first_avenant(signed), "100000.01")


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"paid_amount": Decimal("500")}, "instalment_paid_has_date_and_amount"),
        (
            {"paid_on": "2026-01-01", "paid_amount": Decimal("40000.01")},
            "instalment_paid_within_amount",
        ),
        ({"amount": Decimal("0")}, "instalment_amount_positive"),
        (
            {"kind": "interim", "paid_on": "2026-01-01", "paid_amount": Decimal("10")},
            "instalment_service_before_payment",
        ),
    ],
)
def test_the_database_refuses_a_payment_that_makes_no_sense(
    signed: Convention, changes: dict[str, object], name: str
) -> None:
    one = planned(signed, "40000")
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Instalment.objects.filter(pk=one.pk).update(**changes)


def test_a_year_has_one_financial_avenant_and_one_balance(state: Actor, signed: Convention) -> None:
    with pytest.raises(DomainError, match="a déjà son avenant financier"):
        services.plan_avenant(
            by=state,
            convention=signed,
            year=signed.years.get(rank=1),
            amount=Decimal("10"),
        )
    planned(signed, "100", kind=InstalmentKind.BALANCE)
    with pytest.raises(DomainError, match="a déjà son solde"):
        planned(signed, "100", kind=InstalmentKind.BALANCE)


def test_a_payment_waits_for_the_avenant_of_its_year(
    state: Actor, operator: Actor, signed: Convention
) -> None:
    avenant = services.plan_avenant(
        by=state, convention=signed, year=signed.years.get(rank=2), amount=Decimal("1000")
    )
    one = services.plan_instalment(
        by=state, avenant=avenant, kind=InstalmentKind.ADVANCE, amount=Decimal("400")
    )
    today = clock.today()
    with pytest.raises(DomainError, match="aucune demande de paiement"):
        services.pay_instalment(by=state, instalment=one, paid_on=today, paid_amount=Decimal("400"))
    services.sign_avenant(by=state, avenant=avenant, signed_on=today)
    services.pay_instalment(by=state, instalment=one, paid_on=today, paid_amount=Decimal("400"))
    told = Notification.objects.filter(kind="convention-money").values_list("recipient", flat=True)
    assert set(told) == {state.user, operator.user}
    with pytest.raises(DomainError, match="ne se modifie plus"):
        services.change_avenant(by=state, avenant=avenant, amount=Decimal("2000"), subject="")
    with pytest.raises(DomainError, match="déjà signé"):
        services.sign_avenant(by=state, avenant=avenant, signed_on=today)


def test_an_interim_payment_waits_for_the_service(state: Actor, signed: Convention) -> None:
    one = planned(signed, "1000", kind=InstalmentKind.INTERIM)
    today = clock.today()
    with pytest.raises(DomainError, match="Le service fait n’est pas constaté"):
        services.pay_instalment(by=state, instalment=one, paid_on=today, paid_amount=Decimal("9"))
    services.certify_service(by=state, instalment=one, done_on=today)
    with pytest.raises(DomainError, match="ne peut pas précéder"):
        services.pay_instalment(
            by=state,
            instalment=one,
            paid_on=today - timedelta(days=1),
            paid_amount=Decimal("9"),
        )
    with pytest.raises(DomainError, match="dépasse celui du versement"):
        services.pay_instalment(
            by=state, instalment=one, paid_on=today, paid_amount=Decimal("1000.01")
        )
    services.pay_instalment(by=state, instalment=one, paid_on=today, paid_amount=Decimal("900"))
    one.refresh_from_db()
    assert (one.paid_amount, one.is_paid) == (Decimal("900.00"), True)


def test_what_is_paid_does_not_change(state: Actor, signed: Convention) -> None:
    one, today = planned(signed, "1000"), clock.today()
    services.pay_instalment(by=state, instalment=one, paid_on=today, paid_amount=Decimal("1000"))
    for act in (
        lambda: services.remove_instalment(by=state, instalment=one),
        lambda: services.certify_service(by=state, instalment=one, done_on=today),
        lambda: services.pay_instalment(
            by=state, instalment=one, paid_on=today, paid_amount=Decimal("1")
        ),
    ):
        with pytest.raises(DomainError, match="est payé"):
            act()


def test_a_payment_planned_changes_or_goes(state: Actor, signed: Convention) -> None:
    one = planned(signed, "1000")
    services.change_instalment(
        by=state,
        instalment=one,
        kind=InstalmentKind.INTERIM,
        amount=Decimal("2000"),
        condition="Bilan intermédiaire",
        due_on=None,
        commitment_number="21",
    )
    assert Instalment.objects.get(pk=one.pk).amount == Decimal("2000.00")
    with pytest.raises(BeyondAvenant):
        services.change_instalment(
            by=state,
            instalment=one,
            kind=InstalmentKind.INTERIM,
            amount=Decimal("200000"),
            condition="",
            due_on=None,
            commitment_number="",
        )
    services.remove_instalment(by=state, instalment=one)
    assert not Instalment.objects.exists()


def test_an_avenant_to_be_signed_is_corrected_above_its_payments(
    state: Actor, draft: Convention
) -> None:
    planned(draft, "5000")
    avenant = first_avenant(draft)
    with pytest.raises(BeyondAvenant):
        services.change_avenant(by=state, avenant=avenant, amount=Decimal("4999"), subject="")
    services.change_avenant(by=state, avenant=avenant, amount=Decimal("5000"), subject="Corrigé")
    assert first_avenant(draft).amount == Decimal("5000.00")


def test_nothing_is_paid_while_the_convention_is_suspended(
    state: Actor, signed: Convention
) -> None:
    one = planned(signed, "1000")
    Convention.objects.filter(pk=signed.pk).update(state=ConventionState.SUSPENDED)
    fresh = Instalment.objects.select_related("avenant__convention").get(pk=one.pk)
    with pytest.raises(DomainError, match="aucun versement ne part"):
        services.pay_instalment(
            by=state, instalment=fresh, paid_on=clock.today(), paid_amount=Decimal("1")
        )


def test_the_operator_and_another_region_write_no_money(
    operator: Actor, marc: User, signed: Convention
) -> None:
    with pytest.raises(NotAllowed, match="compléter cet échéancier"):
        services.plan_instalment(
            by=operator,
            avenant=first_avenant(signed),
            kind=InstalmentKind.ADVANCE,
            amount=Decimal("1"),
        )


def test_no_date_is_yet_to_come(state: Actor, signed: Convention) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(DomainError, match="n’est pas encore venue"):
        services.certify_service(by=state, instalment=planned(signed, "10"), done_on=tomorrow)
