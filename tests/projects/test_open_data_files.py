"""The open data: what is published, in valid files, and nothing else."""

import csv
import io
import json
from datetime import date

import frictionless
import pytest
import rdflib
from data_inclusion.schema import v1
from pytest_django import DjangoAssertNumQueries, Settings
from rdflib.compare import isomorphic

from o2r.projects.models import FundedProject
from o2r.projects.open_data import catalog, csv_files, data_inclusion, geojson, schema
from o2r.projects.open_data.fields import FIELDS
from o2r.projects.open_data.rows import OpenProject, open_project
from tests.accounts.factories import OrganisationFactory
from tests.projects.factories import ProjectFactory

SECRET = "jamais-affichee@porteur.fr"
HOME = "https://o2r.example/donnees/"


def page_url(slug: str) -> str:
    return f"https://o2r.example/projets/{slug}/"


def rows() -> list[OpenProject]:
    projects = FundedProject.objects.in_open_data().with_card_data()
    return [open_project(project, page_url) for project in projects]


def table(lines: object) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(lines), newline="")))


@pytest.fixture
def three_projects() -> None:
    ProjectFactory(
        slug="complet",
        title="Un projet, « complet ».",
        bearer=OrganisationFactory(
            name="Mission locale | Sud",
            kind="mission-locale",
            siret="13003013300016",
            website="https://porteur.fr/",
            mailbox=SECRET,
        ),
        partners=OrganisationFactory.create_batch(2),
        zone="dep:38 - epci:200085751",
        publics=["jeunes", "seniors"],
        attention=["femmes", "non-inscrits"],
        stages=["reperer", "remobiliser"],
        channels=["vehicule"],
        description="Un camion.\nDes ateliers ; du café.",
        phone="01 99 00 12 34",
        contact_is_relay_only=True,
        relay_mailbox=SECRET,
        opening_hours="Mardi de 9 h à 12 h",
        starts_on=date(2025, 1, 1),
        confirmed_on=date(2026, 10, 1),
        origin="cej-jr",
        source_url="https://region.fr/laureats?a=1,2",
    )
    ProjectFactory(slug="minimal", bearer__mailbox="", zone="com:69259")
    ProjectFactory(slug="outre-mer", zone="dep:974", publics=["tous-publics"], email="c@p.fr")
    ProjectFactory(slug="exemple", example=True)
    ProjectFactory(slug="brouillon", state="draft")


@pytest.mark.usefixtures("three_projects")
def test_a_mailbox_that_is_not_shown_is_in_no_file() -> None:
    published = rows()
    files = [
        "".join(csv_files.projects(published)),
        json.dumps(geojson.collection(published)),
        json.dumps(geojson.documents(published)),
        json.dumps(data_inclusion.export(published)),
    ]
    assert all(SECRET not in content for content in files)
    assert "c@p.fr" in files[0]


@pytest.mark.usefixtures("three_projects")
def test_examples_are_absent_except_in_a_demonstration_where_they_are_said(
    settings: Settings,
) -> None:
    assert [row.id for row in rows()] == ["complet", "minimal", "outre-mer"]
    settings.DEMONSTRATION = True
    flags = {row["identifiant"]: row["exemple"] for row in table(csv_files.projects(rows()))}
    assert flags == {
        "complet": "false",
        "exemple": "true",
        "minimal": "false",
        "outre-mer": "false",
    }
    territories = table(csv_files.territories(rows()))
    assert {line["projet_id"] for line in territories if line["exemple"] == "true"} == {"exemple"}


@pytest.mark.usefixtures("three_projects")
def test_the_columns_say_what_the_project_is() -> None:
    found = {row["identifiant"]: row for row in table(csv_files.projects(rows()))}
    complete = found["complet"]
    assert complete["territoire"] == "Isère (hors CC Entre Bièvre et Rhône)"
    assert complete["territoire_expression"] == "dep:38 - epci:200085751"
    assert complete["communes_nombre"] == "475"
    assert complete["publics"] == "jeunes|seniors"
    assert complete["courriel"] == ""
    assert complete["contact_par_la_plateforme"] == "true"
    assert complete["commune_principale"] == "38185"
    assert complete["partenaires"].count("|") == 1
    assert found["minimal"]["contact_par_la_plateforme"] == "false"
    assert found["outre-mer"]["territoire_codes"] == "dep:974"
    assert all(row["page"] == page_url(row["identifiant"]) for row in found.values())


@pytest.mark.usefixtures("three_projects")
def test_the_tables_follow_their_schemas() -> None:
    published = rows()
    addresses = {"homepage": HOME, "address": HOME + "schema.json"}
    for lines, described in (
        (csv_files.projects(published), schema.projects_schema(**addresses)),
        (csv_files.territories(published), schema.territories_schema(**addresses)),
    ):
        content = "".join(lines).encode()
        report = validated(content, described)
        assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])
    broken = "".join(csv_files.projects(published)).replace("jeunes|seniors", "jeunes|autre")
    assert not validated(broken.encode(), schema.projects_schema(**addresses)).valid


def validated(content: bytes, descriptor: dict[str, object]) -> frictionless.Report:
    described = frictionless.Schema.from_descriptor(descriptor)
    resource = frictionless.Resource(data=content, format="csv", encoding="utf-8", schema=described)
    return resource.validate()


def test_the_schema_describes_every_column() -> None:
    described = schema.projects_schema(homepage=HOME, address=HOME)
    fields = described["fields"]
    assert [field["name"] for field in fields] == [field.name for field in FIELDS]
    for field in fields:
        assert field["title"]
        assert field["description"].endswith(".")
        assert field["example"] is not None
    assert described["version"].count(".") == 2


@pytest.mark.usefixtures("three_projects")
def test_every_commune_of_every_project_is_listed() -> None:
    lines = table(csv_files.territories(rows()))
    numbers = dict.fromkeys(("complet", "minimal", "outre-mer"), 0)
    for line in lines:
        numbers[line["projet_id"]] += 1
    assert numbers == {"complet": 475, "minimal": 1, "outre-mer": 24}
    assert len({(line["projet_id"], line["code_commune"]) for line in lines}) == len(lines)


@pytest.mark.usefixtures("three_projects")
def test_the_geojson_puts_a_point_on_the_main_commune() -> None:
    collection = json.loads(json.dumps(geojson.collection(rows())))
    assert collection["type"] == "FeatureCollection"
    minimal = next(one for one in collection["features"] if one["id"] == "minimal")
    longitude, latitude = minimal["geometry"]["coordinates"]
    assert 4.8 < longitude < 4.95
    assert 45.65 < latitude < 45.75
    assert minimal["properties"]["publics"] == []
    assert minimal["properties"]["telephone"] is None
    complete = next(one for one in geojson.documents(rows()) if one["identifiant"] == "complet")
    assert complete["publics"] == ["jeunes", "seniors"]
    assert complete["date_debut"] == "2025-01-01"


@pytest.mark.usefixtures("three_projects")
def test_the_national_schema_accepts_the_export() -> None:
    exported = json.loads(json.dumps(data_inclusion.export(rows())))
    # Warnings of the official package count as errors here.
    context = {"ignore_warnings": False}
    for structure in exported["structures"]:
        v1.Structure.model_validate(structure, context=context)
    services = {
        service["id"]: v1.Service.model_validate(service, context=context)
        for service in exported["services"]
    }
    assert {service.structure_id for service in services.values()} == {
        structure["id"] for structure in exported["structures"]
    }
    complete = services["o2r--complet"]
    assert complete.publics == {v1.Public.JEUNES, v1.Public.SENIORS, v1.Public.FEMMES}
    assert complete.modes_mobilisation == {
        v1.ModeMobilisation.TELEPHONER,
        v1.ModeMobilisation.UTILISER_LIEN_MOBILISATION,
    }
    assert "38" not in complete.zone_eligibilite
    assert all(len(code) in (5, 9) for code in complete.zone_eligibilite)
    assert services["o2r--outre-mer"].zone_eligibilite == ["974"]
    assert services["o2r--outre-mer"].publics == {v1.Public.TOUS_PUBLICS}
    assert services["o2r--minimal"].publics is None
    assert services["o2r--minimal"].modes_mobilisation is None
    assert "Vénissieux" in services["o2r--minimal"].description
    [network] = [s for s in exported["structures"] if "siret" in s]
    assert network["reseaux_porteurs"] == ["mission-locale"]


@pytest.mark.usefixtures("three_projects")
def test_the_national_export_says_which_rows_are_fictional(settings: Settings) -> None:
    settings.DEMONSTRATION = True
    exported = data_inclusion.export(rows())
    for kind, number in (("structures", 1), ("services", 1)):
        fictional = [row for row in exported[kind] if row["source"] == "o2r-exemple"]
        assert len(fictional) == number
        assert all(row["id"].startswith("o2r-exemple--") for row in fictional)


def test_a_bearer_of_several_projects_is_one_structure() -> None:
    bearer = OrganisationFactory()
    ProjectFactory.create_batch(2, bearer=bearer)
    exported = data_inclusion.export(rows())
    assert (len(exported["structures"]), len(exported["services"])) == (1, 2)


@pytest.mark.usefixtures("three_projects")
def test_publishing_costs_three_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(3):
        assert len(rows()) == 3


def test_a_long_file_is_sent_in_pieces() -> None:
    ProjectFactory(zone="reg:84")
    pieces = list(csv_files.territories(rows()))
    assert len(pieces) > 1
    assert len(table(pieces)) == 4025


PUBLICATION = catalog.Publication(
    homepage=HOME,
    site_name='O2R « essai » \\ "fin"',
    publisher="DREETS d’essai",
    contact_email="contact@o2r.example",
    modified_on=date(2026, 11, 22),
    datasets=[
        catalog.Dataset(
            "projets-o2r",
            "Projets",
            "Projets financés.",
            f"{HOME}schema.json",
            [
                catalog.File(f"{HOME}projets-o2r.csv", "Projets (CSV)", "text/csv"),
                catalog.File(f"{HOME}projets o2r.geojson", "GeoJSON", "application/geo+json"),
            ],
        ),
        catalog.Dataset(
            "conventions-o2r",
            "Conventions",
            "Conventions signées.",
            "https://schema.example/",
            [catalog.File(f"{HOME}conventions.csv", "Conventions (CSV)", "text/csv")],
        ),
    ],
)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_both_catalogues_are_the_same_graph() -> None:
    nodes = catalog.nodes(PUBLICATION)
    turtle = rdflib.Graph().parse(data=catalog.as_turtle(nodes), format="turtle")
    linked = rdflib.Graph().parse(
        data=json.dumps(catalog.as_json_ld(nodes)).replace("projets o2r", "projets%20o2r"),
        format="json-ld",
    )
    assert len(turtle) > 40
    assert isomorphic(turtle, linked)


def test_the_catalogue_says_what_a_harvester_needs() -> None:
    graph = rdflib.Graph().parse(
        data=catalog.as_turtle(catalog.nodes(PUBLICATION)), format="turtle"
    )
    dcat, dct = rdflib.DCAT, rdflib.DCTERMS
    [dataset, other] = sorted(graph.subjects(rdflib.RDF.type, dcat.Dataset), reverse=True)
    [whole] = graph.subjects(rdflib.RDF.type, dcat.Catalog)
    assert set(graph.objects(whole, dcat.dataset)) == {dataset, other}
    assert len(set(graph.objects(other, dcat.distribution))) == 1
    for property in (dct.title, dct.description, dct.publisher, dct.license, dct.spatial):
        assert (dataset, property, None) in graph
    files = set(graph.objects(dataset, dcat.distribution))
    assert len(files) == 2
    for file in files:
        assert (file, dcat.downloadURL, file) in graph
        assert (file, dct.license, rdflib.URIRef(catalog.LICENCE)) in graph
    assert (
        dataset,
        dct.modified,
        rdflib.Literal("2026-11-22", datatype=rdflib.XSD.date),
    ) in graph
