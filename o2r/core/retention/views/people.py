"""« Mes données » and « Exercer vos droits »: each person reaches their own data, nobody else's."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.core.access import marked
from o2r.core.journal.authors import Author
from o2r.core.retention import services
from o2r.core.retention.enums import Right, SubjectKind
from o2r.core.retention.errors import RetentionError
from o2r.core.retention.export import Export
from o2r.core.retention.forms import AskForm, CloseAccountForm, MailboxForm
from o2r.core.retention.proofs import proven
from o2r.core.retention.rights import Subject, holdings

VISITOR = Author(user=None, organisation=None, role="visitor")
PROOF = "retention.proof"
"""Key of the session: what the link of the mail carried."""
RECEIVED = "Votre demande est enregistrée. Vous aurez une réponse dans le mois."


@login_not_required
@marked("rights-request", "create")
@require_http_methods(["GET", "HEAD", "POST"])
def ask_link(request: HttpRequest) -> HttpResponse:
    """« Exercer vos droits », for who has no account. Known or not, the answer is the same."""
    form = MailboxForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.send_link(by=VISITOR, email=form.cleaned_data["email"])
        return render(request, "retention/link_sent.html")
    return render(request, "retention/ask_link.html", {"form": form})


@login_not_required
@marked("rights-request", "create")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def visitor_data(request: HttpRequest) -> HttpResponse:
    """Where the link of the mail leads: download one's data, ask something else.

    The proof leaves the address bar at once, so that no page tells it on.
    """
    if token := request.GET.get("jeton"):
        request.session[PROOF] = token if proven(token) else ""
        return redirect("retention:proven")
    subject = proven(request.session.get(PROOF, ""))
    if subject is None:
        return render(request, "retention/link_over.html", status=404)
    if request.POST.get("act") == "export":
        return _archive(services.run_export(by=VISITOR, subject=subject))
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _ask(form, VISITOR, subject, request):
        return redirect("retention:proven")
    return render(request, "retention/visitor_data.html", _held(subject, form))


@marked("account", "read")
@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """« Mes données »: what is held, and what one may do about it."""
    return render(request, "retention/own_data.html", _held(_own(request), AskForm()))


@marked("account", "export")
@never_cache
@require_POST
def own_export(request: HttpRequest) -> HttpResponse:
    """Everything held of the person signed in, at once."""
    return _archive(services.run_export(by=_author(request), subject=_own(request)))


@marked("rights-request", "create")
@require_POST
def own_request(request: HttpRequest) -> HttpResponse:
    """Ask a correction, or anything else, from one's account."""
    form, subject = AskForm(request.POST), _own(request)
    if form.is_valid() and _ask(form, _author(request), subject, request):
        return redirect("retention:own_data")
    return render(request, "retention/own_data.html", _held(subject, form))


@marked("account", "erase")
@require_http_methods(["GET", "HEAD", "POST"])
def close_account(request: HttpRequest) -> HttpResponse:
    """Close one's account: what can be erased is, at once; the page says what stays."""
    form, subject = CloseAccountForm(request.POST or None), _own(request)
    if request.method == "POST" and form.is_valid():
        try:
            services.erase_subject(by=_author(request), subject=subject)
        except RetentionError as error:
            form.add_error(None, str(error))
        else:
            logout(request)
            messages.success(request, "Votre compte est fermé et vos données sont effacées.")
            return redirect("public_map:home")
    kept = [one for one in holdings(SubjectKind.ACCOUNT) if one.kept_because]
    return render(request, "retention/close_account.html", {"form": form, "kept": kept})


def _own(request: HttpRequest) -> Subject:
    """The person signed in. The middlewares let nobody else come here; this makes sure."""
    if not isinstance(request.user.pk, UUID):
        raise PermissionDenied
    return Subject(SubjectKind.ACCOUNT, str(request.user.pk))


def _author(request: HttpRequest) -> Author:
    # Set by the access middleware, whose type the app of accounts knows.
    author: Author = request.actor.author  # type: ignore[attr-defined]
    return author


def _held(subject: Subject, form: AskForm) -> dict[str, Any]:
    """What the pages of the person show: how much is held, where, and the requests under way."""
    held = services.what_is_held(subject=subject)
    return {"sections": held.sections, "form": form, "requests": held.requests}


def _ask(form: AskForm, by: Author, subject: Subject, request: HttpRequest) -> bool:
    """Record the request; puts what is wrong in the form, and says whether it was recorded."""
    known = subject.kind == SubjectKind.ACCOUNT
    try:
        services.receive_request(
            by=by,
            subject=subject,
            right=Right(form.cleaned_data["right"]),
            contact=getattr(request.user, "email", "") if known else subject.reference,
            details=form.cleaned_data["details"],
        )
    except RetentionError as error:
        form.add_error("details", str(error))
        return False
    messages.success(request, RECEIVED)
    return True


def _archive(export: Export) -> HttpResponse:
    return HttpResponse(
        export.content,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{export.name}"'},
    )
