"""Open data: the same projects as the pages, in files that anyone may reuse.

Every file takes the filters of the home page. Fictional projects are in a demonstration only.
"""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from o2r.core import clock
from o2r.core.access import public_page
from o2r.core.instance import instance
from o2r.core.publishing import open_to_reuse
from o2r.projects.open_data import catalog, csv_files, geojson, schema
from o2r.projects.open_data import data_inclusion as inclusion
from o2r.projects.open_data.rows import OpenProject, open_project
from o2r.public_map import selectors
from o2r.public_map.api_guide import ENDPOINTS
from o2r.public_map.embed_guide import PARAMETERS, embed_code
from o2r.public_map.forms import SearchForm

FILES = (
    ("projects_csv", "Projets (CSV)", "text/csv"),
    ("projects_geojson", "Projets (GeoJSON)", "application/geo+json"),
    ("projects_json", "Projets (JSON)", "application/json"),
    ("territories_csv", "Communes de chaque projet (CSV)", "text/csv"),
    ("data_inclusion", "Projets au format data·inclusion v1 (JSON)", "application/json"),
)
CONVENTIONS = (
    "Données essentielles des conventions de subvention (SCDL Subventions 2.1.1) : service, "
    "bénéficiaire, objet, montant accordé."
)
SCDL_SCHEMA = "https://schema.data.gouv.fr/scdl/subventions/"


def absolute(name: str, *arguments: str) -> str:
    """The full address of a route of this app."""
    return settings.PUBLIC_URL + reverse(f"public_map:{name}", args=arguments)


def _rows(request: HttpRequest) -> list[OpenProject]:
    search = selectors.search(SearchForm(request.GET).readable())
    return [
        open_project(project, lambda slug: absolute("project", slug))
        for project in selectors.load(search.found)
    ]


def _csv(lines: Any, name: str) -> HttpResponse:
    response = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _json(content: Any, kind: str = "application/json") -> HttpResponse:
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type=f"{kind}; charset=utf-8")


@public_page
@open_to_reuse
def projects_csv(request: HttpRequest) -> HttpResponse:
    return _csv(csv_files.projects(_rows(request)), "projets-o2r.csv")


@public_page
@open_to_reuse
def territories_csv(request: HttpRequest) -> HttpResponse:
    return _csv(csv_files.territories(_rows(request)), "territoires-projets.csv")


@public_page
@open_to_reuse
def projects_geojson(request: HttpRequest) -> HttpResponse:
    return _json(geojson.collection(_rows(request)), "application/geo+json")


@public_page
@open_to_reuse
def projects_json(request: HttpRequest) -> HttpResponse:
    return _json(geojson.documents(_rows(request)))


@public_page
@open_to_reuse
def data_inclusion(request: HttpRequest) -> HttpResponse:
    return _json(inclusion.export(_rows(request)))


@public_page
@open_to_reuse
def table_schema(request: HttpRequest) -> HttpResponse:
    """Frictionless Table Schema of ``projets-o2r.csv``."""
    return _json(
        schema.projects_schema(homepage=absolute("open_data"), address=absolute("table_schema"))
    )


@public_page
@open_to_reuse
def territories_schema(request: HttpRequest) -> HttpResponse:
    """Frictionless Table Schema of ``territoires-projets.csv``."""
    return _json(
        schema.territories_schema(
            homepage=absolute("open_data"), address=absolute("territories_schema")
        )
    )


def _catalog() -> list[catalog.Node]:
    said = instance()
    return catalog.nodes(
        catalog.Publication(
            homepage=absolute("open_data"),
            site_name=said.site_name,
            publisher=said.publisher or said.site_name,
            contact_email=said.contact_email,
            modified_on=clock.today(),
            datasets=[_projects(), _conventions()],
        )
    )


def _projects() -> catalog.Dataset:
    return catalog.Dataset(
        code="projets-o2r",
        title="Projets de l’offre de repérage et de remobilisation (O2R)",
        description=(
            "Projets financés : porteur, territoire en liste de communes, publics, étapes, "
            "démarches et contacts professionnels."
        ),
        schema=absolute("table_schema"),
        files=[catalog.File(absolute(name), title, kind) for name, title, kind in FILES],
    )


def _conventions() -> catalog.Dataset:
    address = settings.PUBLIC_URL + reverse("conventions_data:scdl")
    return catalog.Dataset(
        code="conventions-o2r",
        title="Conventions signées de l’offre de repérage et de remobilisation (O2R)",
        description=CONVENTIONS,
        schema=SCDL_SCHEMA,
        files=[catalog.File(address, "Conventions (CSV, SCDL Subventions)", "text/csv")],
    )


@public_page
@open_to_reuse
def catalog_jsonld(request: HttpRequest) -> HttpResponse:
    return _json(catalog.as_json_ld(_catalog()), "application/ld+json")


@public_page
@open_to_reuse
def catalog_turtle(request: HttpRequest) -> HttpResponse:
    return HttpResponse(catalog.as_turtle(_catalog()), content_type="text/turtle; charset=utf-8")


@public_page
@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """The page that explains the files, the schema, the catalogue, the API and the embed."""
    context = {
        "datasets": _datasets(),
        "count": len(selectors.everything().found),
        "embed_code": embed_code(absolute("embed")),
        "embed_parameters": PARAMETERS,
    }
    return render(request, "public_map/open_data.html", context)


def _datasets() -> list[dict[str, Any]]:
    return [
        {
            "title": "Projets",
            "text": "Un projet par ligne : porteur, territoire, publics, étapes, contact, source.",
            "files": [
                ("CSV", reverse("public_map:projects_csv")),
                ("GeoJSON", reverse("public_map:projects_geojson")),
                ("JSON", reverse("public_map:projects_json")),
            ],
        },
        {
            "title": "Communes des projets",
            "text": "Une ligne par projet et par commune : cette liste fait foi.",
            "files": [
                ("CSV", reverse("public_map:territories_csv")),
                ("Schéma", reverse("public_map:territories_schema")),
            ],
        },
        {
            "title": "Structures et services",
            "text": "Les mêmes projets au format data·inclusion v1, pour les annuaires.",
            "files": [("JSON", reverse("public_map:data_inclusion"))],
        },
        {
            "title": "Conventions signées",
            "text": CONVENTIONS,
            "files": [("CSV", reverse("conventions_data:scdl"))],
        },
    ]


@public_page
@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """The public API, for people."""
    base = settings.PUBLIC_URL + reverse("api-1:api-root").rstrip("/")
    context = {
        "base_url": base,
        "openapi_url": reverse("api-1:openapi-json"),
        "endpoints": [endpoint.shown(base) for endpoint in ENDPOINTS],
    }
    return render(request, "public_map/api_docs.html", context)
