"""What the database itself refuses, whoever writes."""

from datetime import date

import pytest
from django.db import IntegrityError, models, transaction

from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.projects.enums import (
    DeliveryState,
    FacetKind,
    PredecessorOutcome,
    PredecessorProgramme,
    ReportState,
)
from o2r.projects.models import (
    FundedProject,
    PredecessorProject,
    ProjectFacet,
    ProjectPartner,
    RegionalContact,
)
from tests.accounts.factories import OrganisationFactory
from tests.projects.factories import ErrorReportFactory, ProjectFactory, RelayMessageFactory


def refused(row: models.Model) -> bool:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(
    "fields",
    [
        {"slug": "Avec Espace"},
        {"slug": "fin-"},
        {"title": ""},
        {"zone_expression": ""},
        {"starts_on": date(2026, 1, 2), "ends_on": date(2026, 1, 1)},
        {"contact_is_relay_only": True, "email": "a@b.fr"},
        {"is_example": True, "email": "a@b.fr"},
        {"is_example": True, "relay_mailbox": "a@b.fr"},
        {"state": "inconnu"},
        {"origin": "inconnu"},
    ],
)
def test_a_project_that_makes_no_sense_is_refused(
    project: FundedProject, fields: dict[str, object]
) -> None:
    for name, value in fields.items():
        setattr(project, name, value)
    assert refused(project)


@pytest.mark.parametrize(
    "fields",
    [
        {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 1, 1)},
        {"contact_is_relay_only": True, "relay_mailbox": "a@b.fr"},
        {"is_example": True, "email": "a@b.example", "relay_mailbox": "c@b.example"},
    ],
)
def test_the_limit_itself_is_accepted(project: FundedProject, fields: dict[str, object]) -> None:
    for name, value in fields.items():
        setattr(project, name, value)
    assert not refused(project)


def test_an_identifier_is_taken_once(project: FundedProject) -> None:
    assert refused(ProjectFactory.build(slug=project.slug, bearer=project.bearer))


def test_a_code_belongs_to_its_list_and_comes_once(project: FundedProject) -> None:
    assert not refused(ProjectFacet(project=project, kind=FacetKind.PUBLIC, code="jeunes"))
    assert refused(ProjectFacet(project=project, kind=FacetKind.PUBLIC, code="jeunes"))
    assert refused(ProjectFacet(project=project, kind=FacetKind.STAGE, code="jeunes"))
    assert refused(ProjectFacet(project=project, kind="autre", code="jeunes"))


def test_a_partner_comes_once_and_alone_at_its_rank(project: FundedProject) -> None:
    one, other = OrganisationFactory(), OrganisationFactory()
    assert not refused(ProjectPartner(project=project, organisation=one, position=1))
    assert refused(ProjectPartner(project=project, organisation=one, position=2))
    assert refused(ProjectPartner(project=project, organisation=other, position=1))
    assert refused(ProjectPartner(project=project, organisation=other, position=2, role="chef"))


def test_the_bearer_of_a_project_cannot_be_removed(project: FundedProject) -> None:
    with pytest.raises(models.ProtectedError):
        Organisation.objects.get(pk=project.bearer_id).delete()


def test_a_stopped_predecessor_is_continued_by_nobody(project: FundedProject) -> None:
    stopped = PredecessorProject(
        programme=PredecessorProgramme.PIC,
        title="Ancien projet",
        bearer=project.bearer,
        outcome=PredecessorOutcome.STOPPED,
        continued_by=project,
    )
    assert refused(stopped)
    stopped.outcome = PredecessorOutcome.TRANSFORMED
    assert not refused(stopped)
    stopped.outcome = "oublie"
    assert refused(stopped)


def test_reports_and_messages_carry_the_date_of_what_was_done() -> None:
    assert refused(ErrorReportFactory.build(project=ProjectFactory(), message=""))
    report = ErrorReportFactory()
    report.state = ReportState.TREATED
    assert refused(report)
    report.treated_at = clock.now()
    assert not refused(report)

    message = RelayMessageFactory()
    message.state = DeliveryState.SENT
    assert refused(message)
    message.delivered_at = clock.now()
    assert not refused(message)
    message.state = DeliveryState.FAILED
    assert refused(message)
    assert refused(RelayMessageFactory.build(project=message.project, sender_email=""))


def test_a_regional_contact_has_a_name_and_a_site() -> None:
    assert refused(RegionalContact(region="84", name="", url="https://dreets.example/"))
    assert refused(RegionalContact(region="84", name="DREETS", url=""))


def test_every_constraint_has_words_for_people() -> None:
    for model in (FundedProject, ProjectFacet, ProjectPartner, PredecessorProject, Organisation):
        for constraint in model._meta.constraints:
            said = constraint.get_violation_error_message()
            assert said.endswith("."), constraint.name
            assert constraint.name not in said
