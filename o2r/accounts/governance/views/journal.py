"""The journal of an organisation, its export, and what each person reads of their own account."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from o2r.accounts.door import door
from o2r.accounts.governance.selectors import chain_of, people_of, who_saw
from o2r.accounts.policy import Deny, Reason, may_try
from o2r.accounts.requests import SignedInRequest
from o2r.core import clock
from o2r.core.exports import csv_bytes
from o2r.core.journal.exports import HEADERS
from o2r.core.journal.exports import rows as journal_rows
from o2r.core.journal.forms import JournalFilters
from o2r.core.journal.selectors import ENTRIES_PER_PAGE, Entries, entries_of
from o2r.core.journal.sentences import told
from o2r.core.journal.services import record
from o2r.core.paging import paged
from o2r.territory.typography import typographic

LARGEST_EXPORT = 50_000


@door("journal", "list")
@never_cache
@require_safe
def journal(request: SignedInRequest) -> HttpResponse:
    """Who read and wrote what; only the chain that the person answers for."""
    chain, form, entries = _asked(request)
    context = paged(request, entries, ENTRIES_PER_PAGE)
    lines = told(list(context["page"]))
    _written(request, "list", chain, len(lines))
    context |= {
        "form": form,
        "entries": lines,
        "export_url": _export_address(request),
        "is_platform": chain is None,
    }
    return render(request, "governance/journal.html", context)


@door("journal", "export")
@never_cache
@require_safe
def export(request: SignedInRequest) -> HttpResponse:
    """The entries asked for, as a spreadsheet: evidence for an inquiry."""
    chain, form, entries = _asked(request)
    count = entries.count()
    if not form.is_valid() or count > LARGEST_EXPORT:
        messages.error(
            request,
            typographic(
                f"Cette liste compte {count} entrées ; un fichier en contient "
                f"{LARGEST_EXPORT} au plus. Choisissez une période plus courte."
            ),
        )
        return redirect(f"{reverse('governance:journal')}?{request.GET.urlencode()}")
    _written(request, "export", chain, count)
    lines = journal_rows(entries.iterator())
    next(lines)
    return HttpResponse(
        csv_bytes(HEADERS, lines),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="journal-{clock.today():%Y-%m-%d}.csv"'
        },
    )


@door("own-digest", "read")
@never_cache
@require_safe
def own_digest(request: SignedInRequest) -> HttpResponse:
    """« Qui a vu mes données »: what others did with the account of who asks."""
    context = paged(request, who_saw(request.user.pk), ENTRIES_PER_PAGE)
    return render(request, "governance/own_digest.html", context)


def _asked(request: SignedInRequest) -> tuple[UUID | None, JournalFilters, Entries]:
    """The chain, the filters, and the entries that they keep: none while a filter is wrong."""
    try:
        chain = chain_of(request.actor)
    except LookupError as error:
        raise Http404 from error
    form = JournalFilters(request.GET, people=people_of(request.actor))
    entries = entries_of(chain, form.criteria()) if form.is_valid() else entries_of(chain).none()
    return chain, form, entries


def _written(request: SignedInRequest, action: str, chain: UUID | None, count: int) -> None:
    """Whoever reads the journal is in the journal."""
    with transaction.atomic():
        record(
            by=request.actor.author,
            action=action,
            kind="journal",
            object_id=None,
            organisation=chain,
            count=count,
        )


def _export_address(request: SignedInRequest) -> str:
    """Where the same list is downloaded; nothing for who may not."""
    decision = may_try(request.actor, "export", "journal", request.proof)
    if isinstance(decision, Deny) and decision.reason is not Reason.STEP_UP:
        return ""
    asked = request.GET.copy()
    asked.pop("page", None)
    return f"{reverse('governance:journal_export')}?{asked.urlencode()}"
