"""The pages: who opens which, what they say, and how many queries they take."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from o2r.accounts.actors import CONSOLE, Actor
from o2r.accounts.enums import MembershipRole, OrganisationKind
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.core.months import add_months
from o2r.projects.conventions import services
from o2r.projects.conventions.enums import ConventionState, InstalmentKind, ProcedureKind
from o2r.projects.conventions.models import AnnualDocument, Avenant, Convention, Instalment
from o2r.projects.models import FundedProject
from tests.accounts.factories import OrganisationFactory, enter
from tests.projects.conventions.conftest import page_text, plain, working
from tests.projects.conventions.factories import draft as make_draft
from tests.projects.conventions.factories import first_avenant, planned
from tests.projects.conventions.factories import signed as make_signed

LIST = "/espace/conventions/"


def _said(client: Client, address: str, data: dict[str, object]) -> str:
    answer = client.post(address, data, follow=True)
    assert answer.status_code == 200, address
    return plain(answer.content.decode())


def test_each_one_sees_their_conventions(
    as_helene: Client, as_sami: Client, as_rosa: Client, marc: User, signed: Convention
) -> None:
    assert "Portes du Sud" in page_text(as_helene, LIST)
    assert "Portes du Sud" in page_text(as_sami, LIST)
    assert "Portes du Sud" not in page_text(as_rosa, LIST)
    as_marc = enter(Client(), marc)
    assert "Portes du Sud" not in page_text(as_marc, LIST)
    address = f"{LIST}{signed.pk}/"
    assert page_text(as_sami, address)
    for other in (as_rosa, as_marc):
        assert other.get(address).status_code == 404


def test_who_does_not_coordinate_opens_no_convention(nour: User, signed: Convention) -> None:
    client = enter(Client(), nour)
    assert client.get(LIST).status_code == 404
    assert client.get(f"{LIST}{signed.pk}/").status_code == 404


def test_the_list_is_filtered(
    as_helene: Client, bearer: Organisation, dreets: Organisation, signed: Convention
) -> None:
    make_draft(bearer, dreets, title="En préparation", reference="D-1")
    assert "2 conventions" in page_text(as_helene, LIST)
    assert "Portes du Sud" not in page_text(as_helene, f"{LIST}?state=draft")
    assert "En préparation</th>" not in page_text(as_helene, f"{LIST}?late=on")
    assert "Portes du Sud" in page_text(as_helene, f"{LIST}?late=on")
    assert "2 en retard" in page_text(as_helene, f"{LIST}?q=portes")
    assert "Aucune convention ne répond" in page_text(as_helene, f"{LIST}?q=ailleurs")
    assert "2 conventions" in page_text(as_helene, f"{LIST}?state=inconnu")


def test_a_region_is_asked_of_who_serves_several_and_said_where_it_tells_apart(
    as_helene: Client, as_sami: Client, bearer: Organisation, dreets: Organisation
) -> None:
    make_signed(bearer, dreets, title="Ici")
    assert "Auvergne-Rhône-Alpes" not in page_text(as_sami, LIST)
    make_signed(bearer, dreets, title="Au loin", region="93")
    assert "Auvergne-Rhône-Alpes" in page_text(as_sami, LIST)
    assert "Toutes les régions" not in page_text(as_helene, LIST)
    national = working(
        "Paul",
        OrganisationFactory(kind=OrganisationKind.DGEFP),
        MembershipRole.NATIONAL_OFFICER,
    )
    as_paul = enter(Client(), national)
    assert "Toutes les régions" in page_text(as_paul, LIST)
    assert "Ici" not in page_text(as_paul, f"{LIST}?region=93")


def test_the_page_says_first_what_is_late_and_folds_what_is_settled(
    as_sami: Client, signed: Convention
) -> None:
    address = f"{LIST}{signed.pk}/"
    page = page_text(as_sami, address)
    assert "2 documents en retard" in page
    assert "tous payés" not in page
    whole = planned(signed, "100000")
    services.pay_instalment(
        by=CONSOLE, instalment=whole, paid_on=clock.today(), paid_amount=whole.amount
    )
    AnnualDocument.objects.of(signed).filter(due_on__lt=clock.today()).update(
        received_on=clock.today()
    )
    page = page_text(as_sami, address)
    assert "en retard" not in page
    assert "Versements de l’année 1, tous payés" in page


def test_the_list_counts_what_is_late_granted_and_paid(
    state: object, as_helene: Client, signed: Convention
) -> None:
    one = planned(signed, "40000")
    services.pay_instalment(
        by=state,  # type: ignore[arg-type]
        instalment=one,
        paid_on=clock.today(),
        paid_amount=one.amount,
    )
    AnnualDocument.objects.filter(year__convention=signed, kind="forecast-budget").update(
        received_on=clock.today()
    )
    found = Convention.objects.with_progress().get(pk=signed.pk)
    assert (found.late_documents, found.granted, found.paid) == (1, 100000, 40000)  # type: ignore[attr-defined]
    first_report = AnnualDocument.objects.get(
        year__convention=signed, year__rank=2, kind="forecast-activity"
    )
    assert found.next_due_on == first_report.due_on  # type: ignore[attr-defined]
    page = page_text(as_helene, LIST)
    assert "100 000 €" in page
    assert "1 en retard" in page


def _queries(client: Client, address: str) -> int:
    """How many questions a page asks the database; savepoints and scopes of the belt ask none."""
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    marks = ("SAVEPOINT", "RELEASE", "SELECT set_config")
    return sum(not one["sql"].startswith(marks) for one in found.captured_queries)


def test_the_list_takes_few_queries_however_long(
    as_helene: Client, as_sami: Client, bearer: Organisation, dreets: Organisation
) -> None:
    made = [make_signed(bearer, dreets)]
    before = _queries(as_helene, LIST)
    made += [make_signed(bearer, dreets) for _ in range(8)]
    planned(made[0], "100")
    assert _queries(as_helene, LIST) == before
    assert before <= 12
    assert _queries(as_sami, f"{LIST}?late=on&q=aller") <= 12


def test_the_page_shows_every_section(as_sami: Client, signed: Convention) -> None:
    planned(signed, "40000", condition="À la signature")
    page = page_text(as_sami, f"{LIST}{signed.pk}/")
    for words in (
        "L’essentiel",
        "Mentions obligatoires",
        "Échéancier de l’année 1",
        "À la signature",
        "Documents annuels",
        "Service public (SIEG)",
        "Contrôles et mesures",
        "Historique",
        "à confirmer avant le",
        "Confirmer la fiche",
    ):
        assert words in page, words
    assert "Prévoir un versement" not in page
    assert "Signer" not in page


def test_the_bearer_confirms_the_page_in_one_click(as_sami: Client, signed: Convention) -> None:
    FundedProject.objects.filter(pk=signed.project_id).update(
        confirmed_on=add_months(clock.today(), -7)
    )
    assert "non confirmée depuis le" in page_text(as_sami, f"{LIST}{signed.pk}/")
    public = page_text(Client(), f"/projets/{signed.project.slug}/")
    assert "Non confirmé depuis le" in public
    assert "appelez l’équipe avant d’orienter quelqu’un" in public
    assert "Non confirmé depuis six mois" in page_text(as_sami, "/espace/projets/")
    as_sami.post(f"/espace/projets/{signed.project.slug}/confirmer/")
    assert "Non confirmé" not in page_text(Client(), f"/projets/{signed.project.slug}/")


def test_signing_on_screen(as_helene: Client, draft: Convention) -> None:
    address = f"{LIST}{draft.pk}/signer/"
    assert "La signature publie le projet" in page_text(as_helene, address)
    assert "obligatoire" in _said(as_helene, address, {})
    upload = SimpleUploadedFile("signee.pdf", b"%PDF-1.4 essai", "application/pdf")
    page = _said(
        as_helene,
        address,
        {"signed_on": clock.today().isoformat(), "commitment_number": "210", "scan": upload},
    )
    assert "La convention est signée ; la fiche du projet est publiée." in page
    assert "copie numérisée" in page
    found = _said(as_helene, address, {"signed_on": clock.today().isoformat()})
    assert "ne peut pas passer" in found
    assert "Aucun document signé ne peut être lu" in _page_after(
        as_helene, f"{LIST}{draft.pk}/convention-signee/"
    )


def _page_after(client: Client, address: str) -> str:
    return client.get(address, follow=True).content.decode()


def test_mentions_are_written_then_the_draft_says_them(
    as_helene: Client, bearer: Organisation, dreets: Organisation
) -> None:
    made = make_draft(bearer, dreets, mentions={})
    assert "Mentions qui manquent encore" in page_text(as_helene, f"{LIST}{made.pk}/signer/")
    assert "4 mentions manquent encore" in page_text(as_helene, f"{LIST}{made.pk}/")
    _said(as_helene, f"{LIST}{made.pk}/mentions/", {"means": "Quatre professionnels."})
    paper = page_text(as_helene, f"{LIST}{made.pk}/document/")
    assert "Quatre professionnels." in paper
    assert "[à compléter]" in paper


@pytest.mark.parametrize(
    ("kind", "start"), [("docx", b"PK"), ("pdf", b"%PDF")], ids=["docx", "pdf"]
)
def test_the_draft_and_the_avenant_are_files(
    as_sami: Client, signed: Convention, kind: str, start: bytes
) -> None:
    planned(signed, "40000")
    avenant = first_avenant(signed)
    for address in (
        f"{LIST}{signed.pk}/document.{kind}",
        f"{LIST}{signed.pk}/avenants/{avenant.pk}/document.{kind}",
    ):
        answer = as_sami.get(address)
        if answer.status_code == 302:
            pytest.skip("pango is absent")
        assert answer.content.startswith(start)
        assert "no-store" in answer["Cache-Control"]


def test_without_pango_the_pdf_leads_to_the_page_to_print(
    as_sami: Client, signed: Convention, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("o2r.core.documents.printing._weasyprint", lambda: None)
    answer = as_sami.get(f"{LIST}{signed.pk}/document.pdf")
    assert answer["Location"] == f"{LIST}{signed.pk}/document/"
    assert "Imprimer" in page_text(as_sami, answer["Location"])


def test_money_on_screen(as_helene: Client, signed: Convention) -> None:
    here = f"{LIST}{signed.pk}/"
    avenant = first_avenant(signed)
    data = {"avenant": avenant.pk, "kind": "interim", "amount": "40 000,50"}
    assert "Le versement est dans l’échéancier." in _said(
        as_helene, f"{here}echeancier/nouveau/", data
    )
    assert "plus que son avenant" in _said(
        as_helene, f"{here}echeancier/nouveau/", {**data, "amount": "60000"}
    )
    one = Instalment.objects.get()
    assert str(one.amount) == "40000.50"
    address, today = f"{here}echeancier/{one.pk}/", clock.today().isoformat()
    assert "Acompte de 40 000,50 €" in page_text(as_helene, address)
    pay = {"act": "pay", "paiement-paid_on": today, "paiement-paid_amount": "40000,50"}
    assert "Le service fait n’est pas constaté" in _said(as_helene, address, pay)
    service = {"act": "service", "service-done_on": today}
    assert "Le service fait est constaté." in _said(as_helene, address, service)
    change = {
        "act": "change",
        "versement-kind": "interim",
        "versement-amount": "abc",
    }
    assert "pas un montant" in _said(as_helene, address, change)
    assert "à jour" in _said(as_helene, address, {**change, "versement-amount": "40000,50"})
    assert "Le paiement est enregistré." in _said(as_helene, address, pay)
    assert "ne se modifie plus" in page_text(as_helene, address)
    assert "est payé" in _said(as_helene, f"{address}retirer/", {})


def test_a_payment_is_taken_out_on_screen(as_helene: Client, signed: Convention) -> None:
    one = planned(signed, "10")
    address = f"{LIST}{signed.pk}/echeancier/{one.pk}/"
    _said(as_helene, address, {"act": "remove"})
    assert f'href="{address}retirer/"' in page_text(as_helene, address)
    assert "disparaissent" in page_text(as_helene, f"{address}retirer/")
    assert as_helene.get(address).status_code == 200
    assert "retiré de l’échéancier" in _said(as_helene, f"{address}retirer/", {})
    assert as_helene.get(address).status_code == 404


def test_avenants_on_screen(as_helene: Client, signed: Convention) -> None:
    here = f"{LIST}{signed.pk}/avenants/"
    second = signed.years.get(rank=2)
    assert "porte un montant" in _said(as_helene, f"{here}nouveau/", {"year": second.pk})
    assert "ce que cet avenant change" in _said(as_helene, f"{here}nouveau/", {})
    _said(as_helene, f"{here}nouveau/", {"year": second.pk, "amount": "5000"})
    _said(as_helene, f"{here}nouveau/", {"subject": "Nouveau siège"})
    planned_one, other = (
        Avenant.objects.filter(convention=signed).exclude(number=1).order_by("number")
    )
    _said(as_helene, f"{here}{planned_one.pk}/", {"amount": "6000", "subject": "Année 2"})
    planned_one.refresh_from_db()
    assert str(planned_one.amount) == "6000.00"
    today = clock.today().isoformat()
    assert "L’avenant est signé." in _said(
        as_helene, f"{here}{planned_one.pk}/signer/", {"signed_on": today}
    )
    assert "ne se modifie plus" in _said(as_helene, f"{here}{planned_one.pk}/", {})
    assert "Nouveau siège" in page_text(as_helene, f"{LIST}{signed.pk}/")
    assert as_helene.get(f"{here}{signed.pk}/").status_code == 404
    assert other.kind == "other"


def test_a_document_on_screen(as_helene: Client, as_sami: Client, signed: Convention) -> None:
    document = AnnualDocument.objects.get(
        year__convention=signed, year__rank=1, kind="forecast-budget"
    )
    address = f"{LIST}documents/{document.pk}/"
    page = page_text(as_sami, address)
    assert "en retard" in page
    assert "Valider, redemander" not in page
    assert "Choisissez un fichier." in _said(as_sami, address, {})
    upload = SimpleUploadedFile("budget.pdf", b"%PDF-1.4 essai", "application/pdf")
    assert "Le document est envoyé." in _said(as_sami, address, {"file": upload})
    assert as_sami.get(f"{address}repondre/").status_code == 404
    answer = f"{address}repondre/"
    assert "Valider le document" in page_text(as_helene, answer)
    later = (clock.today() + timedelta(days=9)).isoformat()
    assert "L’échéance est changée." in _said(
        as_helene, answer, {"act": "postpone", "due_on": later}
    )
    assert "redemandé" in _said(as_helene, answer, {"act": "again", "reason": "Une page manque."})
    assert "Une page manque." in page_text(as_sami, address)
    again = SimpleUploadedFile("budget2.pdf", b"%PDF-1.4 essai 2", "application/pdf")
    _said(as_sami, address, {"file": again})
    assert "Le document est validé." in _said(as_helene, answer, {"act": "validate"})
    assert "Aucun fichier ne peut être lu" in _page_after(as_sami, f"{address}fichier/")


def test_oversight_on_screen(as_helene: Client, as_sami: Client, signed: Convention) -> None:
    here, today = f"{LIST}{signed.pk}/", clock.today()
    control = {"kind": "on-site", "done_on": today.isoformat(), "findings": "Deux postes vacants."}
    assert "Deux postes vacants." in _said(as_helene, f"{here}controles/nouveau/", control)
    notice = {
        "kind": "suspension",
        "reasons": "Les moyens manquent.",
        "observations_before": (today + timedelta(days=15)).isoformat(),
    }
    address = f"{here}procedures/nouvelle/"
    assert "15 jours (provisoire)" in page_text(as_helene, address)
    assert "L’organisme est prévenu" in _said(as_helene, address, notice)
    procedure = signed.procedures.get()
    answer = f"{LIST}procedures/{procedure.pk}/"
    assert "Une suspension est envisagée" in page_text(as_sami, here)
    assert as_sami.get(f"{answer}decider/").status_code == 404
    sent = _said(as_sami, answer, {"observations": "Nous recrutons."})
    assert "Vos observations sont transmises." in sent
    decision = {"decision": "applied", "reasons": "En attendant.", "repayment": "100"}
    decided = _said(as_helene, f"{answer}decider/", decision)
    assert "Reversement demandé : 100 €" in decided
    assert "La suspension est levée." in _said(
        as_helene, f"{here}lever-la-suspension/", {"reason": "Postes pourvus."}
    )


def test_sieg_on_screen(as_helene: Client, signed: Convention) -> None:
    year = signed.years.get(rank=1)
    address = f"{LIST}{signed.pk}/sieg/{year.pk}/"
    assert "(à vérifier)" in page_text(as_helene, address)
    page = _said(
        as_helene, address, {"cost": "100 000", "revenue": "20000", "compensation": "100000"}
    )
    assert "Surcompensation cumulée" in page
    assert "Paramètres (à vérifier)" in page
    assert as_helene.get(f"{LIST}{signed.pk}/sieg/{signed.pk}/").status_code == 404


def test_a_convention_is_entered_by_hand(
    as_helene: Client, bearer: Organisation, signed: Convention
) -> None:
    address = f"{LIST}nouvelle/"
    data = {
        "reference": "2024-ARA-7",
        "title": "Cap sur l’Isère",
        "starts_on": "2024-12-01",
        "region": "84",
        **_lines(),
    }
    refused = _said(as_helene, address, data)
    assert "Choisissez le porteur" in refused
    assert "Dites où le projet intervient" in refused
    assert "ne porte le code" in _said(
        as_helene, address, {**data, "bearer": bearer.pk, "zone_expression": "dep:zz"}
    )
    bearer.mailbox = ""
    bearer.save()
    done = {**data, "bearer": bearer.pk, "zone_expression": "dep:38", "signed_on": "2024-11-20"}
    outside = _said(as_helene, address, {**done, "zone_expression": "dep:13"})
    assert "hors de la région" in outside or "hors périmètre" in outside
    page = _said(as_helene, address, done)
    assert "La convention est enregistrée." in page
    assert "La fiche publiée est sans contact, ni public, ni description" in page
    made = Convention.objects.get(reference="2024-ARA-7")
    assert made.state == ConventionState.SIGNED
    assert made.project.is_shown
    assert made.project.published_on == date(2024, 11, 20)
    assert f'href="{LIST}{made.pk}/fiche/"' in page


def test_the_partners_of_a_convention_entered_by_hand_are_kept(
    as_helene: Client, bearer: Organisation, signed: Convention
) -> None:
    member, associate = OrganisationFactory(name="Le Relais"), OrganisationFactory(name="Le Pont")
    data = {
        "reference": "2024-ARA-8",
        "title": "Cap sur l’Ain",
        "starts_on": "2024-12-01",
        "region": "84",
        "bearer": bearer.pk,
        "zone_expression": "dep:01",
        **_lines((member, "consortium"), (associate, "associe"), (None, "consortium")),
    }
    unfinished = {**data, "reference": "", "more-partners": "1"}
    for hostile in ("<script>", "9" * 5000, "-1", ""):
        wrong = {**data, "reference": "", "partners-TOTAL_FORMS": hostile}
        for more in ({}, {"more-partners": "1"}):
            assert as_helene.post(f"{LIST}nouvelle/", {**wrong, **more}).status_code == 200
    longer = as_helene.post(f"{LIST}nouvelle/", unfinished)
    assert "Cap sur l’Ain" in longer.content.decode()
    assert 'name="partners-5-organisation"' in longer.content.decode()
    assert "n’a pas été envoyé" not in longer.content.decode()
    assert "La convention est enregistrée." in _said(as_helene, f"{LIST}nouvelle/", data)
    made = Convention.objects.get(reference="2024-ARA-8")
    assert [one.organisation for one in made.consortium] == [member]
    assert made.project.partnerships.count() == 2


def _lines(*given: tuple[Organisation | None, str]) -> dict[str, object]:
    """The lines of the partners, as the form sends them."""
    lines: dict[str, object] = {
        "partners-TOTAL_FORMS": len(given),
        "partners-INITIAL_FORMS": 0,
    }
    for rank, (organisation, role) in enumerate(given):
        lines[f"partners-{rank}-organisation"] = organisation.pk if organisation else ""
        lines[f"partners-{rank}-role"] = role
    return lines


def test_other_acts_on_screen(as_helene: Client, signed: Convention, draft: Convention) -> None:
    changed = {
        "reference": draft.reference,
        "title": "Nouvel intitulé",
        "starts_on": "2027-01-01",
        "total_cost": "1 000,00",
    }
    assert "Nouvel intitulé" in _said(as_helene, f"{LIST}{draft.pk}/modifier/", changed)
    asked = as_helene.get(f"{LIST}{signed.pk}/modifier/")
    assert list(asked.context["form"].fields) == ["commitment_number"]
    assert "ne change que par un avenant" in plain(asked.content.decode())
    assert "L’engagement juridique est à jour." in _said(
        as_helene, f"{LIST}{signed.pk}/modifier/", {"commitment_number": "2109"}
    )
    renewed = _said(as_helene, f"{LIST}{signed.pk}/renouveler/", {"reference": "2029-1"})
    assert "aucun montant n’est repris" in renewed
    assert "abandonnée" in _said(as_helene, f"{LIST}{draft.pk}/abandonner/", {"reason": "Renonce."})


def test_on_the_day_of_the_signature_nothing_is_overdue_nor_renewed(
    as_helene: Client, as_sami: Client, state: Actor, draft: Convention
) -> None:
    today = clock.today()
    services.sign_convention(by=state, convention=draft, signed_on=today)
    address = f"{LIST}{draft.pk}/"
    for client in (as_helene, as_sami):
        page = page_text(client, address)
        assert f'· à confirmer avant le <time datetime="{add_months(today, 6)}">' in page
        assert "jamais confirmée" not in page
        assert "renouvellement" not in page
    with clock.stopped_at(clock.now() + timedelta(days=200)):
        overdue = page_text(enter(Client(), User.objects.get(pk=state.user)), address)
        assert f'non confirmée depuis le <time datetime="{today}">' in overdue


def test_a_renewal_is_offered_near_the_term_and_until_it_exists(
    helene: User, state: Actor, signed: Convention
) -> None:
    address, offer = f"{LIST}{signed.pk}/", "Préparer le renouvellement"
    for months, offered in ((10, False), (8, True), (-1, True)):
        day = datetime.combine(add_months(signed.ends_on, -months), time(12), tzinfo=UTC)
        with clock.stopped_at(day):
            assert (offer in page_text(enter(Client(), helene), address)) is offered, months
    services.renew_convention(by=state, convention=signed, reference="2029-1")
    with clock.stopped_at(day):
        assert offer not in page_text(enter(Client(), helene), address)


@pytest.mark.parametrize(
    ("kind", "start"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("ods", b"PK")]
)
def test_the_list_is_exported(
    as_helene: Client, as_sami: Client, signed: Convention, kind: str, start: bytes
) -> None:
    assert f'href="{LIST}exporter/conventions.{kind}"' in page_text(as_helene, LIST)
    filtered = page_text(as_helene, f"{LIST}?state=signed&page=1")
    assert f'href="{LIST}exporter/conventions.{kind}?state=signed"' in filtered
    answer = as_helene.get(f"{LIST}exporter/conventions.{kind}")
    assert answer.content.startswith(start)
    assert f".{kind}" in answer["Content-Disposition"]
    assert as_sami.get(f"{LIST}exporter/conventions.{kind}").content.startswith(start)
    if kind == "csv":
        text = answer.content.decode("utf-8-sig")
        assert "2026-ARA-02;Portes du Sud;84;DREETS A;Les Passerelles" in text


def test_an_open_procedure_and_a_near_end_are_said_first(
    state: object, as_sami: Client, bearer: Organisation, dreets: Organisation
) -> None:
    old = make_signed(bearer, dreets, starts_on=add_months(clock.today(), -30))
    services.open_procedure(
        by=state,  # type: ignore[arg-type]
        convention=old,
        kind=ProcedureKind.TERMINATION,
        reasons="Motifs.",
        observations_before=clock.today() + timedelta(days=3),
    )
    page = page_text(as_sami, f"{LIST}{old.pk}/")
    assert "La convention prend fin le" in page
    assert "9 mois avant le terme (provisoire)" in page
    assert "Une résiliation est envisagée" in page
    assert InstalmentKind.ADVANCE.label == "avance"
