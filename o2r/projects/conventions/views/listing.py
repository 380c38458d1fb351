"""The conventions one may meet: the list, its exports, a new one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.acts import PROVED
from o2r.accounts.door import door, visible
from o2r.accounts.policy import may_try
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.core import clock
from o2r.core.paging import paged
from o2r.projects.conventions import selectors, services
from o2r.projects.conventions.exchange.writers import MEDIA_TYPES, table
from o2r.projects.conventions.forms import ListForm, NewConventionForm
from o2r.projects.conventions.models import Convention
from o2r.projects.conventions.models.convention import ConventionQuerySet
from o2r.projects.conventions.views.steps import form_page
from o2r.projects.selectors import region_names
from o2r.territory.geography import current_geography

PER_PAGE = 25


def _asked(request: SignedInRequest) -> tuple[ConventionQuerySet, ListForm]:
    rows = visible(request, Convention.objects.all())
    assert isinstance(rows, ConventionQuerySet)  # noqa: S101 — said to mypy
    form = ListForm(request.GET, regions=selectors.regions_for(request.actor))
    return selectors.listed_conventions(rows, form.filters()), form


def _query(request: SignedInRequest) -> str:
    """The filters of the page, for the address of an export."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return f"?{asked.urlencode()}" if asked else ""


@door("convention", "list")
@require_safe
def conventions(request: SignedInRequest) -> HttpResponse:
    """The conventions one may meet, page by page."""
    rows, form = _asked(request)
    names = region_names()
    shown = paged(request, rows, PER_PAGE)
    context = {
        **shown,
        "rows": [
            (one, names.get(one.region, one.region), selectors.reads_content(request.actor, one))
            for one in shown["page"]
        ],
        "form": form,
        "several_regions": len({one.region for one in shown["page"]}) > 1,
        "query": _query(request),
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "can_create": bool(may_try(request.actor, "create", "convention", PROVED)),
        "can_export": bool(may_try(request.actor, "export", "convention", PROVED)),
        "can_import": bool(may_try(request.actor, "create", "convention-import", PROVED)),
        "is_state": bool(request.actor.regions),
    }
    return render(request, "conventions/conventions.html", context)


@door("convention", "export")
@require_safe
def export(request: SignedInRequest, kind: str) -> HttpResponse:
    """The list as a file, with the filters of the page."""
    rows, _ = _asked(request)
    response = HttpResponse(table(kind, rows), content_type=MEDIA_TYPES[kind])
    name = slugify(f"conventions {clock.today()}")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@door("convention", "create")
@require_http_methods(["GET", "POST"])
def new_convention(request: SignedInRequest) -> HttpResponse:
    """Enter a convention that no award opened."""
    form = NewConventionForm(posted(request), regions=selectors.regions_for(request.actor))
    made: list[Convention] = []
    if form.is_valid() and done(
        request,
        lambda: made.append(_record(request, form)),
        "La convention est enregistrée. Complétez ses avenants et son échéancier.",
        form,
    ):
        return redirect("conventions:convention", convention=made[0].pk)
    return form_page(
        request,
        form=form,
        title="Enregistrer une convention",
        lead=(
            "Pour une convention déjà en cours, ou préparée sans appel sur la plateforme. "
            "Plusieurs à la fois : importez-les."
        ),
        button="Enregistrer",
        back=reverse("conventions:conventions"),
    )


def _record(request: SignedInRequest, form: NewConventionForm) -> Convention:
    given = form.cleaned_data
    project = given["project"]
    organisation = request.actor.organisation
    assert organisation is not None  # noqa: S101 — the door asked for a State service
    return services.record_convention(
        by=request.actor,
        described=services.Described(
            reference=given["reference"],
            title=given["title"],
            dreets=organisation,
            region=given["region"],
            bearer=project.bearer_id if project else given["bearer"].pk,
            starts_on=given["starts_on"],
            project=project,
            zone_expression=given["zone_expression"],
            zone_vintage=current_geography().year,
            signed_on=given["signed_on"],
            commitment_number=given["commitment_number"],
            total_cost=given["total_cost"],
            cost_method=given["cost_method"],
            is_example=given["bearer"].is_example if not project else project.is_example,
        ),
    )
