"""The data that comes with the project: real rows, regional contacts, fictional rows."""

import csv
import io
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from pytest_django import Settings

from o2r.accounts import demo
from o2r.accounts.acting import actor_for
from o2r.accounts.models import Organisation, User
from o2r.projects.enums import Public, PublicationState, Stage
from o2r.projects.examples.making import examples
from o2r.projects.exchange.rows import ProjectRow, parse
from o2r.projects.exchange.tables import read
from o2r.projects.exchange.writers import csv_file
from o2r.projects.filters import ProjectFilters
from o2r.projects.models import FundedProject, RegionalContact
from o2r.projects.selectors import contact_for, covering, nearest, white_zones
from o2r.territory.enums import UnitKind
from o2r.territory.geography import current_geography

DATA = Path(configured.O2R_DATA_DIR)
LAUREATES, EXAMPLES = DATA / "laureates.csv", DATA / "examples" / "projects.csv"
ROUSSILLON, VENISSIEUX = "38344", "69259"


def rows_of(path: Path) -> list[ProjectRow]:
    parsed = [parse(line) for line in read(path.name, path.read_bytes())]
    wrong = [str(error) for row in parsed if isinstance(row, list) for error in row]
    assert not wrong, wrong
    return [row for row in parsed if isinstance(row, ProjectRow)]


def load() -> str:
    output = io.StringIO()
    call_command("load_first_data", stdout=output)
    return output.getvalue()


@pytest.fixture
def laureates() -> None:
    load()


@pytest.fixture
def demonstration(settings: Settings) -> None:
    settings.DEMONSTRATION = True
    load()


def test_the_real_projects_come_from_public_pages_and_invent_nothing() -> None:
    rows = rows_of(LAUREATES)
    assert len(rows) == 14
    for row in rows:
        assert row.source_url.startswith("https://")
        assert not row.is_example
        assert row.state is PublicationState.PUBLISHED
        for unknown in (row.phone, row.email, row.form_url, row.relay_mailbox, row.confirmed_on):
            assert not unknown
        assert not row.bearer.siret
        assert not any(partner.organisation.siret for partner in row.partners)


def test_the_file_of_real_projects_is_what_an_export_writes() -> None:
    assert csv_file(rows_of(LAUREATES)) == LAUREATES.read_bytes()


def test_a_perimeter_that_the_page_does_not_give_is_said() -> None:
    rows = {row.slug: row for row in rows_of(LAUREATES)}
    sizes = {"o2r-portes-du-sud": 4, "imaginer-sa-futuralite": 24, "bam-bearn-adour": 179}
    for slug, number in sizes.items():
        project = FundedProject(
            zone_expression=rows[slug].zone_expression, zone_vintage=rows[slug].zone_vintage
        )
        assert len(project.footprint) == number
    unsure = {slug for slug, row in rows.items() if "à confirmer" in row.uncertain_note}
    assert "o2r-portes-du-sud" not in unsure
    assert {"bam-bearn-adour", "cap-echo", "leo-sport-job-nouvelle-aquitaine"} <= unsure


@pytest.mark.usefixtures("laureates")
def test_two_real_projects_come_to_venissieux() -> None:
    assert {p.slug for p in covering(VENISSIEUX)} == {"o2r-portes-du-sud", "ifra-rhone"}


@pytest.mark.usefixtures("laureates")
def test_no_real_project_comes_to_roussillon_for_young_people() -> None:
    assert covering(ROUSSILLON, Public.YOUNG) == []
    near = nearest(ROUSSILLON, Public.YOUNG)
    assert [found.project.slug for found in near][:2] == ["ifra-drome", "ifra-rhone"]
    assert all(0 < found.distance_km < 60 for found in near)
    commune = current_geography().commune(ROUSSILLON)
    assert commune is not None
    contact = contact_for(commune)
    assert contact is not None
    assert contact.name == "DREETS Auvergne-Rhône-Alpes"


def test_every_region_has_a_contact_on_an_official_site() -> None:
    load()
    regions = {
        unit.code for unit in current_geography().of_kind(UnitKind.REG) if unit.category == "region"
    }
    contacts = RegionalContact.objects.all()
    assert {contact.region for contact in contacts} == regions
    for contact in contacts:
        assert (urlsplit(contact.url).hostname or "").endswith(".gouv.fr")
        # A phone or a mailbox is only there with the page where it was read.
        assert contact.source_url or not (contact.phone or contact.email)
        assert bool(contact.source_url) == bool(contact.seen_on)


def test_loading_twice_changes_nothing_and_undoes_nothing() -> None:
    load()
    FundedProject.objects.filter(slug="esperer-95").update(phone="01 99 00 00 00")
    FundedProject.objects.filter(slug="cap-echo").update(state=PublicationState.WITHDRAWN)
    assert "aucun projet" in load()
    assert FundedProject.objects.count() == 14
    assert FundedProject.objects.get(slug="esperer-95").phone == "01 99 00 00 00"
    assert FundedProject.objects.get(slug="cap-echo").state == PublicationState.WITHDRAWN


def test_a_production_install_loads_no_fiction() -> None:
    assert "fictif" not in load()
    assert not FundedProject.objects.filter(is_example=True).exists()
    assert not Organisation.objects.filter(is_example=True).exists()
    assert not User.objects.exists()
    with pytest.raises(CommandError, match="démonstration"):
        call_command("load_examples")


def test_the_fictional_file_is_what_the_generator_writes() -> None:
    assert csv_file(examples(current_geography())) == EXAMPLES.read_bytes()


def test_fictional_projects_can_reach_nobody() -> None:
    rows = rows_of(EXAMPLES)
    phone = re.compile(r"(01 99 00|06 39 98) \d\d \d\d")
    for row in rows:
        assert row.is_example
        assert row.slug.startswith("exemple-")
        assert not row.bearer.siret
        assert not row.phone or phone.fullmatch(row.phone)
        for mailbox in (row.email, row.relay_mailbox):
            assert not mailbox or mailbox.endswith(".example")
        for site in (row.bearer_website, row.form_url):
            assert not site or (urlsplit(site).hostname or "").endswith(".example")
        assert {Stage.OUTREACH, Stage.COORDINATION} <= set(row.stages)
        assert row.description
    assert len({row.description for row in rows}) > len(rows) * 0.9
    assert 240 <= len(rows) - 20 <= 265


@pytest.mark.usefixtures("demonstration")
def test_a_demonstration_completes_the_country() -> None:
    shown = FundedProject.objects.shown_to_public()
    in_region = shown.matching(ProjectFilters(region="84"))
    # Nineteen of the files, and the four whose convention is signed.
    assert in_region.count() == 23
    assert in_region.real().count() == 3
    for unit in current_geography().of_kind(UnitKind.REG):
        if unit.category == "region":
            assert shown.matching(ProjectFilters(region=unit.code)).exists(), unit.name


@pytest.mark.usefixtures("demonstration")
def test_a_demonstration_leaves_gaps_to_be_seen() -> None:
    with_gaps = 0
    for unit in current_geography().of_kind(UnitKind.REG):
        if unit.category == "region":
            white = white_zones(region=unit.code)
            assert white.communes < white.all_communes
            with_gaps += any(epci.is_whole for epci in white.epci)
    assert with_gaps >= 10


@pytest.mark.usefixtures("demonstration")
def test_the_people_of_the_demonstration_have_projects() -> None:
    workers = User.objects.filter(
        memberships__role="coordinator", memberships__organisation__name=demo.PASSERELLES
    )
    assert len(workers) == 1
    for user in workers:
        assert FundedProject.objects.visible_to(actor_for(user)).count() >= 2


@pytest.mark.usefixtures("demonstration")
def test_fiction_never_makes_the_answer_for_roussillon() -> None:
    found = covering(ROUSSILLON, Public.YOUNG)
    assert all(project.is_example for project in found)


def test_regional_contacts_are_one_line_each() -> None:
    with (DATA / "regional_contacts.csv").open(encoding="utf-8", newline="") as file:
        codes = [row["region"] for row in csv.DictReader(file)]
    assert len(codes) == len(set(codes)) == 18
