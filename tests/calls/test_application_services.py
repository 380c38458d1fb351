"""Acts on an application: consortium, invitations, signatures, documents, reminders."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from o2r.accounts.enums import MembershipRole
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.services.links import LinkUseless
from o2r.calls.applications import services
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.errors import ApplicationClosed, ChangedMeanwhile
from o2r.calls.applications.models import (
    Answer,
    AnswerRevision,
    Application,
    BudgetLine,
    JoinedPiece,
    Member,
    MemberInvitation,
)
from o2r.calls.applications.selectors import content_of
from o2r.calls.applications.services import Conflict, Saved
from o2r.calls.models import RequiredPiece
from o2r.core import clock
from o2r.core.files.enums import FileState
from o2r.core.files.models import StoredFile
from o2r.core.jobs.services import run_due_jobs
from o2r.core.notifications.models import Notification
from tests.accounts.factories import OrganisationFactory
from tests.calls.consortium import Consortium, at, close, consortium, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Consortium:
    return consortium()


def digest(made: Consortium, member: Member) -> str:
    content = content_of(Application.objects.get(pk=made.application.pk))
    return content.digest_of(next(m for m in content.members if m.key == str(member.pk)))


def is_signed(made: Consortium, member: Member) -> bool:
    content = content_of(Application.objects.get(pk=made.application.pk))
    return content.is_signed(next(m for m in content.members if m.key == str(member.pk)))


def told(who: object) -> list[str]:
    rows = Notification.objects.filter(recipient=who.membership.user.pk)  # type: ignore[attr-defined]
    return list(rows.order_by("created_at", "pk").values_list("subject", flat=True))


# --- Texts ----------------------------------------------------------------------------------------


def test_every_value_is_kept_in_the_journal_of_the_text(made: Consortium) -> None:
    def write(who: object, text: str, revision: int) -> Saved | Conflict:
        return services.write_answer(
            by=who.actor,  # type: ignore[attr-defined]
            application=made.application,
            field="partners",
            text=text,
            revision=revision,
        )

    start = clock.now()
    with clock.stopped_at(start):
        assert isinstance(write(made.claire, "Un", 0), Saved)
        write(made.claire, "Un deux", 1)
    assert AnswerRevision.objects.get().text == "Un deux"
    with clock.stopped_at(start + timedelta(minutes=5)):
        write(made.claire, "Un deux trois", 2)
        write(made.omar, "Un deux trois quatre", 3)
        lost = write(made.claire, "Autre", 3)
        assert isinstance(lost, Conflict)
        assert write(made.claire, "Autre", 3) == lost
    rows = list(AnswerRevision.objects.filter(lost=False).values_list("number", "text"))
    assert rows == [(2, "Un deux"), (3, "Un deux trois"), (4, "Un deux trois quatre")]
    assert [row.text for row in AnswerRevision.objects.filter(lost=True)] == ["Autre"]
    assert (lost.theirs, lost.mine, lost.by) == ("Un deux trois quatre", "Autre", "Omar Haddad")


def test_a_text_emptied_at_once_is_found_again(made: Consortium) -> None:
    long = "mot " * 100
    for revision, text in enumerate((long, "")):
        services.write_answer(
            by=made.claire.actor,
            application=made.application,
            field="partners",
            text=text,
            revision=revision,
        )
    assert Answer.objects.get().text == ""
    assert [row.text for row in AnswerRevision.objects.all()] == [long, ""]


@pytest.mark.parametrize("role", [MembershipRole.COORDINATOR, MembershipRole.STATE_OFFICER])
def test_strangers_write_nothing(made: Consortium, role: MembershipRole) -> None:
    stranger = person(role).actor
    acts = (
        lambda: services.write_answer(
            by=stranger, application=made.application, field="partners", text="x", revision=0
        ),
        lambda: services.write_facts(
            by=stranger, application=made.application, values={"title": "x"}, seen={}
        ),
        lambda: services.add_member(by=stranger, application=made.application, name="x"),
        lambda: services.change_member(by=stranger, member=made.member, values={}, seen={}),
        lambda: services.remove_member(by=stranger, member=made.member),
        lambda: services.change_lead(by=stranger, member=made.member),
        lambda: services.invite_member(by=stranger, member=made.member, email="a@b.example"),
        lambda: services.withdraw_invitation(by=stranger, member=made.member),
        lambda: services.sign_off(by=stranger, member=made.member, digest="x"),
        lambda: services.unsign(by=stranger, member=made.member),
        lambda: services.ask_to_sign(by=stranger, application=made.application),
        lambda: services.touch(by=stranger, application=made.application, section="needs"),
        lambda: services.leave(by=stranger, application=made.application, section="needs"),
        lambda: services.write_budget(by=stranger, member=made.member, year=1, amounts={}, seen={}),
        lambda: services.join_piece(by=stranger, application=made.application, upload=_pdf()),
    )
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("state", set(ApplicationState) - {ApplicationState.DRAFT})
def test_what_was_sent_is_not_written(made: Consortium, state: ApplicationState) -> None:
    Application.objects.filter(pk=made.application.pk).update(state=state, number=1)
    with pytest.raises(ApplicationClosed, match="elle ne se modifie plus"):
        services.write_answer(
            by=made.claire.actor,
            application=made.application,
            field="partners",
            text="x",
            revision=0,
        )


# --- Consortium -----------------------------------------------------------------------------------


def test_the_lead_alone_changes_who_is_in(made: Consortium) -> None:
    added = services.add_member(by=made.claire.actor, application=made.application, name=" Gamma ")
    assert (added.name, added.organisation, added.position) == ("Gamma", None, 1)
    for act in (
        lambda: services.add_member(by=made.omar.actor, application=made.application, name="D"),
        lambda: services.remove_member(by=made.omar.actor, member=added),
        lambda: services.change_lead(by=made.omar.actor, member=made.member),
        lambda: services.invite_member(by=made.omar.actor, member=added, email="a@b.example"),
    ):
        with pytest.raises(DomainError, match="Seul le chef de file peut"):
            act()
    with pytest.raises(DomainError, match="n’a pas encore rejoint"):
        services.change_lead(by=made.claire.actor, member=added)
    with pytest.raises(DomainError, match="désignez-en d’abord un autre"):
        services.remove_member(by=made.claire.actor, member=made.lead)
    services.remove_member(by=made.claire.actor, member=added)
    services.change_lead(by=made.claire.actor, member=made.member)
    assert made.application.members.get(is_lead=True) == made.member
    services.remove_member(by=made.omar.actor, member=made.lead)
    assert made.application.members.get() == made.member


def test_a_member_leaves_by_itself(made: Consortium) -> None:
    answer = made.omar.client.post(at(made, "remove_member", made.member.pk))
    assert answer["Location"] == reverse("applications:home")
    assert made.omar.client.get(at(made, "overview")).status_code == 404


@pytest.mark.parametrize(
    ("siret", "said"),
    [("13003013300017", "clé de contrôle"), ("41816609600069", "déjà celui d’un membre")],
)
def test_a_wrong_or_known_siret_is_refused(made: Consortium, siret: str, said: str) -> None:
    page = made.claire.client.post(at(made, "consortium"), {"name": "Gamma", "siret": siret})
    assert said in page.text
    assert made.application.members.count() == 2


def test_a_consortium_has_a_reasonable_size(made: Consortium) -> None:
    for rank in range(38):
        Member.objects.create(application=made.application, name=f"Membre {rank}")
    with pytest.raises(DomainError, match="40 membres au plus"):
        services.add_member(by=made.claire.actor, application=made.application, name="De trop")


def test_a_part_is_written_by_its_own_people_and_both_are_shown(made: Consortium) -> None:
    address = at(made, "member", made.member.pk)
    seen = made.omar.client.get(address).context["form"].initial["seen"]
    data = {"seen": seen, "siret": made.member.siret, "stages": ["reperer"]}
    made.omar.client.post(address, data | {"role": "Va vers"})
    assert Member.objects.get(pk=made.member.pk).role == "Va vers"
    late = made.claire.client.post(address, data | {"role": "Accueille"})
    assert "Quelqu’un vient d’enregistrer «\u00a0Va vers\u00a0» ici" in late.text
    assert "Accueille" in late.text
    other = made.omar.client.post(at(made, "member", made.lead.pk), data | {"role": "x"})
    assert "s’écrit par Alpha ou par le chef de file" in other.text
    with pytest.raises(ChangedMeanwhile):
        services.change_member(
            by=made.claire.actor,
            member=made.member,
            values={"role": "Accueille"},
            seen={"role": ""},
        )


# --- Invitations ----------------------------------------------------------------------------------


def invited(made: Consortium) -> tuple[Member, str]:
    """A member without anyone yet, and the link that its mail holds."""
    page = made.claire.client.post(
        at(made, "consortium"), {"name": "Gamma", "email": "gamma@gamma.example"}, follow=True
    )
    assert "L’invitation est partie" in page.text
    sent = next(one for one in mail.outbox if one.to == ["gamma@gamma.example"])
    found = re.search(r"/espace/candidatures/invitation/(\S+)/", str(sent.body))
    assert found is not None
    return Member.objects.get(name="Gamma"), found[0]


def test_a_body_joins_by_its_link(made: Consortium) -> None:
    member, link = invited(made)
    nora = person(MembershipRole.CANDIDATE, OrganisationFactory(name="Gamma SA"), "Nora")
    assert nora.client.get(at(made, "overview")).status_code == 404
    page = nora.client.get(link, follow=True)
    assert "Gamma SA" in page.text
    assert link.split("/")[-2] not in page.request["PATH_INFO"]
    joined = nora.client.post(reverse("applications:accept"))
    assert joined["Location"] == at(made, "member", member.pk)
    member.refresh_from_db()
    assert (member.name, member.organisation) == ("Gamma SA", nora.membership.organisation)
    assert nora.client.get(at(made, "overview")).status_code == 200
    assert told(made.claire) == ["Gamma SA rejoint votre candidature"]
    assert MemberInvitation.objects.get().accepted_at is not None
    assert person(MembershipRole.COORDINATOR).client.get(link).status_code == 404


def test_a_visitor_is_told_how_to_come_in(made: Consortium) -> None:
    _, link = invited(made)
    page = Client().get(link, follow=True)
    assert "m’inscrire comme candidat" in page.text
    assert "Aller vers la Savoie" in page.text
    assert Client().get(reverse("applications:accept")).status_code == 404


def test_links_die(made: Consortium) -> None:
    member, link = invited(made)
    made.claire.client.post(at(made, "invite", member.pk), {"email": "autre@gamma.example"})
    assert Client().get(link).status_code == 404
    made.claire.client.post(at(made, "withdraw_invitation", member.pk))
    assert not MemberInvitation.objects.pending(clock.now()).exists()
    member, link = Member.objects.get(name="Gamma"), link
    services.invite_member(by=made.claire.actor, member=member, email="c@gamma.example")
    row = MemberInvitation.objects.pending(clock.now()).get()
    with (
        clock.stopped_at(clock.now() + timedelta(days=22)),
        pytest.raises(LinkUseless),
    ):
        services.invitation_behind(row.token_digest)
    with pytest.raises(DomainError, match="n’en est pas une"):
        services.invite_member(by=made.claire.actor, member=member, email="sans arobase")
    with pytest.raises(DomainError, match="a déjà rejoint"):
        services.invite_member(by=made.claire.actor, member=made.member, email="a@b.example")


def test_who_is_already_in_does_not_join_twice(made: Consortium) -> None:
    _, link = invited(made)
    made.omar.client.get(link)
    page = made.omar.client.post(reverse("applications:accept"))
    assert "Beta est déjà membre de ce consortium" in page.text


def test_nobody_joins_after_the_deadline(made: Consortium) -> None:
    _, link = invited(made)
    nora = person(MembershipRole.CANDIDATE)
    nora.client.get(link)
    close(made.call)
    page = nora.client.post(reverse("applications:accept"))
    assert "est clos depuis" in page.text
    assert Member.objects.get(name="Gamma").organisation is None


# --- Signatures -----------------------------------------------------------------------------------


def test_a_signature_bears_on_what_was_read(made: Consortium) -> None:
    page = made.omar.client.get(at(made, "sign", made.member.pk))
    read = page.context["part"].digest
    services.change_member(
        by=made.claire.actor, member=made.member, values={"role": "Autre"}, seen={}
    )
    late = made.omar.client.post(at(made, "sign", made.member.pk), {"digest": read}, follow=True)
    assert "a changé pendant que vous la lisiez" in late.text
    assert not is_signed(made, made.member)
    made.omar.client.post(at(made, "sign", made.member.pk), {"digest": digest(made, made.member)})
    assert is_signed(made, made.member)


def test_any_change_of_a_part_undoes_its_signature_and_says_so(made: Consortium) -> None:
    changes = (
        lambda: services.change_member(
            by=made.claire.actor, member=made.member, values={"role": "Autre"}, seen={}
        ),
        lambda: services.write_budget(
            by=made.claire.actor,
            member=made.member,
            year=1,
            amounts={"64-wages": Decimal(5)},
            seen={},
        ),
        lambda: services.change_lead(by=made.claire.actor, member=made.member),
    )
    for rank, change in enumerate(changes, start=1):
        services.sign_off(by=made.omar.actor, member=made.member, digest=digest(made, made.member))
        change()
        assert not is_signed(made, made.member)
        assert told(made.omar) == ["Votre signature est à refaire"] * rank
    page = made.claire.client.get(at(made, "consortium")).text
    assert "à signer de nouveau" in page


def test_texts_and_other_members_leave_a_signature_alone(made: Consortium) -> None:
    services.sign_off(by=made.omar.actor, member=made.member, digest=digest(made, made.member))
    services.write_answer(
        by=made.claire.actor, application=made.application, field="partners", text="x", revision=0
    )
    services.change_member(
        by=made.claire.actor, member=made.lead, values={"role": "Autre"}, seen={}
    )
    assert is_signed(made, made.member)
    services.unsign(by=made.omar.actor, member=made.member)
    assert not is_signed(made, made.member)


def test_nobody_signs_for_another(made: Consortium) -> None:
    with pytest.raises(DomainError, match="qui agit pour Beta signe"):
        services.sign_off(
            by=made.claire.actor, member=made.member, digest=digest(made, made.member)
        )
    assert (
        "Signer cette partie" not in made.claire.client.get(at(made, "sign", made.member.pk)).text
    )


def test_missing_signatures_are_asked(made: Consortium) -> None:
    made.claire.client.post(at(made, "ask_to_sign"))
    assert told(made.omar) == [f"Une signature vous est demandée : {made.call.title}"]
    assert told(made.claire) == []
    assert told(made.samira) == []


# --- Budget ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "amounts", "said"),
    [
        (9, {}, "de l’année 1 à l’année 3"),
        (0, {}, "de l’année 1 à l’année 3"),
        (1, {"99": Decimal(1)}, "pas dans le plan de comptes"),
        (1, {"64-wages": Decimal(-1)}, "Un montant est positif"),
    ],
)
def test_an_impossible_budget_is_refused(
    made: Consortium, year: int, amounts: dict[str, Decimal], said: str
) -> None:
    with pytest.raises(DomainError, match=said):
        services.write_budget(
            by=made.claire.actor, member=made.lead, year=year, amounts=amounts, seen={}
        )
    assert not BudgetLine.objects.exists()


# --- Documents ------------------------------------------------------------------------------------


def _pdf(name: str = "statuts.pdf", content: bytes = b"%PDF-1.4\n") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def test_documents_wait_in_quarantine_and_are_read_once_clean(made: Consortium) -> None:
    asked = RequiredPiece.objects.create(
        call=made.call, code="statuts", label="Statuts", is_per_member=True
    )
    address = at(made, "pieces")
    data = {"place": f"{asked.pk}/{made.member.pk}", "file": _pdf()}
    page = made.omar.client.post(address, data, follow=True)
    assert "Le document est reçu" in page.text
    joined = JoinedPiece.objects.get()
    assert (joined.piece, joined.member) == (asked, made.member)
    early = made.omar.client.get(at(made, "piece", joined.pk), follow=True)
    assert "sa vérification n’est pas finie" in early.text
    again = made.omar.client.post(address, {**data, "file": _pdf()}, follow=True)
    assert again.status_code == 200
    assert JoinedPiece.objects.count() == 1
    elsewhere = made.omar.client.post(address, {"place": "/", "file": _pdf()})
    assert "déjà joint" in elsewhere.text
    assert made.samira.client.get(at(made, "piece", joined.pk)).status_code == 404
    asked = made.claire.client.get(at(made, "remove_piece", joined.pk)).text
    assert "Le fichier sera effacé pour tout le consortium." in asked
    assert StoredFile.objects.exists()
    made.claire.client.post(at(made, "remove_piece", joined.pk))
    assert not StoredFile.objects.exists()


def test_an_empty_document_and_no_document_are_refused(made: Consortium) -> None:
    address = at(made, "pieces")
    empty = made.omar.client.post(address, {"place": "/", "file": _pdf(content=b"")})
    assert "Le fichier est vide" in empty.text
    assert "Choisissez un fichier" in made.omar.client.post(address, {"place": "/"}).text
    wrong = made.omar.client.post(address, {"place": "inconnu/", "file": _pdf()})
    assert wrong.status_code == 200
    assert not StoredFile.objects.exists()


def test_a_refused_document_says_why(made: Consortium) -> None:
    made.omar.client.post(at(made, "pieces"), {"place": "/", "file": _pdf()})
    StoredFile.objects.update(state=FileState.REFUSED, reason="Type inconnu.", content_name="")
    page = made.claire.client.get(at(made, "pieces")).text
    assert "refusé" in page
    assert "Type inconnu." in page


# --- Deadline -------------------------------------------------------------------------------------


def test_drafts_are_reminded_once_at_each_step(made: Consortium) -> None:
    closes = made.call.closes_at
    assert closes is not None
    steps = [
        (timedelta(days=8), 0),
        (timedelta(days=7), 1),
        (timedelta(days=6), 1),
        (timedelta(hours=48), 2),
        (timedelta(hours=3), 3),
        (timedelta(minutes=5), 3),
        (timedelta(0), 3),
    ]
    for before, expected in steps:
        services.remind_drafts(now=closes - before)
        assert len(told(made.claire)) == expected, before
        assert len(told(made.omar)) == expected, before
    assert told(made.samira) == told(made.helene) == []


def test_a_moved_deadline_is_reminded_again(made: Consortium) -> None:
    closes = made.call.closes_at
    assert closes is not None
    services.remind_drafts(now=closes - timedelta(hours=2))
    later = closes + timedelta(days=10)
    made.call.closes_on, made.call.closes_hour = later.date(), later.time()
    made.call.save()
    services.remind_drafts(now=later - timedelta(days=7))
    assert len(told(made.claire)) == 2


def test_the_job_reminds(made: Consortium) -> None:
    (outcome,) = run_due_jobs(only="application-deadlines")
    assert outcome.message == "1 brouillon(s) rappelé(s) avant la clôture."
    assert "Il reste" in told(made.claire)[0]
    (outcome,) = run_due_jobs(only="application-deadlines")
    assert outcome.message == ""
    assert len(told(made.claire)) == 1
