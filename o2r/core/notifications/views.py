"""The inbox of the person signed in, and their choices: each page only reads their own rows."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.core.access import marked
from o2r.core.notifications import selectors, services
from o2r.core.notifications.forms import PreferencesForm
from o2r.core.notifications.models import Notification
from o2r.core.paging import paged

PER_PAGE = 20


def _reader(request: HttpRequest) -> UUID:
    """Who is signed in. LoginRequiredMiddleware lets nobody else come here; this makes sure."""
    pk = request.user.pk
    if not isinstance(pk, UUID):
        raise PermissionDenied
    return pk


@marked("notification", "list")
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Everything the person was told, unread first."""
    reader = _reader(request)
    context = {
        **paged(request, selectors.inbox(reader), PER_PAGE),
        "unread": selectors.unread_count(reader),
    }
    return render(request, "notifications/inbox.html", context)


@marked("notification", "read")
@require_safe
def open_notification(request: HttpRequest, notification: UUID) -> HttpResponse:
    """Go where a notification leads, having noted that it was opened: the address in its mail."""
    reader = _reader(request)
    found = get_object_or_404(Notification.objects.of(reader), pk=notification)
    if request.method != "HEAD":
        services.mark_read(by=reader, notification=found)
    return redirect(found.link or "notifications:inbox")


@marked("notification", "update")
@require_POST
def mark(request: HttpRequest, notification: UUID) -> HttpResponse:
    """Put one notification among the read or the unread ones (field ``as``: read, unread)."""
    reader = _reader(request)
    found = get_object_or_404(Notification.objects.of(reader), pk=notification)
    if request.POST.get("as") == "unread":
        services.mark_unread(by=reader, notification=found)
    else:
        services.mark_read(by=reader, notification=found)
    return redirect("notifications:inbox")


@marked("notification", "update")
@require_POST
def mark_all(request: HttpRequest) -> HttpResponse:
    """Mark the whole inbox as read."""
    count = services.mark_all_read(by=_reader(request))
    if count == 1:
        messages.success(request, "1 notification marquée comme lue.")
    elif count:
        messages.success(request, f"{count} notifications marquées comme lues.")
    return redirect("notifications:inbox")


@marked("notification", "read", POST="update")
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """How the person wants to be told of each kind of event."""
    reader = _reader(request)
    form = PreferencesForm(reader, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.choose(by=reader, choices=form.choices())
        messages.success(request, "Vos choix sont enregistrés.")
        return redirect("notifications:preferences")
    return render(request, "notifications/preferences.html", {"form": form})
