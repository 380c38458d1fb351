"""Pages of text, the theme chosen by the visitor, and what search engines read."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from o2r.core.access import public_page
from o2r.core.context import THEME_COOKIE, THEMES
from o2r.core.instance import instance
from o2r.projects.models import FundedProject
from o2r.public_map.forms import ContactForm

TEXT_PAGES = ("home", "white_zones", "open_data", "api_docs", "about", "help", "accessibility")
ONE_YEAR = 365 * 24 * 3600


@public_page
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "public_map/about.html")


@public_page
@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    said = instance()
    context = {
        "publisher": said.publisher,
        "publication_director": said.publication_director,
        "hosting_provider": said.hosting_provider,
        "legal_text": said.legal_text,
    }
    return render(request, "public_map/legal.html", context)


@public_page
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "public_map/accessibility.html")


@public_page
def help_and_contact(request: HttpRequest) -> HttpResponse:
    """Questions people ask, and a form to ask another one."""
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not form.looks_automatic():
            said = instance()
            # A name goes into a header: a line break there would forge another one.
            name = " ".join(form.cleaned_data["name"].split())
            EmailMessage(
                subject=f"[{said.site_name}] Question de {name}",
                body=form.cleaned_data["message"],
                to=[said.contact_email],
                reply_to=[form.cleaned_data["email"]],
            ).send()
        return redirect("public_map:sent")
    return render(request, "public_map/help.html", {"form": form})


@public_page
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Where every public form leads once its message is kept or sent."""
    return render(request, "public_map/sent.html")


@public_page
@csrf_exempt  # A preference, not an act: so that reading a public page sets no cookie at all.
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep the theme that the visitor chose, and go back to the page they were reading."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = reverse("public_map:home")
    response = HttpResponseRedirect(back)
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie(
            THEME_COOKIE,
            theme,
            max_age=ONE_YEAR,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )
    return response


@public_page
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Pages and real projects: fictional ones are never offered to search engines."""
    addresses = [reverse(f"public_map:{name}") for name in TEXT_PAGES]
    addresses += [
        reverse("public_map:project", args=[slug])
        for slug in FundedProject.objects.published().real().values_list("slug", flat=True)
    ]
    context = {"addresses": [settings.PUBLIC_URL + address for address in addresses]}
    return render(request, "public_map/sitemap.xml", context, content_type="application/xml")


@public_page
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """A demonstration is not indexed at all."""
    lines = ["User-agent: *"]
    if settings.DEMONSTRATION:
        lines += ["Disallow: /"]
    else:
        lines += ["Disallow: /espace/", "Disallow: /carte/"]
        lines += [f"Sitemap: {settings.PUBLIC_URL}{reverse('public_map:sitemap')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
