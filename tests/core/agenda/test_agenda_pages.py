"""« Ce qui m'attend »: the page, the block of the home, the calendar link."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import NOBODY
from o2r.accounts.enums import MembershipRole, OrganisationKind
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.core.agenda import registry
from o2r.core.agenda.models import FeedLink
from o2r.core.agenda.registry import Due
from o2r.core.agenda.services import digest_of, make_link, withdraw_link
from o2r.core.journal.authors import Author
from o2r.core.journal.models import JournalEntry
from o2r.core.retention import services as retention
from o2r.core.watch.services.alerts import block_account
from tests.accounts.factories import OrganisationFactory, UserFactory, enter, someone
from tests.network.committees.factories import InstanceFactory, MeetingFactory, SeatFactory

AGENDA = reverse("agenda:agenda")
LINK = reverse("agenda:subscription")
CLOSE = reverse("agenda:withdraw")


@pytest.fixture
def helene() -> User:
    """She works for the State in the région of the factories."""
    where = OrganisationFactory(kind=OrganisationKind.DREETS, region="84")
    return someone(
        MembershipRole.STATE_OFFICER, where, user=UserFactory(display_name="Hélène Aubry")
    ).user


@pytest.fixture
def as_helene(client: Client, helene: User) -> Client:
    return enter(client, helene)


@pytest.fixture
def late() -> None:
    """A plenary that is late, and a meeting in three days."""
    today = clock.today()
    instance = InstanceFactory(name="CDE du Rhône", installed_on=today - timedelta(days=400))
    MeetingFactory(instance=instance, starts_at=clock.now() + timedelta(days=3), is_plenary=False)


def feed_address(client: Client) -> str:
    page = client.post(LINK)
    (address,) = re.findall(r'value="(https?://[^"]+/agenda/[^"]+\.ics)"', page.content.decode())
    return address.replace("http://127.0.0.1:8000", "")


@pytest.mark.usefixtures("late")
def test_the_page_groups_what_is_due_and_keeps_one_kind(as_helene: Client) -> None:
    page = as_helene.get(AGENDA).content.decode()
    assert page.index("En retard") < page.index("CDE du Rhône")
    assert "Réunir la plénière" in page
    assert "Réunion d’un comité" in page
    only = as_helene.get(AGENDA, {"nature": "committee-meeting"}).content.decode()
    assert "Réunir la plénière" not in only
    assert "CDE du Rhône" in only
    unknown = as_helene.get(AGENDA, {"nature": "rien"}).content.decode()
    assert "Réunir la plénière" in unknown


def test_an_empty_agenda_says_so(as_helene: Client) -> None:
    assert "Rien ne vous attend" in as_helene.get(AGENDA).content.decode()
    home = as_helene.get(reverse("accounts:home")).content.decode()
    assert "Rien n’est à faire pour une date donnée" in home


@pytest.mark.usefixtures("late")
def test_the_home_shows_the_first_things_due(as_helene: Client) -> None:
    home = as_helene.get(reverse("accounts:home")).content.decode()
    assert "1 en retard" in home
    assert "Réunir la plénière" in home


@pytest.mark.usefixtures("late")
def test_who_does_not_sit_is_told_of_no_meeting(client: Client) -> None:
    where = OrganisationFactory(kind=OrganisationKind.MISSION_LOCALE, region="84")
    karim = someone(MembershipRole.PARTNER_ADVISER, where).user
    enter(client, karim)
    assert "Rien ne vous attend" in client.get(AGENDA).content.decode()
    meeting = MeetingFactory(starts_at=clock.now() + timedelta(days=2))
    SeatFactory(instance=meeting.instance, organisation=where)
    assert meeting.instance.name in client.get(AGENDA).content.decode()


def test_nobody_reads_an_agenda_signed_out(client: Client) -> None:
    assert client.get(AGENDA).status_code == 302
    assert client.post(LINK).status_code == 302
    assert FeedLink.objects.count() == 0


@pytest.mark.usefixtures("late")
def test_a_calendar_program_reads_the_link_without_signing_in(as_helene: Client) -> None:
    address = feed_address(as_helene)
    answer = Client().get(address)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer.headers["Cache-Control"]
    titles = [str(one["summary"]) for one in Calendar.from_ical(answer.content).walk("VEVENT")]
    assert sorted(titles) == ["CDE du Rhône", "Plénière à réunir avant ce jour : CDE du Rhône"]
    assert "Hélène" not in answer.content.decode()
    assert FeedLink.objects.get().last_read_at is not None
    assert Client().get(address).content.count(b"UID:") == 2


def test_the_address_is_shown_once_and_only_its_digest_is_kept(
    as_helene: Client, helene: User
) -> None:
    secret = feed_address(as_helene).rpartition("/")[2].removesuffix(".ics")
    assert FeedLink.objects.get().token_hash == digest_of(secret)
    assert secret not in as_helene.get(LINK).content.decode()
    entry = JournalEntry.objects.get(kind="agenda-feed")
    assert (entry.action, entry.user) == ("create", helene.pk)


def test_a_link_is_replaced_then_closed(as_helene: Client) -> None:
    first = feed_address(as_helene)
    second = feed_address(as_helene)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    as_helene.post(CLOSE)
    assert Client().get(second).status_code == 404
    assert as_helene.post(CLOSE).url == LINK
    assert Client().get("/agenda/inconnu.ics").status_code == 404
    assert "Aucun lien n’est ouvert" in as_helene.get(LINK).content.decode()


def test_a_link_asks_for_a_fresh_proof(client: Client, helene: User) -> None:
    client.force_login(helene)
    answer = client.post(LINK)
    assert answer.status_code == 302
    assert "preuve" in answer.url
    assert not FeedLink.objects.exists()


def test_a_link_dies_with_the_right_to_act(as_helene: Client, helene: User) -> None:
    address = feed_address(as_helene)
    held = helene.memberships.get()
    held.ended_at = clock.now()
    held.save()
    assert Client().get(address).status_code == 404


def test_a_blocked_account_gives_no_feed(as_helene: Client, helene: User) -> None:
    address = feed_address(as_helene)
    organisation: Organisation = helene.memberships.get().organisation
    block_account(by=Author.system("test"), user=helene.pk, organisation=organisation.pk)
    assert Client().get(address).status_code == 404


def test_each_organisation_has_its_own_link(helene: User) -> None:
    first = actor_for(helene)
    other = someone(MembershipRole.MEMBER, user=helene)
    second = actor_for(helene, acting_as=other.pk)
    make_link(by=first)
    make_link(by=second)
    assert FeedLink.objects.filter(owner=helene.pk).count() == 2
    assert withdraw_link(by=first)
    assert not withdraw_link(by=first)
    assert FeedLink.objects.get().organisation == other.organisation_id


def test_a_visitor_has_no_link() -> None:
    assert not withdraw_link(by=NOBODY)
    with pytest.raises(ValueError, match="belongs to an account"):
        make_link(by=NOBODY)


def test_a_link_nobody_reads_is_erased_after_six_months(helene: User) -> None:
    make_link(by=actor_for(helene))
    now = clock.now()
    FeedLink.objects.update(made_at=now - timedelta(days=500))
    list(retention.run(by=Author.system("test"), now=now, only="agenda.FeedLink"))
    assert not FeedLink.objects.exists()


def test_each_line_says_that_it_is_late_and_begins_with_a_capital(
    as_helene: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = clock.today()
    known = {
        "late": ("Une échéance", lambda actor: [Due(today - timedelta(days=1), "bilan", "/a/")]),
        "soon": ("Une échéance", lambda actor: [Due(today, "comptes", "/b/")]),
    }
    monkeypatch.setattr(registry, "_providers", known)
    for page in (reverse("accounts:home"), AGENDA):
        lines = re.findall(r"<li[^>]*>(.*?)</li>", as_helene.get(page).text, re.DOTALL)
        bilan, comptes = (next(line for line in lines if word in line) for word in WORDS)
        assert "En retard" in bilan
        assert "En retard" not in comptes


WORDS = (">Bilan<", ">Comptes<")
