"""What visitors send, and who receives it."""

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import CONSOLE
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import User
from o2r.projects.enums import DeliveryState, ReportState
from o2r.projects.models import ErrorReport, FundedProject, RelayMessage
from o2r.projects.services import (
    deliver_message,
    report_error,
    send_relay_message,
    treat_report,
)
from o2r.projects.services.messages import NoMailbox
from tests.projects.factories import ErrorReportFactory, RelayMessageFactory

WRITTEN = {
    "sender_name": "Inès Courtois",
    "sender_email": "ines@partenaire.example",
    "message": "Pouvez-vous venir à Feyzin ?",
}


@pytest.fixture
def broken_server(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: EmailBackend, messages: object) -> int:
        raise ConnectionRefusedError("no server at secret@adresse.example")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)


def test_a_report_waits_until_it_is_treated(project: FundedProject, malik: User) -> None:
    report = report_error(by=CONSOLE, project=project, message="  Le numéro ne répond plus. ")
    assert (report.state, report.message) == (ReportState.OPEN, "Le numéro ne répond plus.")
    assert list(ErrorReport.objects.open().visible_to(actor_for(malik))) == [report]
    treated = treat_report(by=actor_for(malik), report=report, treatment="Numéro corrigé.")
    assert (treated.treated_by, treated.treatment) == (malik, "Numéro corrigé.")
    assert not ErrorReport.objects.open().exists()
    with pytest.raises(DomainError, match="déjà traité"):
        treat_report(by=actor_for(malik), report=report)


@pytest.mark.parametrize(
    ("message", "email"), [("", ""), ("   ", ""), ("x" * 4001, ""), ("Bonjour", "pas-une-adresse")]
)
def test_a_report_that_says_nothing_is_refused(
    project: FundedProject, message: str, email: str
) -> None:
    with pytest.raises(DomainError):
        report_error(by=CONSOLE, project=project, message=message, reporter_email=email)
    assert not ErrorReport.objects.exists()


def test_a_stranger_neither_sees_nor_treats_a_report(project: FundedProject, rosa: User) -> None:
    report = ErrorReportFactory(project=project)
    assert not ErrorReport.objects.visible_to(actor_for(rosa)).exists()
    with pytest.raises(NotAllowed):
        treat_report(by=actor_for(rosa), report=report)


def test_a_message_reaches_the_bearer_and_never_shows_the_address(
    project: FundedProject,
) -> None:
    project.relay_mailbox = "equipe@projet.example"
    project.save()
    kept = send_relay_message(by=CONSOLE, project=project, **WRITTEN)
    assert kept.state == DeliveryState.SENT
    assert kept.delivered_at is not None
    [sent] = mail.outbox
    assert sent.to == ["equipe@projet.example"]
    assert sent.reply_to == ["ines@partenaire.example"]
    assert "Pouvez-vous venir à Feyzin" in sent.body
    assert project.title in sent.subject
    # Whoever wrote gets no copy: nothing leads from the page to the mailbox.
    assert sent.cc == sent.bcc == []


def test_a_name_cannot_forge_a_header(project: FundedProject) -> None:
    send_relay_message(
        by=CONSOLE, project=project, **{**WRITTEN, "sender_name": "Inès\nBcc: vole@moi.example"}
    )
    [sent] = mail.outbox
    assert "\n" not in sent.subject
    assert sent.recipients() == [project.bearer.mailbox]


@pytest.mark.usefixtures("broken_server")
def test_a_mail_server_that_is_down_loses_nothing(
    project: FundedProject,
    malik: User,
    rosa: User,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    kept = send_relay_message(by=CONSOLE, project=project, **WRITTEN)
    assert kept.state == DeliveryState.FAILED
    assert "ConnectionRefusedError" in caplog.text
    assert "secret@adresse.example" not in caplog.text
    assert list(RelayMessage.objects.undelivered().visible_to(actor_for(malik))) == [kept]
    assert not RelayMessage.objects.visible_to(actor_for(rosa)).exists()
    with pytest.raises(NotAllowed):
        deliver_message(by=actor_for(rosa), message=kept)

    monkeypatch.undo()
    assert deliver_message(by=actor_for(malik), message=kept).state == DeliveryState.SENT
    assert not RelayMessage.objects.undelivered().exists()
    with pytest.raises(DomainError, match="déjà parti"):
        deliver_message(by=actor_for(malik), message=kept)


def test_a_project_without_mailbox_receives_nothing(project: FundedProject, malik: User) -> None:
    project.bearer.mailbox = ""
    project.bearer.save()
    with pytest.raises(NoMailbox, match="aucune adresse"):
        send_relay_message(by=CONSOLE, project=project, **WRITTEN)
    assert not RelayMessage.objects.exists()
    with pytest.raises(NoMailbox):
        deliver_message(by=actor_for(malik), message=RelayMessageFactory(project=project))


@pytest.mark.parametrize(
    "change", [{"sender_email": "ines"}, {"sender_name": "  "}, {"message": ""}]
)
def test_an_incomplete_message_is_refused(project: FundedProject, change: dict[str, str]) -> None:
    with pytest.raises(DomainError):
        send_relay_message(by=CONSOLE, project=project, **{**WRITTEN, **change})
    assert mail.outbox == []
