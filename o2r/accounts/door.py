"""The door of every page: what the page is, who comes, and the objects they may meet.

A view says what it shows or does::

    @door("error-report", "read", POST="update")
    def report(request: SignedInRequest, report: UUID) -> HttpResponse:
        opened = open_one(request, ErrorReport.objects.all(), pk=report)

and the middleware refuses, before the view runs, whoever no rule of the policy lets in. A view
without a mark answers nobody. Forbidden and absent give the same 404: same query, same page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypedDict, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest

from o2r.accounts.actors import NOBODY
from o2r.accounts.governance.agreements import agreement_for, use_up
from o2r.accounts.governed import Governed, GovernedQuerySet
from o2r.accounts.policy import Allow, Context, Subject, decide, kinds
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.watching import ShowingStopped, ask, reveals
from o2r.core.access import Mark, mark_of, marked
from o2r.core.journal.services import record
from o2r.core.watch.enums import Outcome
from o2r.core.watch.quota import ALLOWED, QuotaVerdict

View = TypeVar("View", bound=Callable[..., Any])
M = TypeVar("M", bound=Governed)


def door(kind: str, action: str, *, POST: str | None = None) -> Callable[[View], View]:
    """Mark a view with what it does; ``POST`` when writing is another action than reading.

    Raises KeyError for a kind that ``objects.csv`` does not know. A view that the policy opens to
    anyone is not asked for a signed-in user.
    """
    code = kinds()[kind].code
    is_open = any(decide(NOBODY, one, Subject(code), Context()) for one in (action, POST or action))

    def put(view: View) -> View:
        known = marked(code, action, POST=POST)(view)
        return login_not_required(known) if is_open else known

    return put


@dataclass(frozen=True)
class Opened(Generic[M]):
    """An object that one may meet, and the groups of its fields that one may see."""

    obj: M
    fields: frozenset[str]


def visible(request: SignedInRequest, objects: GovernedQuerySet[M]) -> GovernedQuerySet[M]:
    """The rows of ``objects`` that the person may meet."""
    return objects.visible_to(request.actor)


def open_one(
    request: SignedInRequest,
    objects: GovernedQuerySet[M],
    *,
    action: str | None = None,
    **lookup: Any,
) -> Opened[M]:
    """The one object that ``lookup`` names, for the action that the view is marked with.

    Personal data are journaled in the same transaction. Raises Http404, the same whether the
    object is absent or forbidden, and ShowingStopped when the watch asks for more first.
    """
    verdict = ALLOWED
    with transaction.atomic():
        found = objects.visible_to(request.actor).filter(**lookup).order_by("pk").first()
        if found is None:
            raise Http404
        asked = action or _mark(request).action(request.method)
        decision = decide(request.actor, asked, found.subject(request.actor), request.proof)
        if not isinstance(decision, Allow):
            raise Http404
        if kinds()[found.access_kind].personal:
            if reveals(found.access_kind, decision.fields):
                verdict = ask(request.actor, asked, [found.pk], request.proof)
            record(
                by=request.actor.author,
                action=asked,
                kind=found.access_kind,
                object_id=found.pk,
                organisation=found.chain,
                fields=decision.fields,
                **_said(verdict),
            )
    # Only once the refusal is written, with its alert and its line of the journal.
    if verdict.outcome != Outcome.ALLOW:
        raise ShowingStopped(verdict)
    return Opened(found, decision.fields)


def listed(request: SignedInRequest, rows: list[M]) -> list[M]:
    """Journal that these rows, already ``visible``, were read as a list: one line for all.

    Raises ShowingStopped when the watch asks for more before so many people are shown.
    """
    if not rows or not kinds()[rows[0].access_kind].personal:
        return rows
    verdict, fields = ALLOWED, _groups_listed(request, rows)
    with transaction.atomic():
        revealed = [row.pk for row, seen in fields if reveals(row.access_kind, seen)]
        if revealed:
            verdict = ask(request.actor, "list", revealed, request.proof)
        record(
            by=request.actor.author,
            action="list",
            kind=rows[0].access_kind,
            object_id=None,
            organisation=request.actor.organisation,
            fields=frozenset[str]().union(*(seen for _, seen in fields)),
            count=len(rows),
            **_said(verdict),
        )
    if verdict.outcome != Outcome.ALLOW:
        raise ShowingStopped(verdict)
    return rows


def exported(request: SignedInRequest, rows: list[M]) -> list[M]:
    """Journal that these rows, already ``visible``, leave the platform as a file.

    Beyond what the instance lets one person export alone, an agreement is used up. Raises
    ShowingStopped when there is none, or when the watch asks for something else first.
    """
    if not rows or not kinds()[rows[0].access_kind].personal:
        return rows
    verdict, fields = ALLOWED, _groups_listed(request, rows, "export")
    with transaction.atomic():
        revealed = [row.pk for row, seen in fields if reveals(row.access_kind, seen)]
        if revealed:
            agreement = agreement_for(request.actor, len(revealed))
            verdict = ask(
                request.actor, "export", revealed, request.proof, seconded=agreement is not None
            )
            if agreement is not None and verdict.outcome == Outcome.ALLOW:
                use_up(by=request.actor, agreement=agreement)
        record(
            by=request.actor.author,
            action="export",
            kind=rows[0].access_kind,
            object_id=None,
            organisation=request.actor.organisation,
            fields=frozenset[str]().union(*(seen for _, seen in fields)),
            count=len(rows),
            **_said(verdict),
        )
    if verdict.outcome != Outcome.ALLOW:
        raise ShowingStopped(verdict)
    return rows


def _groups_listed(
    request: SignedInRequest, rows: list[M], action: str = "list"
) -> list[tuple[M, frozenset[str]]]:
    """The groups of each row that the list, or the file, may show."""
    found = []
    for row in rows:
        decision = decide(request.actor, action, row.subject(request.actor), request.proof)
        found.append((row, decision.fields if isinstance(decision, Allow) else frozenset()))
    return found


class _Said(TypedDict, total=False):
    decision: Literal["deny"]
    reason: str


def _said(verdict: QuotaVerdict) -> _Said:
    """How the journal writes the answer of the watch."""
    if verdict.outcome == Outcome.ALLOW:
        return {}
    return {"decision": "deny", "reason": f"quota: {verdict.outcome}"}


def _mark(request: HttpRequest) -> Mark:
    match = request.resolver_match
    mark = mark_of(match.func) if match else None
    if mark is None:
        raise Http404
    return mark
