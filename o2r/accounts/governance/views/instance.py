"""Settings of the instance, for who runs the platform; and the logo, for everyone."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from o2r.accounts.door import door
from o2r.accounts.errors import DomainError
from o2r.accounts.governance import logo, services
from o2r.accounts.governance.catalogue import (
    LOGO,
    Editable,
    UnknownSetting,
    editable,
    period_settings,
    typed_settings,
)
from o2r.accounts.governance.environment import from_environment
from o2r.accounts.governance.forms import LogoForm, SettingForm
from o2r.accounts.governance.in_force import known
from o2r.accounts.governance.models import InstanceSetting
from o2r.accounts.requests import SignedInRequest
from o2r.core import clock
from o2r.core.access import public_page
from o2r.core.files.errors import FileRefused
from o2r.core.paging import paged
from o2r.core.retention.periods import period

READ_AND_WRITE = require_http_methods(["GET", "HEAD", "POST"])
VERSIONS_PER_PAGE = 20
ONE_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Line:
    """One setting as the list shows it. ``change``: the last one made here, if any."""

    setting: Editable
    value: str
    change: InstanceSetting | None


@door("setting", "list")
@require_safe
def overview(request: SignedInRequest) -> HttpResponse:
    """Every setting, its value, and where it comes from."""
    context = {
        "lines": [_line(one) for one in typed_settings()],
        "periods": [_line(one) for one in period_settings()],
        "logo": _line(LOGO),
        "environment": list(from_environment()),
    }
    return render(request, "governance/instance.html", context)


def _line(setting: Editable) -> Line:
    change = known().latest.get(setting.code)
    if setting.is_dated:
        in_force = period(setting.code.removeprefix("retention-"), clock.today())
        return Line(setting, in_force.words, change)
    return Line(setting, (change.value if change else "") or setting.default(), change)


@door("setting", "read", POST="update")
@never_cache
@READ_AND_WRITE
def change(request: SignedInRequest, setting: str) -> HttpResponse:
    """One setting: its value, its former ones, and another one to put in force."""
    found = _found(setting)
    posted = request.POST if request.method == "POST" else None
    form = SettingForm(posted, setting=found, initial={"value": known().value(found.code)})
    if form.is_valid():
        try:
            services.change_setting(by=request.actor, code=found.code, **form.cleaned_data)
        except DomainError as error:
            form.add_error("value", str(error))
        else:
            messages.success(request, "Le réglage est enregistré : il s’applique dès maintenant.")
            return redirect("governance:instance")
    versions = InstanceSetting.objects.filter(code=found.code).order_by("-number")
    context = {"setting": found, "form": form, **paged(request, versions, VERSIONS_PER_PAGE)}
    return render(request, "governance/setting.html", context)


def _found(code: str) -> Editable:
    try:
        found = editable(code)
    except UnknownSetting as error:
        raise Http404 from error
    if found == LOGO:
        raise Http404
    return found


@door("setting", "update")
@never_cache
@READ_AND_WRITE
def change_logo(request: SignedInRequest) -> HttpResponse:
    """Send another logo, or come back to the mark of the product."""
    if request.method == "POST" and "remove" in request.POST:
        return _without_logo(request)
    form = LogoForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        picture, source = form.cleaned_data["picture"], form.cleaned_data["source"]
        try:
            services.change_logo(by=request.actor, upload=picture, source=source)
        except (DomainError, FileRefused) as error:
            form.add_error("picture", str(error))
        else:
            messages.success(request, "Le logo est en haut de chaque page.")
            return redirect("governance:instance")
    context = {"form": form, "has_logo": bool(known().value(LOGO.code))}
    return render(request, "governance/logo.html", context)


def _without_logo(request: SignedInRequest) -> HttpResponse:
    try:
        services.change_setting(
            by=request.actor, code=LOGO.code, value="", source="retiré par l’équipe du site"
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Le logo d’origine est de retour.")
    return redirect("governance:instance")


@public_page
@require_safe
def show_logo(request: HttpRequest) -> HttpResponse:
    """The picture that replaces the mark. Made again from the one received: nothing else is left.

    Its address changes with the picture, so that a browser keeps it for a year.
    """
    try:
        content, media_type = logo.picture(known().value(LOGO.code))
    except FileNotFoundError as error:
        raise Http404 from error
    return HttpResponse(
        content,
        content_type=media_type,
        headers={
            "Cache-Control": f"public, max-age={ONE_YEAR if 'v' in request.GET else 0}",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )
