"""Settings of the instance: versioned, journaled, in force at once in every process."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pytest_django import DjangoAssertNumQueries, Settings

from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole
from o2r.accounts.errors import NotAllowed
from o2r.accounts.governance import in_force, services
from o2r.accounts.governance.catalogue import UnknownSetting, WrongValue, period_settings
from o2r.accounts.governance.models import InstanceSetting
from o2r.core import clock
from o2r.core.files.models import StoredFile
from o2r.core.instance import instance
from o2r.core.journal.models import JournalEntry
from o2r.core.retention.periods import period
from tests.accounts.factories import actor, enter, manager, someone

SOURCE = "décision du comité, 12 mars 2026"


@pytest.fixture
def by() -> Actor:
    return actor(MembershipRole.PLATFORM_MANAGER)


def set_to(by: Actor, code: str, value: str, **more: object) -> InstanceSetting:
    return services.change_setting(by=by, code=code, value=value, source=SOURCE, **more)  # type: ignore[arg-type]


def test_the_environment_gives_the_defaults(settings: Settings) -> None:
    settings.SITE_NAME = "O2R d’essai"
    assert instance().site_name == "O2R d’essai"


def test_a_change_is_in_force_at_the_next_page_with_its_line_of_the_journal(
    by: Actor, client: Client
) -> None:
    before = client.get("/mentions-legales/").content.decode()
    assert "Association des bords de Loire" not in before
    set_to(by, "publisher", "Association des bords de Loire")
    set_to(by, "site-name", "O2R Loire")
    set_to(by, "legal-text", "Un paragraphe.\n\nUn <b>autre</b>.")
    page = client.get("/mentions-legales/").content.decode()
    assert "Association des bords de Loire" in page
    assert "· O2R Loire</title>" in page
    assert "Un &lt;b&gt;autre&lt;/b&gt;." in page
    entries = JournalEntry.objects.filter(kind="setting").order_by("number")
    assert [entry.fields for entry in entries] == ["publisher", "site-name", "legal-text"]
    assert "Loire" not in str([vars(entry) for entry in entries])


def test_another_process_agrees_at_its_next_page(by: Actor) -> None:
    set_to(by, "site-name", "Premier")
    assert instance().site_name == "Premier"
    # What another process writes, this one has not heard of.
    InstanceSetting.objects.create(
        number=2, code="site-name", value="Second", source=SOURCE, set_at=clock.now()
    )
    assert instance().site_name == "Second"


def test_nothing_changed_costs_one_query(
    by: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    set_to(by, "site-name", "O2R Loire")
    instance()
    with django_assert_num_queries(1):
        instance()


def test_where_answers_are_kept_a_process_asks_once_a_second(
    django_assert_num_queries: DjangoAssertNumQueries,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.PUBLIC_DATA_KEPT_SECONDS = 20
    monkeypatch.setattr(in_force, "_given", None)
    instance()
    with django_assert_num_queries(0):
        instance()
    later = in_force.time.monotonic() + in_force.SECONDS_KEPT
    monkeypatch.setattr("o2r.accounts.governance.in_force.time.monotonic", lambda: later)
    with django_assert_num_queries(1):
        instance()


def test_a_database_that_does_not_answer_leaves_what_is_known(
    by: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_to(by, "site-name", "O2R Loire")
    instance()

    def broken(*args: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(in_force.InstanceSetting.objects, "order_by", broken)
    assert instance().site_name == "O2R Loire"


def test_an_empty_value_comes_back_to_the_environment(by: Actor, settings: Settings) -> None:
    set_to(by, "contact-email", "equipe@o2r-loire.example")
    assert instance().contact_email == "equipe@o2r-loire.example"
    set_to(by, "contact-email", "  ")
    assert instance().contact_email == settings.CONTACT_EMAIL


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("contact-email", "pas une adresse"),
        ("digest-hour", "24"),
        ("digest-hour", "huit"),
        ("site-name", "Deux\nlignes"),
        ("site-name", "x" * 61),
        ("retention-inactive-account", "deux ans"),
    ],
)
def test_a_wrong_value_is_refused_in_words(by: Actor, code: str, value: str) -> None:
    with pytest.raises(WrongValue):
        set_to(by, code, value)
    assert not InstanceSetting.objects.exists()


def test_only_who_runs_the_platform_changes_a_setting() -> None:
    with pytest.raises(NotAllowed):
        set_to(actor(MembershipRole.COORDINATOR), "site-name", "À moi")


def test_a_setting_that_does_not_exist_and_a_source_that_is_missing(by: Actor) -> None:
    with pytest.raises(UnknownSetting):
        set_to(by, "debug", "1")
    with pytest.raises(services.SourceMissing):
        services.change_setting(by=by, code="site-name", value="O2R", source=" ")


def test_a_period_starts_on_its_day_and_says_that_it_is_provisional(by: Actor) -> None:
    code, today = "inactive-account", clock.today()
    before = period(code, today).duration
    tomorrow = today + timedelta(days=1)
    set_to(by, f"retention-{code}", "P13M", is_provisional=True, in_force_on=tomorrow)
    assert period(code, today).duration == before
    assert period(code, tomorrow).words == "13 mois (provisoire)"
    assert period(code, tomorrow).source == SOURCE
    set_to(by, f"retention-{code}", "")
    assert period(code, tomorrow).duration == before


def test_a_period_is_never_so_short_that_what_is_due_later_is_erased(by: Actor) -> None:
    for code, short in (
        ("access-journal", "PT0H"),
        ("inactive-account", "P3M"),
        ("security-trace", "P5M"),
    ):
        with pytest.raises(WrongValue, match="ne descend pas"):
            set_to(by, f"retention-{code}", short)
    set_to(by, "retention-security-trace", "P6M")


def test_every_period_has_its_setting() -> None:
    assert "retention-inactive-account" in {one.code for one in period_settings()}


def test_the_screens_show_and_change_settings(client: Client) -> None:
    enter(client, manager())
    overview = client.get(reverse("governance:instance")).content.decode()
    assert "O2R_PUBLIC_URL" in overview
    assert "Boîte de contact" in overview
    page = reverse("governance:change_setting", args=["site-name"])
    assert client.post(page, {"value": "O2R Loire", "source": SOURCE}).status_code == 302
    assert SOURCE in client.get(page).content.decode()
    wrong = client.post(page, {"value": "x" * 61, "source": SOURCE}).content.decode()
    assert "Raccourcissez" in wrong
    dated = reverse("governance:change_setting", args=["retention-inactive-account"])
    posted = {"value": "P18M", "source": SOURCE, "in_force_on": "2026-01-01"}
    assert client.post(dated, posted).status_code == 302
    assert client.get(reverse("governance:change_setting", args=["logo"])).status_code == 404
    assert client.get(reverse("governance:change_setting", args=["rien"])).status_code == 404


def test_nobody_else_sees_them(client: Client) -> None:
    held = someone(MembershipRole.MEMBER, manages_accounts=True)
    enter(client, held.user)
    for name in ("instance", "status", "change_logo"):
        assert client.get(reverse(f"governance:{name}")).status_code == 404


def picture(comment: str) -> SimpleUploadedFile:
    content, hidden = io.BytesIO(), PngInfo()
    hidden.add_text("Comment", comment)
    Image.new("RGB", (64, 64), "teal").save(content, "PNG", pnginfo=hidden)
    return SimpleUploadedFile("logo.png", content.getvalue(), "image/png")


def test_a_logo_is_made_again_then_shown_to_everyone(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.STORAGE_DIR = tmp_path
    visitor = Client()
    assert visitor.get("/logo/").status_code == 404
    enter(client, manager())
    page = reverse("governance:change_logo")
    hidden = "<script>alert(1)</script>"
    sent = client.post(page, {"picture": picture(hidden), "source": SOURCE})
    assert sent.status_code == 302, sent.content.decode()
    address = instance().logo
    assert address in visitor.get("/mentions-legales/").content.decode()
    shown = visitor.get(address)
    assert shown["Content-Type"] == "image/png"
    assert "sandbox" in shown["Content-Security-Policy"]
    assert hidden.encode() not in shown.content
    assert Image.open(io.BytesIO(shown.content)).size == (64, 64)
    # Nothing of the picture received is left among the private files.
    assert not StoredFile.objects.exists()
    client.post(page, {"remove": "1"})
    assert visitor.get("/logo/").status_code == 404


def test_what_is_no_picture_is_refused_in_words(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.STORAGE_DIR = tmp_path
    enter(client, manager())
    fake = SimpleUploadedFile("logo.png", b"<svg onload=alert(1)>", "image/png")
    page = client.post(reverse("governance:change_logo"), {"picture": fake, "source": SOURCE})
    assert page.status_code == 200
    assert "errorlist" in page.content.decode() or "alert--error" in page.content.decode()
    assert not InstanceSetting.objects.exists()


def test_the_status_page_speaks_of_jobs_keys_and_anchors(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.ANCHOR_DIR = tmp_path
    page = enter(client, manager()).get(reverse("governance:status")).content.decode()
    assert "o2r worker" in page
    assert "journal-anchor" in page
    assert "Aucune ancre" in page


def test_a_broken_anchor_is_a_sentence_and_not_an_error(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.ANCHOR_DIR = tmp_path
    (tmp_path / "anchors-2026-01.jsonl").write_text("n’importe quoi\n", encoding="utf-8")
    page = enter(client, manager()).get(reverse("governance:status")).content.decode()
    assert "ne se lit pas" in page
