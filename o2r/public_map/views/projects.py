"""The sheet of a project, and how to write to it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from o2r.accounts.actors import NOBODY
from o2r.accounts.door import door
from o2r.core.access import public_page
from o2r.projects import services
from o2r.projects.enums import DeliveryState
from o2r.projects.models import FundedProject
from o2r.public_map import pdf, selectors
from o2r.public_map.cards import card
from o2r.public_map.drawing import zone_map
from o2r.public_map.forms import RelayForm, ReportForm
from o2r.territory.map_policy import draws_a_map


@public_page
@require_safe
@draws_a_map
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """All that is published of a project."""
    project = selectors.visible_project(slug)
    context = _sheet(project) | {"pdf_available": pdf.available()}
    return render(request, "public_map/project.html", context)


@public_page
@require_safe
def sheet_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The same sheet as a PDF/UA file; absent where the system library pango is."""
    project = selectors.visible_project(slug)
    if not pdf.available():
        raise Http404("Les PDF demandent la bibliothèque système pango, absente de ce serveur.")
    page = render_to_string("public_map/project_pdf.html", _sheet(project), request)
    response = HttpResponse(pdf.render(page), content_type="application/pdf")
    name = slugify(project.title) or project.slug
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _sheet(project: FundedProject) -> dict[str, Any]:
    place = project.footprint
    return {
        "project": project,
        "card": card(project),
        "communes": place.communes,
        "communes_count": len(place),
        "population": place.population,
        "partners": project.partnerships.all(),
        "predecessors": project.predecessors.all(),
        "zone_svg": zone_map(project),
    }


@door("relay-message", "create")
def relay(request: HttpRequest, slug: str) -> HttpResponse:
    """Write to a project whose address is not shown."""
    project = selectors.visible_project(slug)
    if not project.accepts_messages:
        raise Http404("Ce projet n’a pas de boîte pour recevoir de message.")
    form = RelayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not form.looks_automatic():
            kept = services.send_relay_message(
                by=NOBODY,
                project=project,
                sender_name=form.cleaned_data["name"],
                sender_email=form.cleaned_data["email"],
                message=form.cleaned_data["message"],
            )
            if kept.state == DeliveryState.FAILED:
                messages.warning(
                    request,
                    "Votre message est gardé, mais il n’a pas pu partir : notre serveur de "
                    "courriel ne répond pas. Nous le renverrons ; vous n’avez rien à refaire.",
                )
            else:
                messages.success(request, "Votre message est enregistré, il part vers le projet.")
        return redirect("public_map:sent")
    return render(request, "public_map/relay.html", {"form": form, "project": project})


@door("error-report", "create")
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """« Signaler une erreur » on the page of a project."""
    project = selectors.visible_project(slug)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not form.looks_automatic():
            services.report_error(
                by=NOBODY,
                project=project,
                message=form.cleaned_data["message"],
                reporter_email=form.cleaned_data["email"],
            )
        messages.success(request, "Votre signalement est enregistré.")
        return redirect("public_map:sent")
    return render(request, "public_map/report.html", {"form": form, "project": project})
