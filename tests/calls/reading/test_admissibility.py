"""Admissibility, corrections asked after the deadline, opinions of committees."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.enums import CallState
from o2r.calls.models import Call, CallMove
from o2r.calls.reading import services
from o2r.calls.reading.enums import ItemAnswer, OpinionSense, Unveiling
from o2r.calls.reading.errors import NotCleared
from o2r.calls.reading.models import Admissibility, Opinion
from o2r.calls.reading.models.offices import CHECKLIST
from o2r.calls.reading.services import Checked
from o2r.calls.reading.services.planning import PlanDetails
from o2r.calls.services.moving import StillOpen
from o2r.core import clock
from o2r.core.notifications.models import Notification
from o2r.network.committees.enums import InstanceKind
from o2r.network.committees.models import Attendance, Instance, Meeting, Seat
from tests.accounts.factories import someone
from tests.calls.reading import people


def cleared() -> tuple[people.Table, Admissibility]:
    """Hélène has declared; the first application waits."""
    table = people.opened()
    people.declare(table, table.helene)
    return table, Admissibility.objects.get(application=table.first)


def writer(table: people.Table):
    """Someone of the chef de file of the first application."""
    lead = table.first.members.get(is_lead=True).organisation
    return someone(Role.COORDINATOR, lead).user


def test_the_examination_opens_after_the_closing_and_once() -> None:
    table = people.set_table()
    helene = people.who(table.helene)
    Call.objects.filter(pk=table.call.pk).update(
        closes_at=clock.now() + timedelta(days=1),
        closes_on=clock.today() + timedelta(days=1),
    )
    with pytest.raises(StillOpen):
        services.start_examination(by=helene, office=table.office)
    Call.objects.filter(pk=table.call.pk).update(closes_on=clock.today() - timedelta(days=1))
    for _ in range(2):
        services.start_examination(by=helene, office=table.office)
    assert CallMove.objects.filter(call=table.call, to_state=CallState.EXAMINATION).count() == 1
    assert Admissibility.objects.filter(application__call=table.call).count() == 2
    with pytest.raises(NotAllowed):
        services.start_examination(by=people.who(table.karim), office=table.office)


def test_the_plan_is_changed_by_the_service() -> None:
    table = people.opened()
    details = PlanDetails(clock.today(), Unveiling.COMMITTEE, ("Un point",))
    plan = services.change_plan(by=people.who(table.helene), office=table.office, details=details)
    assert (plan.unveiling, plan.checklist) == (Unveiling.COMMITTEE, ["Un point"])
    with pytest.raises(DomainError, match="au moins un point"):
        services.change_plan(
            by=people.who(table.helene),
            office=table.office,
            details=PlanDetails(None, Unveiling.ALL_SENT, ()),
        )


def test_nobody_decides_before_having_declared() -> None:
    table = people.opened()
    found = Admissibility.objects.get(application=table.first)
    helene = people.who(table.helene)
    acts = (
        lambda: services.check(by=helene, admissibility=found, items=[]),
        lambda: services.decide_admissibility(
            by=helene, admissibility=found, to=ApplicationState.ADMISSIBLE
        ),
        lambda: services.ask_correction(
            by=helene, admissibility=found, what="Le budget", due_on=clock.today()
        ),
    )
    for act in acts:
        with pytest.raises(NotCleared, match="ne vous est pas ouverte"):
            act()


def test_a_decision_is_kept_with_its_reason() -> None:
    table, found = cleared()
    helene = people.who(table.helene)
    items = [Checked(CHECKLIST[0], ItemAnswer.YES, "à l’heure"), Checked(CHECKLIST[1])]
    services.check(by=helene, admissibility=found, items=items)
    found.refresh_from_db()
    assert found.items[0] == {"label": CHECKLIST[0], "answer": "yes", "note": "à l’heure"}
    assert found.items[1]["answer"] == ""
    with pytest.raises(DomainError, match="motivée"):
        services.decide_admissibility(
            by=helene, admissibility=found, to=ApplicationState.INADMISSIBLE
        )
    given = people.confide(table, table.first, table.rose)
    services.decide_admissibility(
        by=helene,
        admissibility=found,
        to=ApplicationState.INADMISSIBLE,
        reason="Hors du périmètre",
    )
    table.first.refresh_from_db()
    given.refresh_from_db()
    assert table.first.state == ApplicationState.INADMISSIBLE
    assert table.first.moves.get().reason == "Hors du périmètre"
    assert given.state == "ended"


def test_a_consortium_answers_what_is_asked_and_nothing_else_moves() -> None:
    table, found = cleared()
    ines = writer(table)
    revision = table.first.revision
    asked = services.ask_correction(
        by=people.who(table.helene),
        admissibility=found,
        what="Le RIB du chef de file",
        due_on=clock.today() + timedelta(days=10),
    )
    table.first.refresh_from_db()
    assert table.first.state == ApplicationState.INCOMPLETE
    told = Notification.objects.filter(kind="correction")
    assert [one.recipient for one in told] == [ines.pk]
    with pytest.raises(DomainError, match="attend encore une réponse"):
        services.decide_admissibility(
            by=people.who(table.helene), admissibility=found, to=ApplicationState.ADMISSIBLE
        )
    with pytest.raises(DomainError, match="une phrase au moins"):
        services.answer_correction(by=people.who(ines), correction=asked, answer=" ")
    with pytest.raises(NotAllowed):
        services.answer_correction(by=people.who(table.karim), correction=asked, answer="Moi")
    file = SimpleUploadedFile("rib.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    services.answer_correction(
        by=people.who(ines), correction=asked, answer="Le voici.", upload=file
    )
    table.first.refresh_from_db()
    asked.refresh_from_db()
    assert (table.first.state, table.first.revision) == (ApplicationState.SUBMITTED, revision)
    assert asked.file is not None
    assert not asked.is_late
    assert [one.to_state for one in table.first.moves.order_by("moved_at", "pk")] == [
        ApplicationState.INCOMPLETE,
        ApplicationState.SUBMITTED,
    ]
    assert Notification.objects.filter(recipient=table.helene.pk, kind="reading-followed").exists()
    with pytest.raises(DomainError, match="n’attend plus de réponse"):
        services.answer_correction(by=people.who(ines), correction=asked, answer="Encore")


def test_a_correction_leaves_time_and_is_told_late() -> None:
    table, found = cleared()
    helene = people.who(table.helene)
    with pytest.raises(DomainError, match="Laissez du temps"):
        services.ask_correction(
            by=helene, admissibility=found, what="Le budget", due_on=clock.today()
        )
    asked = services.ask_correction(
        by=helene, admissibility=found, what="Le budget", due_on=clock.today() + timedelta(days=2)
    )
    with clock.stopped_at(clock.now() + timedelta(days=4)):
        assert asked.is_late
        services.answer_correction(
            by=people.who(writer(table)), correction=asked, answer="En retard, pardon."
        )
    asked.refresh_from_db()
    assert asked.is_late
    services.decide_admissibility(by=helene, admissibility=found, to=ApplicationState.ADMISSIBLE)
    with pytest.raises(DomainError, match="ne se demande plus"):
        services.ask_correction(
            by=helene,
            admissibility=Admissibility.objects.get(pk=found.pk),
            what="Trop tard",
            due_on=clock.today() + timedelta(days=9),
        )


def meeting(region: str = "84", *, present: bool = True, days: int = -1) -> Meeting:
    """A meeting of a CDE where one member came."""
    instance = Instance.objects.create(
        kind=InstanceKind.DEPARTMENTAL, name=f"CDE {region} {days}", region=region
    )
    made = Meeting.objects.create(instance=instance, starts_at=clock.now() + timedelta(days=days))
    seat = Seat.objects.create(
        instance=instance,
        body="France Travail",
        function="directrice",
        name="Une personne",
        mandate_start=clock.today() - timedelta(days=300),
        mandate_end=clock.today() + timedelta(days=300),
    )
    Attendance.objects.create(meeting=made, seat=seat, is_present=present)
    return made


def test_an_opinion_is_recorded_with_its_day_and_the_members_present() -> None:
    table = people.opened()
    helene, held = people.who(table.helene), meeting()
    made = services.record_opinion(
        by=helene,
        office=table.office,
        meeting=held,
        sense=OpinionSense.RESERVED,
        text="À revoir",
        application=table.first,
    )
    assert made.given_on == held.day
    assert made.present == [{"body": "France Travail", "function": "directrice"}]
    assert "Une personne" not in str(made.present)
    with pytest.raises(DomainError, match="déjà enregistré"):
        services.record_opinion(
            by=helene,
            office=table.office,
            meeting=held,
            sense=OpinionSense.FAVOURABLE,
            application=table.first,
        )
    on_the_call = services.record_opinion(
        by=helene, office=table.office, meeting=held, sense=OpinionSense.FAVOURABLE
    )
    assert on_the_call.application is None
    assert Opinion.objects.visible_to(helene).count() == 2
    assert not Opinion.objects.visible_to(people.who(table.karim)).exists()


@pytest.mark.parametrize(
    ("made", "sense", "words"),
    [
        ({"present": False}, OpinionSense.FAVOURABLE, "présents de cette réunion"),
        ({"days": 3}, OpinionSense.FAVOURABLE, "n’a pas eu lieu"),
        ({}, OpinionSense.UNFAVOURABLE, "dit pourquoi"),
    ],
)
def test_an_opinion_that_says_too_little_is_refused(made, sense, words: str) -> None:
    table = people.opened()
    with pytest.raises(DomainError, match=words):
        services.record_opinion(
            by=people.who(table.helene), office=table.office, meeting=meeting(**made), sense=sense
        )
    with pytest.raises(NotAllowed):
        services.record_opinion(
            by=people.who(table.karim),
            office=table.office,
            meeting=meeting("93"),
            sense=OpinionSense.NONE,
        )
