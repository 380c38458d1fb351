"""The conventions one may meet: the list, its exports, a new one."""

from uuid import UUID

from django.forms import BaseFormSet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.acts import PROVED
from o2r.accounts.door import door, visible
from o2r.accounts.models import Organisation
from o2r.accounts.policy import may_try
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.core import clock
from o2r.core.paging import paged
from o2r.projects.conventions import selectors, services
from o2r.projects.conventions.awards import AwardPartner
from o2r.projects.conventions.exchange.writers import MEDIA_TYPES, table
from o2r.projects.conventions.forms import (
    MAX_PARTNERS,
    ListForm,
    NewConventionForm,
    PartnerForm,
    PartnerFormSet,
)
from o2r.projects.conventions.models import Convention
from o2r.projects.conventions.models.convention import ConventionQuerySet
from o2r.projects.enums import PartnerRole
from o2r.projects.selectors import region_names
from o2r.territory.forms import edits_a_zone
from o2r.territory.geography import current_geography
from o2r.territory.map_policy import draws_a_map

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
    if not request.actor.regions:
        # Of a convention that an organisation has only joined, it reads no amount.
        rows = rows.carried_by(request.actor.organisation)
    response = HttpResponse(table(kind, rows), content_type=MEDIA_TYPES[kind])
    name = slugify(f"conventions {clock.today()}")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@door("convention", "create")
@require_http_methods(["GET", "POST"])
@draws_a_map
def new_convention(request: SignedInRequest) -> HttpResponse:
    """Enter a convention that no award opened, with its partners and where it acts."""
    more = MORE in request.POST
    form = NewConventionForm(
        # Nothing is judged yet when only more lines are asked for.
        None if more else posted(request),
        initial=request.POST.dict() if more else None,
        regions=selectors.regions_for(request.actor),
    )
    partners = _partners(request)
    made: list[Convention] = []
    if (
        not more
        and not edits_a_zone(form)
        # Both are asked, so that all there is to correct is said at once.
        and all([form.is_valid(), partners.is_valid()])
        and done(
            request,
            lambda: made.append(_record(request, form, partners_given(partners))),
            "La convention est enregistrée. Complétez sa fiche, ses avenants et son échéancier.",
            form,
        )
    ):
        return redirect("conventions:convention", convention=made[0].pk)
    context = {"form": form, "partners": partners, "more": MORE}
    return render(request, "conventions/new_convention.html", context)


MORE = "more-partners"


def _partners(request: SignedInRequest) -> BaseFormSet[PartnerForm]:
    """The lines of the partners, with three more when they are asked for."""
    known = Organisation.objects.order_by("name", "pk").values_list("pk", "name")
    options = {"organisations": [(str(key), name) for key, name in known]}
    data = posted(request)
    if data is not None and MORE in data:
        data = data.copy()
        total = data.get("partners-TOTAL_FORMS", "")
        lines = int(total) if total.isascii() and total.isdigit() and len(total) < 4 else 0
        data["partners-TOTAL_FORMS"] = str(min(lines + 3, MAX_PARTNERS))
    return PartnerFormSet(data, prefix="partners", form_kwargs=options)


def partners_given(partners: BaseFormSet[PartnerForm]) -> tuple[AwardPartner, ...]:
    """The lines that name an organisation."""
    rows = [one.cleaned_data for one in partners.forms]
    return tuple(
        AwardPartner(UUID(row["organisation"]), row["role"] or PartnerRole.CONSORTIUM.value)
        for row in rows
        if row.get("organisation")
    )


def _record(
    request: SignedInRequest, form: NewConventionForm, partners: tuple[AwardPartner, ...]
) -> Convention:
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
            partners=partners,
            is_example=given["bearer"].is_example if not project else project.is_example,
        ),
    )
