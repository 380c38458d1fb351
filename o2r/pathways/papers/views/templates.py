"""The templates of an operator: read by everyone there, written by who coordinates."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.acts import PROVED
from o2r.accounts.door import door, open_one
from o2r.accounts.errors import DomainError
from o2r.accounts.policy import Allow, decide
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, permitted_page, posted, say_at
from o2r.pathways.papers import services
from o2r.pathways.papers.enums import PaperKind
from o2r.pathways.papers.filling import example
from o2r.pathways.papers.forms.papers import OnceForm, TemplateForm
from o2r.pathways.papers.models import PaperTemplate
from o2r.pathways.papers.registry import fields
from o2r.pathways.papers.services.templates import checked

PREVIEW = "apercu"
"""The button that shows what is typed, and writes nothing."""
PLACE = "Les Passerelles"
"""The organisation of a preview: nobody's."""


@door("paper-template", "list")
@require_safe
def templates(request: SignedInRequest) -> HttpResponse:
    """The templates that one may use, those of the operator first."""
    rows = PaperTemplate.objects.in_service().select_related("organisation")
    page = permitted_page(request, rows.order_by("kind", "organisation", "title", "pk"))
    return render(request, "papers/templates.html", page | {"can_write": _writes(request)})


@door("paper-template", "read")
@require_safe
def template(request: SignedInRequest, template: UUID) -> HttpResponse:
    """One template, as it would be filled for nobody, and its former versions."""
    one = open_one(request, PaperTemplate.objects.all(), pk=template).obj
    context = {
        "template": one,
        "preview": example(one.title, one.body, PLACE),
        "versions": one.versions.order_by("-number"),
        "can_write": _writes(request) and not one.is_of_product and one.retired_at is None,
        "can_adapt": _writes(request) and one.is_of_product,
        "adapt": OnceForm(),
    }
    return render(request, "papers/template.html", context)


@door("paper-template", "create")
@require_http_methods(["GET", "HEAD", "POST"])
def new_template(request: SignedInRequest) -> HttpResponse:
    """Write a template; « aperçu » shows it first."""
    form = TemplateForm(posted(request))
    if form.is_valid() and PREVIEW not in request.POST:
        given = form.cleaned_data
        if done(
            request,
            lambda: services.write_template(
                by=request.actor,
                key=given["key"],
                kind=PaperKind(given["kind"]),
                title=given["title"],
                body=given["body"],
            ),
            "Le modèle est enregistré.",
            form,
        ):
            return redirect("papers:template", given["key"])
    return _form_page(request, form, None)


@door("paper-template", "update")
@require_http_methods(["GET", "HEAD", "POST"])
def change_template(request: SignedInRequest, template: UUID) -> HttpResponse:
    """Change a template: a new version."""
    one = open_one(request, PaperTemplate.objects.all(), pk=template).obj
    first = {"title": one.title, "body": one.body, "seen": one.number}
    form = TemplateForm(posted(request), initial=first, is_new=False)
    if form.is_valid() and PREVIEW not in request.POST:
        given = form.cleaned_data
        if done(
            request,
            lambda: services.revise(
                by=request.actor,
                template=one,
                title=given["title"],
                body=given["body"],
                seen=given["seen"] or 0,
            ),
            "La nouvelle version est enregistrée. Ce qui est déjà fait ne change pas.",
            form,
        ):
            return redirect("papers:template", template)
    return _form_page(request, form, one)


@door("paper-template", "create")
@require_http_methods(["POST"])
def adapt_template(request: SignedInRequest, template: UUID) -> HttpResponse:
    """Copy a template of the product, to change it."""
    one = open_one(request, PaperTemplate.objects.all(), action="read", pk=template).obj
    form = OnceForm(request.POST)
    if form.is_valid() and done(
        request,
        lambda: services.adapt(by=request.actor, template=one, key=form.cleaned_data["key"]),
        "Le modèle est copié : changez-le comme vous voulez.",
    ):
        return redirect("papers:change_template", form.cleaned_data["key"])
    return redirect("papers:template", template)


@door("paper-template", "update")
@require_http_methods(["GET", "HEAD", "POST"])
def retire_template(request: SignedInRequest, template: UUID) -> HttpResponse:
    """Make nothing more from a template."""
    one = open_one(request, PaperTemplate.objects.all(), pk=template).obj
    if request.method == "POST" and done(
        request,
        lambda: services.retire(by=request.actor, template=one),
        "Le modèle est retiré. Ce qui en a été fait reste.",
    ):
        return redirect("papers:templates")
    return render(request, "papers/retire_template.html", {"template": one})


def _form_page(
    request: SignedInRequest, form: TemplateForm, one: PaperTemplate | None
) -> HttpResponse:
    preview = None
    if form.is_bound and form.is_valid():
        title, body = form.cleaned_data["title"], form.cleaned_data["body"]
        try:
            preview = example(*checked(title, body), PLACE)
        except DomainError as error:
            if not form.errors:
                say_at(form, error)
    context: dict[str, Any] = {
        "form": form,
        "template": one,
        "preview": preview,
        "fields": [(f"{{{{ {one.code} }}}}", one.help) for one in fields()],
    }
    return render(request, "papers/template_form.html", context)


def _writes(request: SignedInRequest) -> bool:
    """Whether one writes templates here."""
    row = PaperTemplate(organisation_id=request.actor.organisation)
    decision = decide(request.actor, "create", row.subject(request.actor), PROVED)
    return isinstance(decision, Allow)
