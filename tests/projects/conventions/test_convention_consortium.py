"""A consortium: Sami's organisation leads, Yann's and Karim's are its members, Rosa's another."""

from datetime import timedelta

import pytest
from django.test import Client

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole
from o2r.accounts.errors import NotAllowed
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.core.notifications.models import Mail, Notification
from o2r.projects.conventions import recurring, services
from o2r.projects.conventions.awards import AwardPartner
from o2r.projects.conventions.deadlines import deadlines_for
from o2r.projects.conventions.enums import ProcedureDecision, ProcedureKind
from o2r.projects.conventions.models import AnnualDocument, Convention
from o2r.projects.enums import PartnerRole
from tests.accounts.factories import MembershipFactory, OrganisationFactory, UserFactory, enter
from tests.projects.conventions import factories
from tests.projects.conventions.conftest import page_text, working

LIST = "/espace/conventions/"


@pytest.fixture
def yann() -> User:
    return working("Yann", OrganisationFactory(name="Lisières"), MembershipRole.CANDIDATE)


@pytest.fixture
def karim() -> User:
    local = OrganisationFactory(name="Mission locale")
    return working("Karim", local, MembershipRole.PARTNER_ADVISER)


@pytest.fixture
def rosa_is_associate(rosa: User) -> Organisation:
    return rosa.memberships.get().organisation


@pytest.fixture
def joint(
    bearer: Organisation,
    dreets: Organisation,
    yann: User,
    karim: User,
    rosa_is_associate: Organisation,
) -> Convention:
    members = [one.memberships.get().organisation_id for one in (yann, karim)]
    return factories.draft(
        bearer,
        dreets,
        reference="2026-ARA-07",
        partners=(
            *(AwardPartner(one, PartnerRole.CONSORTIUM) for one in members),
            AwardPartner(rosa_is_associate.pk, PartnerRole.ASSOCIATE),
        ),
    )


def _sign(joint: Convention, state: Actor) -> Convention:
    return services.sign_convention(by=state, convention=joint, signed_on=clock.today())


def _told(words: str) -> set[object]:
    rows = Notification.objects.filter(subject__contains=words)
    return set(rows.values_list("recipient", flat=True))


def test_a_member_follows_the_term_and_the_documents_and_reads_no_amount(
    joint: Convention, state: Actor, yann: User
) -> None:
    _sign(joint, state)
    services.plan_instalment(
        by=state,
        avenant=factories.first_avenant(joint),
        kind=factories.InstalmentKind.ADVANCE,
        amount=factories.Decimal("41234"),
        condition="Sur présentation du relevé d’identité",
    )
    client = enter(Client(), yann)
    listed = page_text(client, LIST)
    assert "2026-ARA-07" in listed
    assert "2 en retard" in listed
    assert "100 000" not in listed
    page = page_text(client, f"{LIST}{joint.pk}/")
    assert "comme membre du groupement" in page
    assert "Les Passerelles, chef de file ; Lisières ; Mission locale" in page
    assert "Documents attendus chaque année" in page
    for hidden in ("41 234", "100 000", "400 000", "relevé", "Contrôles et", "Mentions obl"):
        assert hidden not in page, hidden


def test_a_member_reads_neither_the_papers_nor_what_was_sent(
    joint: Convention, state: Actor, yann: User
) -> None:
    _sign(joint, state)
    client = enter(Client(), yann)
    document = AnnualDocument.objects.of(joint).filter(year__rank=1).first()
    assert document is not None
    AnnualDocument.objects.filter(pk=document.pk).update(note="Comptes à revoir")
    page = page_text(client, f"{LIST}documents/{document.pk}/")
    assert "Attendu le" in page
    assert "Comptes à revoir" not in page
    assert "Envoyer le document" not in page
    home = f"{LIST}{joint.pk}/"
    for path in ("document/", "convention-signee/"):
        assert client.get(home + path).headers["Location"] == home
    avenant = factories.first_avenant(joint).pk
    assert client.get(f"{home}avenants/{avenant}/acte-signe/").headers["Location"] == home
    for path in ("document.docx", f"avenants/{avenant}/document.docx"):
        assert client.get(home + path).status_code == 404
    mine = client.get(f"{LIST}exporter/conventions.csv").content.decode("utf-8-sig")
    assert joint.title not in mine
    assert client.get(f"{home}avenants/{avenant}/document/").headers["Location"] == home
    assert client.get(f"{LIST}documents/{document.pk}/fichier/").headers["Location"] == home
    for path in ("modifier/", "signer/", "mentions/", "renouveler/"):
        assert client.get(home + path).status_code == 404
    with pytest.raises(NotAllowed):
        services.validate_document(by=actor_for(yann), document=document)


def test_an_associate_and_a_stranger_meet_nothing(
    joint: Convention, as_rosa: Client, nour: User
) -> None:
    for client in (as_rosa, enter(Client(), nour)):
        assert client.get(f"{LIST}{joint.pk}/").status_code == 404


def test_members_are_told_of_the_signature_and_not_of_the_payments(
    joint: Convention, state: Actor, helene: User, sami: User, yann: User, karim: User
) -> None:
    _sign(joint, state)
    assert _told("est signée") == {helene.pk, sami.pk, yann.pk, karim.pk}
    mine = Notification.objects.get(recipient=yann.pk, subject__contains="est signée")
    assert "dont votre organisation est membre" in mine.body
    services.pay_instalment(
        by=state,
        instalment=factories.planned(joint, "1000"),
        paid_on=clock.today(),
        paid_amount=factories.Decimal("1000"),
    )
    assert not Notification.objects.filter(kind="convention-money", recipient=yann.pk).exists()


def test_members_know_of_a_suspension_and_not_of_its_reasons(
    joint: Convention, state: Actor, operator: Actor, yann: User
) -> None:
    _sign(joint, state)
    procedure = services.open_procedure(
        by=state,
        convention=joint,
        kind=ProcedureKind.SUSPENSION,
        reasons="Postes vacants.",
        observations_before=clock.today() + timedelta(days=15),
    )
    services.answer_procedure(by=operator, procedure=procedure, observations="En cours.")
    services.decide_procedure(
        by=state, procedure=procedure, decision=ProcedureDecision.APPLIED, reasons="Confidentiel."
    )
    told = Notification.objects.get(recipient=yann.pk, subject__contains="prononcée")
    assert told.body == ""
    page = page_text(enter(Client(), yann), f"{LIST}{joint.pk}/")
    assert "suspendue" in page
    assert "Confidentiel" not in page
    assert "Postes vacants" not in page


def test_where_someone_coordinates_the_advisers_are_left_alone(
    joint: Convention, state: Actor, karim: User
) -> None:
    leading = UserFactory(email="mona@essai.example")
    MembershipFactory(
        user=leading,
        organisation=karim.memberships.get().organisation,
        role=MembershipRole.COORDINATOR,
    )
    _sign(joint, state)
    assert leading.pk in _told("est signée")
    assert karim.pk not in _told("est signée")


def test_what_is_late_is_told_once_a_day_to_each_one_grouped_by_convention(
    joint: Convention,
    state: Actor,
    helene: User,
    sami: User,
    yann: User,
    bearer: Organisation,
    dreets: Organisation,
) -> None:
    _sign(joint, state)
    factories.signed(bearer, dreets, reference="2026-ARA-08", title="Portes du Nord")
    Notification.objects.all().delete()
    Mail.objects.all().delete()
    assert recurring.remind_late_documents(clock.now()) == "4 document(s) en retard rappelé(s)."
    assert recurring.remind_late_documents(clock.now()) == ""
    assert Mail.objects.filter(to=helene.email).count() == 1
    assert Mail.objects.filter(to=sami.email).count() == 1
    news = Notification.objects.get(recipient=sami.pk)
    assert news.subject == "En retard : 4 documents dans 2 conventions"
    assert news.link == f"{LIST}?late=on"
    first, second, _ = news.body.split("\n\n")
    assert first.startswith("Convention 2026-ARA-07")
    assert second.startswith("Convention 2026-ARA-08 – Portes du Nord\n- ")
    assert len(second.splitlines()) == 3
    of_yann = Notification.objects.get(recipient=yann.pk)
    assert of_yann.subject == "En retard : 2 documents, convention 2026-ARA-07"
    assert of_yann.link == f"{LIST}{joint.pk}/#documents"
    assert "2026-ARA-08" not in of_yann.body


def test_a_member_expects_documents_and_the_term_and_no_payment(
    joint: Convention, state: Actor, yann: User
) -> None:
    _sign(joint, state)
    factories.planned(joint, "1000", due_on=clock.today())
    found = deadlines_for(actor_for(yann))
    assert {one.kind for one in found} == {"document", "convention-end"}
    assert {one.kind for one in deadlines_for(state)} > {"instalment", "confirmation"}
