"""What follows the signature: documents, figures, controls, measures, what comes back by itself."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from o2r.accounts.actors import Actor
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.core.months import add_months
from o2r.core.notifications.models import Mail, Notification
from o2r.projects.conventions import recurring, services
from o2r.projects.conventions.deadlines import deadlines_for
from o2r.projects.conventions.enums import (
    ControlKind,
    ConventionState,
    DocumentState,
    InstalmentKind,
    ProcedureDecision,
    ProcedureKind,
)
from o2r.projects.conventions.models import (
    AnnualDocument,
    Convention,
    ConventionReminder,
    Procedure,
    SiegYear,
)
from o2r.projects.conventions.selectors import (
    is_to_be_renewed,
    sieg_check,
    years_shown,
)
from o2r.projects.enums import PublicationState
from o2r.projects.models import FundedProject
from tests.projects.conventions.factories import planned, signed


def _file(name: str = "bilan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4 essai", "application/pdf")


def _document(convention: Convention, kind: str = "forecast-budget") -> AnnualDocument:
    rows = AnnualDocument.objects.with_convention()
    return rows.get(year__convention=convention, year__rank=1, kind=kind)


def _told(kind: str) -> set[object]:
    return set(Notification.objects.filter(kind=kind).values_list("recipient", flat=True))


def test_a_document_goes_from_late_to_validated(
    state: Actor, operator: Actor, signed: Convention
) -> None:
    document = _document(signed)
    assert document.state is DocumentState.LATE
    with pytest.raises(DomainError, match="pas encore reçu"):
        services.validate_document(by=state, document=document)
    services.send_document(by=operator, document=document, upload=_file(), note="Version signée")
    assert document.state is DocumentState.RECEIVED
    assert document.came_late
    services.validate_document(by=state, document=document)
    assert document.state is DocumentState.VALIDATED
    with pytest.raises(DomainError, match="déjà validé"):
        services.send_document(by=operator, document=document, upload=_file("autre.pdf"))
    services.ask_document_again(by=state, document=document, reason="Il manque une page.")
    assert document.state is DocumentState.LATE
    assert _told("convention-document") == {state.user, operator.user}
    with pytest.raises(DomainError, match="déjà attendu"):
        services.ask_document_again(by=state, document=document, reason="Encore.")


def test_the_state_changes_the_date_and_the_operator_does_not(
    state: Actor, operator: Actor, signed: Convention
) -> None:
    document, later = _document(signed), clock.today() + timedelta(days=10)
    with pytest.raises(NotAllowed, match="changer cette échéance"):
        services.postpone_document(by=operator, document=document, due_on=later)
    services.postpone_document(by=state, document=document, due_on=later)
    assert document.state is DocumentState.EXPECTED


def test_a_stranger_sends_nothing_and_nobody_before_the_signature(
    operator: Actor, stranger: Actor, signed: Convention, draft: Convention
) -> None:
    with pytest.raises(NotAllowed, match="envoyer ce document"):
        services.send_document(by=stranger, document=_document(signed), upload=_file())
    with pytest.raises(DomainError, match="n’est pas signée"):
        services.send_document(by=operator, document=_document(draft), upload=_file())
    with pytest.raises(DomainError, match="vide"):
        services.send_document(
            by=operator,
            document=_document(signed),
            upload=SimpleUploadedFile("vide.pdf", b"", "application/pdf"),
        )


def test_the_database_keeps_the_order_of_a_document(signed: Convention) -> None:
    document = _document(signed)
    with pytest.raises(IntegrityError, match="annual_document_received_first"):
        with transaction.atomic():
            AnnualDocument.objects.filter(pk=document.pk).update(validated_on=clock.today())


def test_overcompensation_shows_its_parameters_to_be_verified(
    state: Actor, operator: Actor, signed: Convention
) -> None:
    first = signed.years.get(rank=1)
    assert sieg_check(signed, years_shown(signed)) is None
    figures = {"cost": Decimal(100), "revenue": Decimal(20), "compensation": Decimal(100)}
    with pytest.raises(NotAllowed, match="comptes du service public"):
        services.record_sieg(by=operator, year=first, **figures)
    services.record_sieg(by=state, year=first, **figures)
    services.record_sieg(by=state, year=first, **{**figures, "revenue": Decimal(30)})
    assert SiegYear.objects.count() == 1
    shown = sieg_check(signed, years_shown(signed))
    assert shown is not None
    assert (shown.result.overcompensation, shown.result.to_repay) == (Decimal(30), Decimal(20))
    assert shown.carry_over.caution == "(à vérifier)"
    assert shown.kept_until == add_months(signed.ends_on, 120)


def test_a_control_is_kept_and_never_announced(state: Actor, signed: Convention) -> None:
    today = clock.today()
    services.record_control(
        by=state,
        convention=signed,
        kind=ControlKind.ON_SITE,
        done_on=today,
        findings="Deux postes vacants.",
    )
    with pytest.raises(DomainError, match="une fois fait"):
        services.record_control(
            by=state,
            convention=signed,
            kind=ControlKind.ON_FILE,
            done_on=today + timedelta(days=1),
            findings="Rien.",
        )
    assert signed.controls.count() == 1


def _opened(by: Actor, convention: Convention, kind: ProcedureKind) -> Procedure:
    return services.open_procedure(
        by=by,
        convention=convention,
        kind=kind,
        reasons="Les moyens prévus manquent.",
        observations_before=clock.today() + timedelta(days=15),
    )


def test_nothing_is_decided_before_the_operator_is_heard(
    state: Actor, operator: Actor, signed: Convention
) -> None:
    procedure = _opened(state, signed, ProcedureKind.SUSPENSION)
    assert _told("convention-procedure") == {state.user, operator.user}
    with pytest.raises(DomainError, match="n’a encore rien envoyé"):
        services.decide_procedure(
            by=state, procedure=procedure, decision=ProcedureDecision.APPLIED, reasons="Oui."
        )
    services.answer_procedure(by=operator, procedure=procedure, observations="Nous recrutons.")
    with pytest.raises(NotAllowed):
        services.decide_procedure(
            by=operator, procedure=procedure, decision=ProcedureDecision.DROPPED, reasons="Non."
        )
    with pytest.raises(DomainError, match="motivée"):
        services.decide_procedure(
            by=state, procedure=procedure, decision=ProcedureDecision.APPLIED, reasons="  "
        )
    services.decide_procedure(
        by=state, procedure=procedure, decision=ProcedureDecision.APPLIED, reasons="Postes vacants."
    )
    signed.refresh_from_db()
    assert signed.state == ConventionState.SUSPENDED
    assert signed.project.is_shown
    with pytest.raises(DomainError, match="déjà décidée"):
        services.decide_procedure(
            by=state, procedure=procedure, decision=ProcedureDecision.DROPPED, reasons="Non."
        )
    with pytest.raises(DomainError, match="ne se reçoivent plus"):
        services.answer_procedure(by=operator, procedure=procedure, observations="Encore.")
    with pytest.raises(DomainError, match="déjà suspendue"):
        _opened(state, signed, ProcedureKind.SUSPENSION)
    services.resume_convention(by=state, convention=signed, reason="Postes pourvus.")
    assert signed.state == ConventionState.SIGNED
    with pytest.raises(DomainError, match="n’est pas suspendue"):
        services.resume_convention(by=state, convention=signed, reason="Encore.")


def test_silence_lets_the_decision_come_after_the_day(state: Actor, signed: Convention) -> None:
    procedure = _opened(state, signed, ProcedureKind.TERMINATION)
    with pytest.raises(DomainError, match="déjà ouverte"):
        _opened(state, signed, ProcedureKind.SUSPENSION)
    with clock.stopped_at(clock.now() + timedelta(days=16)):
        services.decide_procedure(
            by=state,
            procedure=procedure,
            decision=ProcedureDecision.APPLIED,
            reasons="Aucune réponse.",
            repayment=Decimal("1200.50"),
        )
    signed.refresh_from_db()
    project = FundedProject.objects.get(pk=signed.project_id)
    assert (signed.state, project.state) == (
        ConventionState.TERMINATED,
        PublicationState.WITHDRAWN,
    )
    with pytest.raises(DomainError, match="n’est pas en cours"):
        _opened(state, signed, ProcedureKind.TERMINATION)


def test_the_database_hears_first(state: Actor, signed: Convention) -> None:
    procedure = _opened(state, signed, ProcedureKind.TERMINATION)
    with pytest.raises(IntegrityError, match="procedure_hears_first"), transaction.atomic():
        Procedure.objects.filter(pk=procedure.pk).update(
            decision="applied", decided_on=clock.today()
        )
    with pytest.raises(DomainError, match="suit celle de la notification"):
        services.open_procedure(
            by=state,
            convention=signed,
            kind=ProcedureKind.TERMINATION,
            reasons="Vite.",
            observations_before=clock.today(),
        )


# --- What comes back by itself --------------------------------------------------------------------


def test_a_late_document_is_recalled_once_a_fortnight(
    state: Actor, operator: Actor, signed: Convention
) -> None:
    Notification.objects.all().delete()
    Mail.objects.all().delete()
    now = clock.now()
    assert recurring.remind_late_documents(now) == "2 document(s) en retard rappelé(s)."
    assert recurring.remind_late_documents(now) == ""
    assert _told("convention-document") == {state.user, operator.user}
    assert Mail.objects.count() == 2
    with clock.stopped_at(now + timedelta(days=15)):
        assert recurring.remind_late_documents(clock.now()).startswith("2 document(s)")
    subject = Notification.objects.order_by("created_at", "pk").first()
    assert subject is not None
    assert subject.subject.startswith("En retard : ")


def _at(day: object) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(f"{day}T12:00:00"))


def test_the_end_is_announced_in_time_then_the_convention_is_closed(
    state: Actor, operator: Actor, signed: Convention
) -> None:
    alert = add_months(signed.ends_on, -9)
    with clock.stopped_at(_at(alert - timedelta(days=1))):
        assert recurring.watch_terms(clock.now()) == ""
    with clock.stopped_at(_at(alert)):
        assert (
            recurring.watch_terms(clock.now()) == "0 convention(s) close(s), 1 terme(s) annoncé(s)."
        )
        assert recurring.watch_terms(clock.now()) == ""
        assert is_to_be_renewed(signed, clock.today())
    with clock.stopped_at(_at(signed.ends_on)):
        assert recurring.watch_terms(clock.now()) == ""
    with clock.stopped_at(_at(signed.ends_on + timedelta(days=1))):
        assert recurring.watch_terms(clock.now()).startswith("1 convention(s) close(s)")
    signed.refresh_from_db()
    assert signed.state == ConventionState.ENDED
    assert not FundedProject.objects.get(pk=signed.project_id).is_shown


def test_a_renewal_prepared_ends_the_alert(state: Actor, signed: Convention) -> None:
    services.renew_convention(by=state, convention=signed, reference="2029-ARA-01")
    assert not is_to_be_renewed(signed, signed.ends_on)


def test_a_convention_does_not_end_before_its_term(state: Actor, signed: Convention) -> None:
    with pytest.raises(DomainError, match="court jusqu’au"):
        services.end_convention(by=state, convention=signed)


def test_a_page_is_to_be_confirmed_every_six_months(
    state: Actor, operator: Actor, signed: Convention
) -> None:
    Notification.objects.all().delete()
    assert signed.signed_on is not None
    due = add_months(signed.signed_on, 6)
    with clock.stopped_at(_at(due)):
        assert recurring.remind_confirmations(clock.now()) == ""
    with clock.stopped_at(_at(due + timedelta(days=1))):
        assert recurring.remind_confirmations(clock.now()) == "1 fiche(s) à confirmer rappelée(s)."
        assert recurring.remind_confirmations(clock.now()) == ""
    assert _told("project-confirmation") == {operator.user}
    with clock.stopped_at(_at(due + timedelta(days=31))):
        assert recurring.remind_confirmations(clock.now()).startswith("1 fiche")
    FundedProject.objects.filter(pk=signed.project_id).update(confirmed_on=due)
    with clock.stopped_at(_at(due + timedelta(days=62))):
        assert recurring.remind_confirmations(clock.now()) == ""
    assert ConventionReminder.objects.filter(kind="confirmation").count() == 2


def test_a_project_without_convention_reminds_its_team_only(
    state: Actor, operator: Actor, bearer: Organisation
) -> None:
    FundedProject.objects.create(
        slug="ancien",
        title="Projet ancien",
        bearer=bearer,
        zone_expression="dep:69",
        zone_vintage=2026,
        state=PublicationState.PUBLISHED,
        confirmed_on=add_months(clock.today(), -7),
    )
    assert recurring.remind_confirmations(clock.now()).startswith("1 fiche")
    told = Notification.objects.get()
    assert (told.recipient, told.link) == (operator.user, "/espace/projets/")


def test_pages_to_confirm_make_one_news_for_each_person(
    state: Actor, operator: Actor, bearer: Organisation
) -> None:
    for rank in range(3):
        FundedProject.objects.create(
            slug=f"ancien-{rank}",
            title=f"Projet ancien {rank}",
            bearer=bearer,
            zone_expression="dep:69",
            zone_vintage=2026,
            state=PublicationState.PUBLISHED,
            confirmed_on=add_months(clock.today(), -7),
        )
    said = recurring.remind_confirmations(clock.now())
    assert said == "3 fiche(s) à confirmer rappelée(s)."
    told = Notification.objects.get()
    assert (told.recipient, told.subject) == (operator.user, "3 fiches à confirmer")
    assert all(f"- Projet ancien {rank}, pas confirmée" in told.body for rank in range(3))
    assert recurring.remind_confirmations(clock.now()) == ""


# --- What is due ----------------------------------------------------------------------------------


def test_what_is_due_is_what_one_may_meet(
    state: Actor, operator: Actor, stranger: Actor, marc: User, signed: Convention
) -> None:
    planned(signed, "1000", due_on=clock.today())
    found = deadlines_for(operator)
    assert found == deadlines_for(state)
    assert [one.date for one in found] == sorted(one.date for one in found)
    kinds = [one.kind for one in found]
    assert kinds.count("document") == 12
    assert {"instalment", "convention-end", "confirmation"} <= set(kinds)
    assert sum(one.is_late for one in found) == 2
    assert deadlines_for(stranger) == []


def test_what_is_due_takes_few_queries(
    operator: Actor,
    bearer: Organisation,
    dreets: Organisation,
    django_assert_max_num_queries: object,
) -> None:
    for _ in range(3):
        planned(signed(bearer, dreets), "10", kind=InstalmentKind.ADVANCE, due_on=clock.today())
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        assert len(deadlines_for(operator)) == 3 * 15
