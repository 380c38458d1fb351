"""Who reads what of committees: instances, meetings, names."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole
from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.core.journal.models import JournalEntry
from o2r.core.retention import services as retention
from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import Subject
from o2r.network.committees.enums import InstanceKind
from o2r.network.committees.models import Instance, Meeting, Seat
from o2r.network.committees.selectors import awaiting_plenary, instances_for
from tests.accounts.factories import UserFactory, enter, someone
from tests.network.committees.factories import InstanceFactory, MeetingFactory, SeatFactory

LIST = reverse("committees:instances")


def page_of(one: Instance | Seat | Meeting) -> str:
    name = type(one).__name__.lower()
    return reverse(f"committees:{name}", kwargs={name: one.pk})


def test_each_sees_the_instances_of_their_region(
    helene: User, karim: User, zoe: User, paul: User
) -> None:
    here, there = InstanceFactory(region="84"), InstanceFactory(region="93")
    seen = {user.display_name: set(instances_for(actor_for(user))) for user in (helene, karim, zoe)}
    assert seen == {"Hélène": {here}, "Karim": {here}, "Zoé": {there}}
    assert set(instances_for(actor_for(paul))) == {here, there}


def test_an_organisation_sees_the_instance_where_it_sits_while_the_mandate_runs(
    karim: User,
) -> None:
    partner = karim.memberships.get().organisation
    seat = SeatFactory(instance__region="93", organisation=partner)
    SeatFactory(instance__region="93", organisation=partner, mandate_end=date(2026, 1, 2))
    assert list(instances_for(actor_for(karim))) == [seat.instance]


@pytest.mark.parametrize("role", [MembershipRole.CASEWORKER, MembershipRole.CANDIDATE])
def test_other_roles_meet_no_committee(client: Client, role: MembershipRole) -> None:
    instance = InstanceFactory()
    enter(client, someone(role).user)
    assert client.get(LIST).status_code == 404
    assert client.get(page_of(instance)).status_code == 404


def test_a_partner_reads_meetings_and_no_other_name_than_its_own(
    as_karim: Client, karim: User
) -> None:
    instance = InstanceFactory(chairs="préfète")
    MeetingFactory(instance=instance, agenda="Priorités de l’année")
    partner = karim.memberships.get().organisation
    own, other = (
        SeatFactory(instance=instance, organisation=partner),
        SeatFactory(instance=instance),
    )
    page = as_karim.get(page_of(instance)).content.decode()
    assert own.name in page
    assert other.name not in page
    assert as_karim.get(page_of(own)).status_code == 200
    assert as_karim.get(page_of(other)).status_code == 404
    meeting = as_karim.get(page_of(instance.meetings.get())).content.decode()
    assert "Priorités de l’année" in meeting
    assert "Compte rendu" not in meeting
    minutes = reverse("committees:minutes", kwargs={"meeting": instance.meetings.get().pk})
    assert as_karim.get(minutes).status_code == 404


def test_a_national_officer_reads_no_name(client: Client, paul: User) -> None:
    seat = SeatFactory()
    enter(client, paul)
    assert seat.name not in client.get(page_of(seat.instance)).content.decode()
    assert client.get(page_of(seat)).status_code == 404


def test_reading_names_is_journaled(as_helene: Client) -> None:
    seat = SeatFactory()
    assert seat.name in as_helene.get(page_of(seat.instance)).content.decode()
    assert seat.email in as_helene.get(page_of(seat)).content.decode()
    entries = JournalEntry.objects.filter(kind="committee-member")
    assert set(entries.order_by("action").values_list("action", flat=True)) == {"list", "read"}


def test_the_state_elsewhere_finds_nothing(client: Client, zoe: User) -> None:
    seat, meeting = SeatFactory(), MeetingFactory()
    enter(client, zoe)
    for where in (page_of(seat), page_of(seat.instance), page_of(meeting)):
        assert client.get(where).status_code == 404


def test_the_list_is_short_to_read(as_helene: Client) -> None:
    for rank in range(30):
        SeatFactory(instance__name=f"CDE {rank}")
    as_helene.get(LIST)
    with CaptureQueriesContext(connection) as asked:
        page = as_helene.get(LIST)
    assert page.content.decode().count('class="card__title"') == 30
    # What opens and closes the scope of the request depends on the engine, not on the page.
    assert sum(" FROM " in query["sql"] for query in asked.captured_queries) <= 12


def test_the_plenary_is_asked_for_two_months_before_its_term(helene: User) -> None:
    today = clock.today()
    late = InstanceFactory(installed_on=today - timedelta(days=400))
    soon = InstanceFactory(installed_on=today - timedelta(days=330))
    InstanceFactory(installed_on=today - timedelta(days=100))
    InstanceFactory(kind=InstanceKind.FUNDERS, installed_on=today - timedelta(days=900))
    InstanceFactory(installed_on=today - timedelta(days=900), closed_on=today)
    met = InstanceFactory(installed_on=today - timedelta(days=900))
    MeetingFactory(instance=met)
    restricted = InstanceFactory(installed_on=today - timedelta(days=450))
    MeetingFactory(instance=restricted, is_plenary=False)
    found = awaiting_plenary(actor_for(helene))
    assert found == [restricted, late, soon]
    assert not Instance.objects.with_last_plenary().get(pk=met.pk).awaits_plenary


def test_pages_say_that_a_plenary_is_due(as_helene: Client) -> None:
    late = InstanceFactory(installed_on=clock.today() - timedelta(days=400))
    assert "Plénière à réunir" in as_helene.get(LIST).content.decode()
    assert "Une séance plénière est à réunir" in as_helene.get(page_of(late)).content.decode()


def test_an_officer_keeps_an_instance_by_its_pages(as_helene: Client, helene: User) -> None:
    given = {"kind": "departmental", "name": "CDE du Rhône", "region": "84"}
    refused = as_helene.post(reverse("committees:new_instance"), {**given, "name": ""})
    assert "field--wrong" in refused.content.decode()
    as_helene.post(reverse("committees:new_instance"), {**given, "zone_expression": "dep:69"})
    made = Instance.objects.get()
    change = reverse("committees:change_instance", kwargs={"instance": made.pk})
    assert "dep:69" in as_helene.get(change).content.decode()
    outside = as_helene.post(change, {**given, "zone_expression": "dep:13"}).content.decode()
    assert "sort de la région" in outside
    as_helene.post(change, {**given, "name": "CDE"})
    made.refresh_from_db()
    assert (made.name, made.zone_expression) == ("CDE", "")


def test_an_officer_keeps_members_by_the_pages(as_helene: Client) -> None:
    instance = InstanceFactory()
    add = reverse("committees:new_seat", kwargs={"instance": instance.pk})
    assert as_helene.get(add).status_code == 200
    given = {"body": "Ville", "function": "maire", "name": "Ada", "mandate_start": "2026-03-01"}
    assert as_helene.post(add, given).url == page_of(instance)
    seat = Seat.objects.get()
    as_helene.post(page_of(seat), {**given, "name": "Ada Lune"})
    as_helene.post(page_of(seat), {"renew": "1"})
    seat.refresh_from_db()
    assert (seat.name, seat.mandate_end) == ("Ada Lune", date(2032, 2, 29))
    as_helene.post(page_of(seat), {"end": "1"})
    seat.refresh_from_db()
    assert seat.is_over
    assert "Anciens membres" in as_helene.get(page_of(instance)).content.decode()


def test_an_officer_keeps_meetings_by_the_pages(as_helene: Client) -> None:
    seat = SeatFactory()
    add = reverse("committees:new_meeting", kwargs={"instance": seat.instance_id})
    given = {"day": "2026-05-04", "hour": "09:30", "place": "Lyon", "quorum": "1"}
    assert as_helene.get(add).status_code == 200
    as_helene.post(add, {**given, "is_plenary": "on"})
    meeting = Meeting.objects.get()
    change = reverse("committees:change_meeting", kwargs={"meeting": meeting.pk})
    assert 'value="09:30"' in as_helene.get(change).content.decode()
    as_helene.post(change, {**given, "hour": "10:00"})
    meeting.refresh_from_db()
    assert (meeting.hour.hour, meeting.is_plenary) == (10, False)
    came = reverse("committees:attendance", kwargs={"meeting": meeting.pk})
    assert seat.name in as_helene.get(came).content.decode()
    as_helene.post(came, {"present": [str(seat.pk)]})
    page = as_helene.get(page_of(meeting)).content.decode()
    assert "Quorum atteint" in page
    assert "1 présent sur 1 membre en exercice" in page
    assert as_helene.post(change, {"cancel": "1"}).url == page_of(meeting)
    assert Meeting.objects.exists()
    minutes = reverse("committees:minutes", kwargs={"meeting": meeting.pk})
    assert as_helene.get(minutes).url == page_of(meeting)
    assert as_helene.post(minutes).url == page_of(meeting)


def test_names_leave_three_years_after_the_mandate(by: Actor) -> None:
    now = clock.now()
    gone = SeatFactory(
        mandate_end=(now - timedelta(days=3 * 366 + 5)).date(), mandate_start=date(2020, 1, 1)
    )
    kept = SeatFactory(
        mandate_end=(now - timedelta(days=2 * 365)).date(), mandate_start=date(2020, 1, 1)
    )
    list(retention.run(by=Author.system("test"), now=now, only="committees.Seat"))
    gone.refresh_from_db()
    kept.refresh_from_db()
    assert (gone.name, gone.email, gone.body) == ("", "", "Conseil départemental")
    assert kept.name


def test_a_member_without_an_account_takes_and_erases_their_data() -> None:
    seat = SeatFactory(email="jeanne@departement.example")
    subject = Subject(SubjectKind.VISITOR, "jeanne@departement.example")
    export = retention.run_export(by=Author.system("test"), subject=subject)
    assert seat.name.encode() in b"".join(_texts(export.content))
    retention.erase_subject(by=Author.system("test"), subject=subject)
    seat.refresh_from_db()
    assert (seat.name, seat.email) == ("", "")


def _texts(content: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def test_a_member_with_an_account_finds_their_mandate() -> None:
    user = UserFactory(email="jeanne@departement.example")
    seat = SeatFactory(email=user.email)
    export = retention.run_export(
        by=Author.system("test"), subject=Subject(SubjectKind.ACCOUNT, str(user.pk))
    )
    assert seat.body.encode() in b"".join(_texts(export.content))
