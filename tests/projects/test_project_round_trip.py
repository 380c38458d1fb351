"""What is exported is imported back the same, in every format."""

import string
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from o2r.accounts.actors import CONSOLE
from o2r.accounts.enums import OrganisationKind
from o2r.projects.enums import (
    AttentionPoint,
    Channel,
    Origin,
    PartnerRole,
    Public,
    PublicationState,
    Stage,
)
from o2r.projects.exchange.records import row_of
from o2r.projects.exchange.rows import (
    OrganisationRow,
    PartnerRow,
    ProjectRow,
    cells_of,
    parse,
)
from o2r.projects.exchange.tables import FORMATS, Line, read
from o2r.projects.exchange.writers import write
from o2r.projects.models import FundedProject
from o2r.projects.services import import_projects
from o2r.territory.geography import current_geography

# What people type: accents, quotes, separators, leading signs, several lines.
LETTERS = string.ascii_letters + string.digits + " éàçœÉ’'\"«»,;|=+-@/()·\n\t"
NAMES = LETTERS.translate({ord(sign): None for sign in ";|\n"})
YEAR = current_geography().year


def words(alphabet: str, longest: int, shortest: int = 0) -> SearchStrategy[str]:
    # Cells are read without the blanks around them, and lines end the same everywhere.
    stripped = st.text(alphabet, max_size=longest).map(str.strip)
    return stripped.filter(lambda text: len(text) >= shortest)


def codes(choices: type) -> SearchStrategy[tuple[object, ...]]:
    return st.sets(st.sampled_from(list(choices)), max_size=4).map(
        lambda chosen: tuple(choice for choice in choices if choice in chosen)
    )


ORGANISATIONS = st.builds(
    OrganisationRow,
    name=words(NAMES, 40, 1),
    kind=st.sampled_from(list(OrganisationKind)),
    siret=st.sampled_from(["", "13003013300016", "35600000000048"]),
)
MAILBOXES = st.sampled_from(["", "contact@passerelles.example", "o'neil+o2r@fil.example"])
SITES = st.sampled_from(["", "https://passerelles.example/", "http://fil.example/a?b=c,d;e|f"])
DAYS = st.none() | st.dates(date(2000, 1, 1), date(2099, 12, 31))
ROWS: SearchStrategy[ProjectRow] = st.builds(
    ProjectRow,
    slug=st.from_regex(r"[a-z0-9]{1,20}(-[a-z0-9]{1,10}){0,2}", fullmatch=True),
    title=words(LETTERS, 60, 1),
    bearer=ORGANISATIONS,
    bearer_website=SITES,
    partners=st.lists(
        st.builds(PartnerRow, organisation=ORGANISATIONS, role=st.sampled_from(list(PartnerRole))),
        max_size=3,
        unique_by=lambda partner: partner.organisation.name.casefold(),
    ).map(tuple),
    zone_expression=st.sampled_from(["dep:38 - epci:200085751", "com:69259", "reg:84 + dep:2A"]),
    zone_vintage=st.sampled_from([2024, YEAR]),
    uncertain_note=words(LETTERS, 80),
    publics=codes(Public).filter(lambda found: Public.EVERYONE not in found or len(found) == 1),
    attention_points=codes(AttentionPoint),
    stages=codes(Stage),
    channels=codes(Channel),
    description=words(LETTERS, 200),
    phone=st.sampled_from(["", "01 99 00 12 34", "+262 692 00 00 00", "3949"]),
    email=MAILBOXES,
    form_url=SITES,
    contact_is_relay_only=st.booleans(),
    relay_mailbox=MAILBOXES,
    opening_hours=words(LETTERS, 80),
    starts_on=DAYS,
    ends_on=DAYS,
    origin=st.sampled_from(list(Origin)),
    source_url=SITES,
    confirmed_on=DAYS,
    state=st.sampled_from([None, *PublicationState]),
    is_example=st.booleans(),
).map(lambda row: possible(row))


def possible(row: ProjectRow) -> ProjectRow:
    """The row without what the rules forbid together."""
    if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
        row = replace(row, ends_on=None)
    if row.contact_is_relay_only:
        row = replace(row, email="")
    if row.is_example:
        row = replace(
            row,
            bearer=replace(row.bearer, siret=""),
            partners=tuple(
                replace(p, organisation=replace(p.organisation, siret="")) for p in row.partners
            ),
        )
    bearer = row.bearer.name.casefold()
    others = tuple(p for p in row.partners if p.organisation.name.casefold() != bearer)
    return replace(row, partners=others)


@given(ROWS)
@settings(max_examples=300, deadline=None)
def test_the_cells_of_a_row_are_read_back_as_the_row(row: ProjectRow) -> None:
    assert parse(Line(2, cells_of(row))) == row


@given(st.lists(ROWS, min_size=1, max_size=4, unique_by=lambda row: row.slug))
@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_is_read_back_as_what_was_written(kind: str, rows: list[ProjectRow]) -> None:
    lines = read(f"projets.{kind}", write(kind, rows))
    assert [parse(line) for line in lines] == rows


@pytest.mark.parametrize("kind", FORMATS)
def test_projects_exported_then_imported_elsewhere_are_the_same(kind: str) -> None:
    first = [
        Line(2, {**cells, "etat": "publie"})
        for cells in (
            cells_of(ROW_WITH_EVERYTHING),
            cells_of(replace(ROW_WITH_EVERYTHING, slug="autre", partners=())),
        )
    ]
    import_projects(by=CONSOLE, lines=[Line(rank, line.cells) for rank, line in enumerate(first)])
    exported = write(kind, rows_of_database())
    FundedProject.objects.all().delete()
    report = import_projects(by=CONSOLE, lines=read(f"p.{kind}", exported))
    assert (report.created, report.errors) == (2, [])
    assert write(kind, rows_of_database()) == exported or kind == "xlsx"
    assert read(f"p.{kind}", write(kind, rows_of_database())) == read(f"p.{kind}", exported)


def rows_of_database() -> list[ProjectRow]:
    return [row_of(project) for project in FundedProject.objects.with_card_data()]


ROW_WITH_EVERYTHING = ProjectRow(
    slug="complet",
    title="=Un projet, « complet »",
    bearer=OrganisationRow("Les Passerelles", OrganisationKind.ASSOCIATION, "13003013300016"),
    bearer_website="https://passerelles.fr/",
    partners=(
        PartnerRow(
            OrganisationRow("La Fabrique", OrganisationKind.TRAINING_BODY), PartnerRole.CONSORTIUM
        ),
        PartnerRow(
            OrganisationRow("Le Fil", OrganisationKind.UNKNOWN, "35600000000048"),
            PartnerRole.ASSOCIATE,
        ),
    ),
    zone_expression="dep:38 - epci:200085751",
    zone_vintage=YEAR,
    uncertain_note="Périmètre à confirmer.",
    publics=(Public.YOUNG, Public.QPV_FRR),
    attention_points=(AttentionPoint.UNREGISTERED,),
    stages=(Stage.OUTREACH, Stage.COORDINATION),
    channels=(Channel.VEHICLE,),
    description="Première ligne ;\ndeuxième ligne | « fin ».",
    phone="01 99 00 12 34",
    email="",
    form_url="https://passerelles.fr/contact",
    contact_is_relay_only=True,
    relay_mailbox="equipe@passerelles.fr",
    opening_hours="Mardi de 9 h à 12 h",
    starts_on=date(2025, 1, 1),
    ends_on=date(2027, 12, 31),
    origin=Origin.PIC,
    source_url="https://region.fr/laureats",
    confirmed_on=date(2026, 10, 1),
    state=PublicationState.PUBLISHED,
    is_example=False,
)
