"""Who near this commune takes this person for this need: the search, and the sheet of a service."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from o2r.accounts.acts import PROVED
from o2r.accounts.door import door, open_one, visible
from o2r.accounts.policy import Subject, decide
from o2r.accounts.requests import SignedInRequest
from o2r.core import clock
from o2r.core.paging import steps
from o2r.network.directory import codes, words
from o2r.network.directory.drawing import marks_of, services_map
from o2r.network.directory.forms import NoteForm, SearchForm
from o2r.network.directory.models import Service, ServiceReport, UnmetNeed
from o2r.network.directory.rules import number, rule
from o2r.network.directory.search.question import Question
from o2r.network.directory.selectors.near import NearService, ask, asked, dressed, next_services
from o2r.territory.geography import current_geography
from o2r.territory.typography import typographic
from o2r.territory.zones import ZoneError, resolve

PER_PAGE = 20
PROPOSED = 3
"""Other services on the sheet of one that is closed."""


@dataclass(frozen=True)
class Line:
    """A service on the list: its rank, why it is there, how old its entry is."""

    rank: int
    near: NearService
    reasons: list[str]
    distance: str
    freshness: words.Freshness
    place: str


@door("service", "list")
@require_safe
def services(request: SignedInRequest) -> HttpResponse:
    """The services that answer, the best first, then where they are."""
    form = SearchForm(request.GET)
    question = _question(form.readable())
    page = _Page(question, request.GET.get("page"))
    marks = marks_of(
        [(one.rank, one.near.service.latitude, one.near.service.longitude) for one in page.lines]
    )
    context = {
        "form": form,
        "lines": page.lines,
        "total": page.answer.total,
        "covering": page.answer.covering,
        "commune": question.commune,
        "asks": question.asks,
        "page": page.page,
        "pages": steps(request, page.page),
        "map": services_map(marks, question.commune),
        "need_url": _need_address(question, [one.near.service.pk for one in page.lines[:5]]),
        "may_add": bool(decide(request.actor, "create", Subject("service"), PROVED)),
        "may_note": may_note_need(request),
        "reports": ServiceReport.objects.visible_to(request.actor).waiting().count(),
        "near_rule": rule("near-kilometres"),
    }
    return render(request, "directory/services.html", context)


def _question(given: dict[str, Any]) -> Question:
    commune = current_geography().commune(given.get("commune") or "")
    need = given.get("besoin") or ""
    return asked(
        commune,
        (need,) if need else (),
        tuple(given.get("public") or ()),
        given.get("mode") or "",
        radius=given.get("distance") if commune else None,
        typed=given.get("mots") or "",
    )


class _Page:
    """One page of an answer: the index orders everybody, the database gives those alone."""

    def __init__(self, question: Question, number_: str | None) -> None:
        wanted = int(number_) if number_ and number_.isdecimal() and len(number_) < 6 else 1
        answer = ask(question, first=(max(1, wanted) - 1) * PER_PAGE, limit=PER_PAGE)
        self.page = Paginator(range(answer.total), PER_PAGE).get_page(number_)
        first = (self.page.number - 1) * PER_PAGE
        # Beyond the last page, the nearest one.
        if self.page.number != wanted:
            answer = ask(question, first=first, limit=PER_PAGE)
        self.answer = answer
        self.lines = [
            line_of(near, question, first + rank)
            for rank, near in enumerate(dressed(answer.matches), start=1)
        ]


def line_of(near: NearService, question: Question, rank: int) -> Line:
    """What the list says of a service."""
    service, today = near.service, clock.today()
    commune = current_geography().commune(service.commune)
    reasons = words.explained(near.match, question, themes=service.themes, publics=service.publics)
    return Line(
        rank=rank,
        near=near,
        reasons=[typographic(reason) for reason in reasons],
        distance=words.distance(near.km),
        freshness=words.freshness(
            service.seen_right_on, today, old_months=number("old-entry-months")
        ),
        place=commune.name if commune else "",
    )


def _need_address(question: Question, tried: list[UUID]) -> str:
    """The form of an unmet need, with what was asked and the services that were shown."""
    given = {
        "commune": question.commune.code if question.commune else "",
        "theme": codes.category_of(question.themes[0]) if question.themes else "",
        "essais": " ".join(map(str, tried)),
    }
    kept = {name: value for name, value in given.items() if value}
    return f"{reverse('directory:note_need')}?{urlencode(kept)}"


@door("service", "read")
@require_safe
def service(request: SignedInRequest, service: UUID) -> HttpResponse:
    """The sheet of a service: what it offers, to whom, how to go there, what the team knows."""
    one = open_one(request, Service.objects.with_structure(), pk=service).obj
    context = {
        "service": one,
        "structure": one.structure,
        "facts": _facts(one),
        "contact": _contact(one),
        "freshness": words.freshness(
            one.seen_right_on, clock.today(), old_months=number("old-entry-months")
        ),
        "old_rule": rule("old-entry-months"),
        "told_closed": ServiceReport.objects.waiting().filter(service=one).count(),
        "notes": visible(request, one.notes.select_related("by")),
        "note_form": NoteForm(initial={"entry": uuid4()}),
        "may_note": bool(decide(request.actor, "create", Subject("service-note"), PROVED)),
        "may_report": bool(decide(request.actor, "create", Subject("service-report"), PROVED)),
        "may_update": bool(decide(request.actor, "update", one.subject(request.actor), PROVED)),
        "others": [] if one.is_open else next_services(one, limit=PROPOSED),
        "map": services_map(marks_of([(1, one.latitude, one.longitude)]), None),
    }
    return render(request, "directory/service.html", context)


def may_note_need(request: SignedInRequest) -> bool:
    """Whether the person may write in the register of the organisation they act for."""
    if request.actor.organisation is None:
        return False
    row = UnmetNeed(organisation_id=request.actor.organisation)
    return bool(decide(request.actor, "create", row.subject(request.actor), PROVED))


def _facts(one: Service) -> list[tuple[str, str]]:
    """What it offers, in words; what is not said is not shown."""
    said = [
        ("Besoins", ", ".join(codes.theme_label(theme) for theme in one.themes)),
        ("Nature", ", ".join(codes.labels(codes.KINDS, one.kinds))),
        ("Publics", ", ".join(codes.labels(codes.PUBLICS, one.publics))),
        ("Précisions sur les publics", one.publics_details),
        ("Conditions et pièces", one.access_conditions),
        ("Frais", " : ".join(filter(None, [_fees(one), one.fees_details]))),
        ("Accueil", ", ".join(codes.labels(codes.RECEPTIONS, one.access_modes))),
        ("Qui peut y aller", _reach(one)),
        ("Durée", _length(one)),
        ("Hors des listes officielles", "; ".join(_aside(one))),
    ]
    return [(term, typographic(text)) for term, text in said if text]


def _fees(one: Service) -> str:
    return codes.label(codes.FEES, one.fees) if one.fees else ""


def _reach(one: Service) -> str:
    if not one.zone:
        return "Sans précision : son département"
    try:
        return resolve(one.zone, current_geography()).label
    except ZoneError:
        return ""


def _length(one: Service) -> str:
    hours = f"{one.weekly_hours:g} h par semaine" if one.weekly_hours else ""
    weeks = f"{one.weeks} semaine{'s' if one.weeks and one.weeks > 1 else ''}" if one.weeks else ""
    return ", ".join(filter(None, [hours, weeks]))


def _aside(one: Service) -> list[str]:
    return [str(value) for values in one.unknown_values.values() for value in values]


def _contact(one: Service) -> list[tuple[str, str]]:
    """How to go there, in words."""
    structure, commune = one.structure, current_geography().commune(one.commune)
    where = [
        one.address,
        " ".join(filter(None, [one.postal_code, commune.name if commune else ""])),
    ]
    said = [
        ("Comment l’appeler", ", ".join(codes.labels(codes.CONTACT_MODES, one.contact_modes))),
        ("Qui peut l’appeler", ", ".join(codes.labels(codes.CONTACTED_BY, one.contacted_by))),
        ("Précisions", one.contact_details),
        ("Adresse", ", ".join(filter(None, where))),
        ("Téléphone", one.phone or structure.phone),
        ("Adresse électronique", one.email or structure.email),
        ("Boîte vérifiée", structure.contact_mail),
        ("Horaires", one.opening_hours or structure.opening_hours),
    ]
    return [(term, typographic(text)) for term, text in said if text]
