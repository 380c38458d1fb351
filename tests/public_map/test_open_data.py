"""The files anyone may reuse are what they say they are."""

import csv
import io
import json
from urllib.parse import urlsplit

import frictionless
import pytest
import rdflib
from django.test import Client
from rdflib.compare import isomorphic

from tests.public_map.conftest import Projects

pytestmark = pytest.mark.usefixtures("projects")


def test_the_table_follows_its_schema(visitor: Client) -> None:
    descriptor = visitor.get("/donnees/schema-projets-o2r.json").json()
    table = visitor.get("/donnees/projets-o2r.csv").content
    schema = frictionless.Schema.from_descriptor(descriptor)
    resource = frictionless.Resource(data=table, format="csv", encoding="utf-8", schema=schema)
    report = resource.validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])
    broken = table.replace(b"rhone,", b"Pas Un Identifiant,", 1)
    resource = frictionless.Resource(data=broken, format="csv", encoding="utf-8", schema=schema)
    assert not resource.validate().valid


def test_the_communes_of_each_project_are_listed(visitor: Client, projects: Projects) -> None:
    table = visitor.get("/donnees/territoires-projets.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    south = [row["code_commune"] for row in rows if row["projet_id"] == "portes-du-sud"]
    assert south == ["69259", "69276"]
    assert len([row for row in rows if row["projet_id"] == "rhone"]) == len(
        projects["rhone"].footprint
    )


# rdflib warns about its own inside.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
def test_the_catalogue_says_the_same_in_both_languages(visitor: Client) -> None:
    turtle = rdflib.Graph().parse(
        data=visitor.get("/donnees/catalog.ttl").content.decode(), format="turtle"
    )
    linked = rdflib.Graph().parse(
        data=visitor.get("/donnees/catalog.jsonld").content.decode(), format="json-ld"
    )
    assert len(turtle) > 20
    assert isomorphic(turtle, linked)
    download = rdflib.URIRef("http://www.w3.org/ns/dcat#downloadURL")
    files = {str(address) for address in turtle.objects(None, download)}
    assert any(address.endswith("/donnees/projets-o2r.csv") for address in files)


def test_the_catalogue_names_every_file_of_the_page_and_each_may_be_fetched(
    visitor: Client,
) -> None:
    graph = rdflib.Graph().parse(
        data=visitor.get("/donnees/catalog.ttl").content.decode(), format="turtle"
    )
    download = rdflib.URIRef("http://www.w3.org/ns/dcat#downloadURL")
    named = {urlsplit(str(address)).path for address in graph.objects(None, download)}
    shown = {
        address
        for dataset in visitor.get("/donnees/").context["datasets"]
        for kind, address in dataset["files"]
        if kind != "Schéma"
    }
    assert "/donnees/conventions-scdl.csv" in shown
    assert shown <= named
    for address in named:
        assert visitor.get(address).status_code == 200, address


def test_the_page_lists_files_that_exist(visitor: Client) -> None:
    page = visitor.get("/donnees/")
    for dataset in page.context["datasets"]:
        for _, address in dataset["files"]:
            assert visitor.get(address).status_code == 200, address
    assert "/carte/embed?region=84" in page.context["embed_code"]


def test_data_inclusion_knows_the_zone_and_the_publics(visitor: Client) -> None:
    export = json.loads(visitor.get("/donnees/data-inclusion.json").content)
    (south,) = [row for row in export["services"] if row["id"].endswith("portes-du-sud")]
    assert south["zone_eligibilite"] == ["69259", "69276"]
    assert south["publics"] == ["jeunes"]
