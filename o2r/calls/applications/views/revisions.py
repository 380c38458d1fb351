"""The journal of what was written: each value that a text, a fact or an amount has had."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.calls.applications import facts, parts
from o2r.calls.applications.differences import Piece, difference
from o2r.calls.applications.models import AnswerRevision, Member
from o2r.calls.applications.sections import (
    BUDGET,
    CONSORTIUM,
    PROJECT,
    SECTION_OF,
    TEXTS,
    section,
)
from o2r.calls.applications.views.frame import Frame, open_application
from o2r.calls.applications.views.places import page_of

FACTS = "renseignements"
"""The word of the address for all the facts of a project together."""
DECLARATION = "has_analytic_accounts"
_TAGS = {"same": "span", "added": "ins", "removed": "del"}


@dataclass(frozen=True)
class RevisionShown:
    """One value that a field had, and what it changed. ``label``: where a page has several."""

    revision: AnswerRevision
    pieces: tuple[Piece, ...]
    label: str = ""

    @property
    def difference(self) -> SafeString:
        """The text, with what was added and what was removed."""
        return format_html_join(
            "", "<{0}>{1}</{0}>", ((_TAGS[p.kind], p.text) for p in self.pieces)
        )


@door("application", "read")
@require_safe
def revisions(request: SignedInRequest, application: UUID, field: str) -> HttpResponse:
    """Every value that a text or a fact of the project has had, the newest first."""
    if field in TEXTS:
        return _of_text(request, application, field)
    names = [name for name in facts.LABELS if name != DECLARATION] if field == FACTS else [field]
    if not set(names) <= set(facts.LABELS):
        raise Http404
    of_budget = field == DECLARATION
    frame = open_application(request, application, current=BUDGET if of_budget else PROJECT)
    part = section(BUDGET if of_budget else PROJECT)
    shown = _shown(
        frame.application.revisions.filter(member=None, field__in=names), facts.LABELS.__getitem__
    )
    title = "Journal des renseignements" if field == FACTS else f"Journal : {facts.LABELS[field]}"
    return _page(request, frame, title, shown, page_of(part.code, frame.application), part.label)


def _of_text(request: SignedInRequest, application: UUID, field: str) -> HttpResponse:
    part = section(SECTION_OF[field])
    frame = open_application(request, application, current=part.code)
    rows = list(
        frame.application.revisions.filter(member=None, field=field)
        .select_related("written_by")
        .order_by("number", "lost", "written_at", "pk")
    )
    shown, before = [], ""
    for row in rows:
        shown.append(RevisionShown(row, difference(before, row.text)))
        before = before if row.lost else row.text
    title = f"Journal du texte « {TEXTS[field].label} »"
    return _page(
        request, frame, title, shown[::-1], page_of(part.code, frame.application), part.label
    )


@door("application", "read")
@require_safe
def member_revisions(request: SignedInRequest, application: UUID, member: UUID) -> HttpResponse:
    """What the part of a member has been."""
    frame = open_application(request, application, current=CONSORTIUM, groups="content contacts")
    found = get_object_or_404(Member, application=frame.application, pk=member)
    shown = _shown(found.revisions.filter(year=None), lambda name: parts.LABELS.get(name, name))
    back = reverse("applications:member", args=[application, member])
    return _page(request, frame, f"Journal de {found.name}", shown, back, found.name)


@door("application", "read")
@require_safe
def grid_revisions(
    request: SignedInRequest, application: UUID, member: UUID, year: int
) -> HttpResponse:
    """What the amounts of a member for a year have been."""
    frame = open_application(request, application, current=BUDGET, groups="content budget")
    found = get_object_or_404(Member, application=frame.application, pk=member)
    if not 1 <= year <= frame.content.call.years:
        raise Http404
    chart = frame.content.call.chart
    shown = _shown(
        found.revisions.filter(year=year), lambda code: chart[code].label if code in chart else code
    )
    title = f"Journal du budget de {found.name}, année {year}"
    back = reverse("applications:grid", args=[application, member, year])
    return _page(request, frame, title, shown, back, f"{found.name}, année {year}")


def _shown(rows: "QuerySet[AnswerRevision]", label: Callable[[str], str]) -> list[RevisionShown]:
    """The newest first: each says what it replaced."""
    ordered = rows.select_related("written_by").order_by("-written_at", "-number", "field", "pk")
    return [
        RevisionShown(row, difference(row.before, row.text), label(row.field)) for row in ordered
    ]


def _page(
    request: SignedInRequest,
    frame: Frame,
    title: str,
    shown: list[RevisionShown],
    back: str,
    back_to: str,
) -> HttpResponse:
    context = frame.context(title=title, shown=shown, back=back, back_to=back_to)
    return render(request, "applications/revisions.html", context)
