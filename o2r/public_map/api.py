"""Read-only public API: no key, no account, the same answers as the pages."""

from collections.abc import Callable
from typing import Annotated, Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Query, Router, Schema, Status
from ninja.decorators import decorate_view
from pydantic import Field

from o2r.core.access import public_page
from o2r.core.publishing import open_to_reuse
from o2r.projects.selectors import UnknownCommune, commune_of
from o2r.public_map import selectors
from o2r.public_map.api_rows import answer_row, commune_row, project_row, zone_row
from o2r.public_map.cursor import Cursor, CursorError, cut
from o2r.public_map.forms import SearchForm
from o2r.public_map.schemas import (
    AnswerOut,
    CommuneOut,
    ErrorOut,
    ProjectOut,
    ProjectPage,
    ZoneOut,
)
from o2r.territory import zones
from o2r.territory.search import search_communes

router = Router()
api = NinjaAPI(
    title="API publique O2R",
    version="1",
    description=(
        "Projets de l’offre de repérage et de remobilisation : qui peut venir, où, pour qui. "
        "Licence Ouverte 2.0, sans clé."
    ),
    docs_url=None,
    openapi_url="openapi.json",
    urls_namespace="api-1",
)
public = decorate_view(open_to_reuse)
ERRORS: dict[Any, Any] = {404: ErrorOut, 422: ErrorOut}


class ProjectQuery(Schema):
    """The filters of the home page, and a cursor."""

    commune: str = ""
    public: str = ""
    region: str = ""
    department: str = ""
    epci: str = ""
    stage: str = ""
    channel: str = ""
    origin: str = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    cursor: str = ""


@router.get("/projects", response={200: ProjectPage, **ERRORS}, summary="Liste des projets")
@public
def list_projects(request: HttpRequest, query: Query[ProjectQuery]) -> Any:
    """Published projects in the order of the site, ``limit`` at a time."""
    asked = query.dict()
    limit, text = asked.pop("limit"), asked.pop("cursor")
    form = SearchForm({**asked, "q": ""})
    if not form.is_valid():
        return Status(422, {"detail": _wrong_values(form)})
    if asked["commune"]:
        asked["commune"] = commune_of(asked["commune"]).code
    search = selectors.search({**asked, "q": ""})
    start, following = cut([row.slug for row in search.found], Cursor.read(text), limit)
    page = selectors.load(search.found[start : start + limit])
    return {
        "count": len(search.found),
        "results": [project_row(project) for project in page],
        "next": _address_of(request, following) if following else None,
    }


def _address_of(request: HttpRequest, cursor: Cursor) -> str:
    parameters = request.GET.copy()
    parameters["cursor"] = cursor.written
    return f"{settings.PUBLIC_URL}{request.path}?{parameters.urlencode()}"


def _wrong_values(form: SearchForm) -> str:
    fields = ", ".join(f"{name}={form.data.get(name)!r}" for name in form.errors)
    return f"Valeur inconnue : {fields}. Les codes admis sont dans la documentation de l’API."


@router.get("/projects/{slug}", response={200: ProjectOut, **ERRORS}, summary="Un projet")
@public
def get_project(request: HttpRequest, slug: str) -> Any:
    """One published project."""
    return project_row(selectors.visible_project(slug))


@router.get("/answer", response={200: AnswerOut, **ERRORS}, summary="Un projet peut-il venir ?")
@public
def get_answer(request: HttpRequest, commune: str, public: str = "") -> Any:
    """Projects that cover a commune (INSEE code) for a public, else the nearest ones."""
    form = SearchForm({"commune": commune_of(commune).code, "public": public})
    if not form.is_valid():
        return Status(422, {"detail": _wrong_values(form)})
    return answer_row(selectors.search(form.readable()))


@router.get("/communes", response={200: list[CommuneOut], **ERRORS}, summary="Chercher une commune")
@public
def list_communes(
    request: HttpRequest, q: Annotated[str, Field(min_length=1, max_length=80)]
) -> Any:
    """Communes by name, postal code or INSEE code, best match first."""
    return [commune_row(match.commune) for match in search_communes(q)]


@router.get("/zone", response={200: ZoneOut, **ERRORS}, summary="Lire un périmètre")
@public
def get_zone(
    request: HttpRequest, expression: Annotated[str, Field(min_length=1, max_length=2000)]
) -> Any:
    """The sentence, the cover and the population of a zone: ``dep:38 - epci:200085751``."""
    return zone_row(zones.resolve(expression))


api.add_router("", router)
urls = api.urls
for _route in urls[0]:
    # Every page needs a signed-in person unless its view says otherwise.
    public_page(cast(Callable[..., Any], _route.callback))


@api.exception_handler(UnknownCommune)
@api.exception_handler(zones.ZoneError)
@api.exception_handler(CursorError)
def _unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
    return api.create_response(request, {"detail": str(error)}, status=422)


@api.exception_handler(Http404)
def _absent(request: HttpRequest, error: Exception) -> HttpResponse:
    detail = "Rien à cette adresse. Les projets publiés sont listés par /api/v1/projects."
    return api.create_response(request, {"detail": detail}, status=404)
