"""What the State corrects: the public sheet, a signed avenant, a payment, a missing scan."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Membership, Organisation, User
from o2r.core import clock
from o2r.core.files.models import StoredFile
from o2r.core.journal.models import JournalEntry
from o2r.core.months import add_months
from o2r.core.notifications.models import Notification
from o2r.projects.conventions import recurring, services
from o2r.projects.conventions.deadlines import deadlines_for
from o2r.projects.conventions.enums import DocumentKind, ProcedureKind
from o2r.projects.conventions.models import Avenant, Convention, MoneyCorrection
from o2r.projects.models import FundedProject
from o2r.projects.services.correcting import sheet_of
from tests.accounts.factories import enter
from tests.projects.conventions.conftest import page_text, plain, working
from tests.projects.conventions.factories import first_avenant, planned

LIST = "/espace/conventions/"


def _said(client: Client, address: str, data: dict[str, object]) -> str:
    answer = client.post(address, data, follow=True)
    assert answer.status_code == 200, address
    return plain(answer.content.decode())


def _scan(name: str = "convention.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, f"%PDF-1.4 {name}".encode(), "application/pdf")


# --- The public sheet -----------------------------------------------------------------------------


def test_the_state_corrects_a_sheet_and_its_bearer_is_told(
    as_helene: Client, as_rosa: Client, operator: Actor, signed: Convention
) -> None:
    home, address = f"{LIST}{signed.pk}/", f"{LIST}{signed.pk}/fiche/"
    assert f'href="{address}"' in page_text(as_helene, home)
    form = as_helene.get(address).context["form"]
    assert not {"confirmed", "relay_mailbox", "starts_on"} & set(form.fields)
    data = {
        "revision": 0,
        "title": signed.project.title,
        "zone_expression": "dep:69",
        "phone": "01 99 00 55 55",
        "confirmed": "on",
    }
    assert "le porteur est prévenu" in _said(as_helene, address, data)
    project = FundedProject.objects.get(pk=signed.project_id)
    assert (project.phone, project.confirmed_on) == ("01 99 00 55 55", None)
    told = Notification.objects.get(kind="project-confirmation")
    assert told.recipient == operator.user
    assert JournalEntry.objects.filter(kind="project", object_id=project.pk).exists()
    assert as_rosa.get(address).status_code == 404


def test_a_bearer_goes_to_its_own_form_and_another_region_to_none(
    as_sami: Client, marc: User, operator: Actor, signed: Convention
) -> None:
    page = page_text(as_sami, f"{LIST}{signed.pk}/")
    assert f'href="/espace/projets/{signed.project.slug}/corriger/"' in page
    assert as_sami.get(f"{LIST}{signed.pk}/fiche/").status_code == 404
    assert enter(Client(), marc).get(f"{LIST}{signed.pk}/fiche/").status_code == 404
    with pytest.raises(NotAllowed):
        services.correct_sheet(
            by=operator, convention=signed, sheet=sheet_of(signed.project), revision=0
        )


def test_a_sheet_without_contact_is_said_before_the_signature(
    as_helene: Client, draft: Convention
) -> None:
    sign = f"{LIST}{draft.pk}/signer/"
    assert "La signature publiera une fiche" not in page_text(as_helene, sign)
    FundedProject.objects.filter(pk=draft.project_id).update(phone="", email="")
    Organisation.objects.filter(pk=draft.bearer_id).update(mailbox="")
    draft.project.facets.all().delete()
    for page in (page_text(as_helene, sign), page_text(as_helene, f"{LIST}{draft.pk}/")):
        assert "La signature publiera une fiche sans contact ni public" in page
        assert f'href="{LIST}{draft.pk}/fiche/"' in page


def test_the_state_is_asked_when_nobody_may_confirm(
    state: Actor, sami: User, signed: Convention
) -> None:
    Membership.objects.filter(user=sami).update(role=MembershipRole.CANDIDATE)
    Notification.objects.all().delete()
    assert signed.signed_on is not None
    due = add_months(signed.signed_on, 6) + timedelta(days=1)
    with clock.stopped_at(clock.now() + (due - clock.today())):
        recurring.remind_confirmations(clock.now())
    told = Notification.objects.get(kind="project-confirmation")
    assert told.recipient == state.user
    assert "Personne, chez le porteur" in told.body


# --- Signed acts ----------------------------------------------------------------------------------


def test_the_scan_of_a_convention_already_signed_is_joined_and_replaced(
    as_helene: Client, as_sami: Client, signed: Convention, draft: Convention
) -> None:
    home, address = f"{LIST}{signed.pk}/", f"{LIST}{signed.pk}/convention-signee/joindre/"
    assert "Joindre l’acte signé" in page_text(as_helene, home)
    assert "Joindre l’acte signé" not in page_text(as_sami, home)
    assert "Choisissez un fichier." in _said(as_helene, address, {})
    assert "L’acte est joint" in _said(as_helene, address, {"scan": _scan()})
    signed.refresh_from_db()
    first = signed.signed_scan
    assert StoredFile.objects.attached_to("convention", signed.pk).filter(pk=first).exists()
    assert "celui-ci le remplacera" in page_text(as_helene, address)
    _said(as_helene, address, {"scan": _scan("mieux.pdf")})
    signed.refresh_from_db()
    assert signed.signed_scan not in (None, first)
    early = f"{LIST}{draft.pk}/convention-signee/joindre/"
    assert "n’est pas signée" in _said(as_helene, early, {"scan": _scan()})
    assert as_sami.get(address).status_code == 404


def test_the_scan_of_an_avenant_is_joined_then_read_once_it_is_checked(
    as_helene: Client, as_sami: Client, as_rosa: Client, signed: Convention
) -> None:
    avenant = first_avenant(signed)
    address = f"{LIST}{signed.pk}/avenants/{avenant.pk}/acte-signe/"
    assert "L’acte est joint" in _said(as_helene, f"{address}joindre/", {"scan": _scan()})
    avenant.refresh_from_db()
    kept = StoredFile.objects.get(pk=avenant.scan)
    assert f'href="{address}"' in page_text(as_sami, f"{LIST}{signed.pk}/")
    answer = as_sami.get(address)
    assert kept.is_servable is (answer.status_code == 200)
    assert as_rosa.get(address).status_code == 404
    second = services.plan_avenant(
        by=_state_of(as_helene), convention=signed, year=signed.years.get(rank=2), amount=Decimal(9)
    )
    unsigned = f"{LIST}{signed.pk}/avenants/{second.pk}/acte-signe/"
    assert "n’est pas signé" in _said(as_helene, f"{unsigned}joindre/", {"scan": _scan()})
    page = _said_get(as_helene, unsigned)
    assert "Aucun document signé ne peut être lu" in page


def _state_of(client: Client) -> Actor:
    return client.get(LIST).wsgi_request.actor  # type: ignore[attr-defined,no-any-return]


def _said_get(client: Client, address: str) -> str:
    return plain(client.get(address, follow=True).content.decode())


# --- What was signed or paid ----------------------------------------------------------------------


def test_a_payment_typed_wrong_is_corrected_with_its_reason(
    as_helene: Client, as_sami: Client, state: Actor, operator: Actor, signed: Convention
) -> None:
    one, today = planned(signed, "40000"), clock.today()
    services.pay_instalment(by=state, instalment=one, paid_on=today, paid_amount=Decimal("4000"))
    Notification.objects.all().delete()
    here = f"{LIST}{signed.pk}/echeancier/{one.pk}/"
    assert f'href="{here}corriger-le-paiement/"' in page_text(as_helene, here)
    data = {"paid_on": today.isoformat(), "paid_amount": "40000", "reason": "Un zéro oublié."}
    wrong = _said(as_helene, f"{here}corriger-le-paiement/", {**data, "paid_amount": "40001"})
    assert "dépasse celui du versement" in wrong
    assert (
        "donnez"
        in _said(as_helene, f"{here}corriger-le-paiement/", {**data, "paid_on": ""}).lower()
    )
    assert "Le paiement est corrigé." in _said(as_helene, f"{here}corriger-le-paiement/", data)
    one.refresh_from_db()
    assert one.paid_amount == Decimal("40000")
    kept = MoneyCorrection.objects.get()
    assert (kept.former_amount, kept.new_amount) == (Decimal("4000"), Decimal("40000"))
    page = page_text(as_sami, f"{LIST}{signed.pk}/")
    assert "Avance de l’année 1" in page
    assert "Motif : Un zéro oublié." in page
    told = Notification.objects.filter(kind="convention-money").values_list("recipient", flat=True)
    assert set(told) == {state.user, operator.user}
    # Paid, then corrected.
    entries = JournalEntry.objects.filter(kind="convention", object_id=signed.pk)
    assert entries.filter(action="update", fields="payment").count() == 2
    assert as_sami.get(f"{here}corriger-le-paiement/").status_code == 404


def test_a_payment_that_was_not_made_is_taken_back(state: Actor, signed: Convention) -> None:
    one, today = planned(signed, "10"), clock.today()
    with pytest.raises(DomainError, match="n’est pas payé"):
        services.correct_payment(
            by=state, instalment=one, paid_on=None, paid_amount=None, reason="Non."
        )
    services.pay_instalment(by=state, instalment=one, paid_on=today, paid_amount=Decimal(10))
    for reason, paid, match in (("  ", None, "motivée"), ("Oui.", Decimal(10), "Rien ne change")):
        with pytest.raises(DomainError, match=match):
            services.correct_payment(
                by=state,
                instalment=one,
                paid_on=today if paid else None,
                paid_amount=paid,
                reason=reason,
            )
    services.correct_payment(
        by=state, instalment=one, paid_on=None, paid_amount=None, reason="Mandat rejeté."
    )
    one.refresh_from_db()
    assert not one.is_paid
    services.remove_instalment(by=state, instalment=one)


def test_a_signed_avenant_is_corrected_and_never_below_what_is_planned(
    as_helene: Client, as_sami: Client, signed: Convention
) -> None:
    avenant = first_avenant(signed)
    planned(signed, "40000")
    address = f"{LIST}{signed.pk}/avenants/{avenant.pk}/corriger/"
    assert f'href="{address}"' in page_text(as_helene, f"{LIST}{signed.pk}/")
    assert avenant.signed_on is not None
    data = {"signed_on": avenant.signed_on.isoformat(), "reason": "Avenant modificatif n° 4."}
    assert "font déjà" in _said(as_helene, address, {**data, "amount": "39999"})
    assert "L’avenant est corrigé." in _said(as_helene, address, {**data, "amount": "95000"})
    avenant.refresh_from_db()
    assert avenant.amount == Decimal("95000")
    assert MoneyCorrection.objects.get().former_amount == Decimal("100000")
    assert as_sami.get(address).status_code == 404
    assert Avenant.objects.filter(convention=signed).count() == 1


# --- What is due ----------------------------------------------------------------------------------


def test_an_operator_is_reminded_of_the_day_to_answer(
    state: Actor, operator: Actor, signed: Convention
) -> None:
    until = clock.today() + timedelta(days=15)
    procedure = services.open_procedure(
        by=state,
        convention=signed,
        kind=ProcedureKind.SUSPENSION,
        reasons="Motifs.",
        observations_before=until,
    )
    (due,) = [one for one in deadlines_for(operator) if one.kind == "reply"]
    assert (due.date, due.link) == (until, f"{LIST}procedures/{procedure.pk}/")
    services.answer_procedure(by=operator, procedure=procedure, observations="Voici.")
    assert "reply" not in {one.kind for one in deadlines_for(operator)}


def test_the_state_is_reminded_of_what_it_signs(
    state: Actor, operator: Actor, draft: Convention, signed: Convention
) -> None:
    year = signed.years.get(rank=2)
    services.plan_avenant(by=state, convention=signed, year=year, amount=Decimal("10"))
    due = [(one.date, one.is_late) for one in deadlines_for(state) if one.kind == "signature"]
    assert due == [(draft.starts_on, True), (year.starts_on, False)]
    second = signed.avenants.get(number=2)
    services.sign_avenant(by=state, avenant=second, signed_on=clock.today())
    services.record_other_avenant(by=state, convention=signed, subject="Nouveau siège")
    last = [one for one in deadlines_for(state) if one.kind == "signature"][-1]
    assert last.title.startswith("Avenant n° 3 à signer")
    assert (last.date, last.is_late) == (clock.today(), False)
    assert "signature" not in {one.kind for one in deadlines_for(operator)}


# --- Papers and words -----------------------------------------------------------------------------


def test_papers_leave_as_files_for_who_may_export(
    as_helene: Client, as_sami: Client, dreets: Organisation, signed: Convention
) -> None:
    address = f"{LIST}{signed.pk}/document"
    for client in (as_helene, as_sami):
        assert client.get(f"{address}.docx").content.startswith(b"PK")
    manager = working("Claire", dreets, MembershipRole.PLATFORM_MANAGER)
    as_claire = enter(Client(), manager)
    page = page_text(as_claire, f"{address}/")
    assert "document.docx" not in page
    assert "Imprimer" in page
    assert as_claire.get(f"{address}.docx").status_code == 404


def test_a_document_agrees_with_what_is_said_of_it() -> None:
    assert DocumentKind.ACCOUNTS.agreed("reçu") == "comptes annuels reçus"
    assert DocumentKind.FORECAST_ACTIVITY.agreed("validé") == "prévisions d’activités validées"
    assert DocumentKind.FORECAST_BUDGET.agreed("reçu") == "budget prévisionnel reçu"
