"""The door of every page: what the page is, who comes, and the objects they may meet.

A view says what it shows or does::

    @door("error-report", "read", POST="update")
    def report(request: SignedInRequest, report: UUID) -> HttpResponse:
        opened = open_one(request, ErrorReport.objects.all(), pk=report)

and the middleware refuses, before the view runs, whoever no rule of the policy lets in. A view
without a mark answers nobody. Forbidden and absent give the same 404: same queries, same line of
the journal, same page.

Each page says what it did with people: ``open_one`` one of them, ``listed``, ``searched``,
``shared`` and ``exported`` several. All of them ask the watch first and are journaled.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, Literal, TypedDict, TypeVar
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest

from o2r.accounts.actors import NOBODY, Actor
from o2r.accounts.governance.agreements import agreement_for, use_up
from o2r.accounts.governed import Governed, GovernedQuerySet
from o2r.accounts.policy import Allow, Context, Subject, decide, kinds
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.shown import tell_of_showing
from o2r.accounts.watching import PERSON_FILE, ShowingStopped, ask, reveals
from o2r.core.access import Mark, mark_of, marked
from o2r.core.journal.services import record_reading
from o2r.core.watch.enums import Outcome
from o2r.core.watch.events import Search
from o2r.core.watch.quota import ALLOWED, QuotaVerdict

View = TypeVar("View", bound=Callable[..., Any])
M = TypeVar("M", bound=Governed)


def door(
    kind: str, action: str, *, POST: str | None = None, group: str = ""
) -> Callable[[View], View]:
    """Mark a view with what it does; ``POST`` when writing is another action than reading;
    ``group`` when its page is made of one group of fields, and closed to who reads none of it.

    Raises KeyError for a kind that ``objects.csv`` does not know. A view that the policy opens to
    anyone is not asked for a signed-in user.
    """
    code = kinds()[kind].code
    is_open = any(decide(NOBODY, one, Subject(code), Context()) for one in (action, POST or action))

    def put(view: View) -> View:
        known = marked(code, action, POST=POST, group=group)(view)
        return login_not_required(known) if is_open else known

    return put


@dataclass(frozen=True)
class Opened(Generic[M]):
    """An object that one may meet, and the groups of its fields that one may see; ``beside``: those
    that its page lists with it."""

    obj: M
    fields: frozenset[str]
    beside: "tuple[Opened[M], ...]" = ()


def visible(request: SignedInRequest, objects: GovernedQuerySet[M]) -> GovernedQuerySet[M]:
    """The rows of ``objects`` that the person may meet."""
    return objects.visible_to(request.actor)


def open_one(
    request: SignedInRequest,
    objects: GovernedQuerySet[M],
    *,
    action: str | None = None,
    needs: str | None = None,
    beside: Callable[[M], Iterable[M]] | None = None,
    **lookup: Any,
) -> Opened[M]:
    """The one object that ``lookup`` names, for the action that the view is marked with.

    ``needs``: another action that must be allowed too. The page of a form is read, and written as
    such in the journal, by who may send it and by nobody else. ``beside``: what its page lists
    besides, already ``visible``, of the same kind: the watch is asked once for all, and the journal
    has one line for the object, another for the list.

    Personal data are journaled in the same transaction. Raises Http404, the same whether the object
    is absent or forbidden (the middleware writes the refusal), and ShowingStopped when the watch
    asks for more first.
    """
    asked, verdict = action or _mark(request).action(request.method), ALLOWED
    others: list[_Decided[M]] = []
    with transaction.atomic():
        found = objects.visible_to(request.actor).filter(**lookup).order_by("pk").first()
        decided = _decided(request, asked, found) if found is not None else None
        if decided is None or not decided.is_allowed:
            raise Http404
        if not _mark(request).is_for(decided.fields):
            raise Http404
        if needs and not _decided(request, needs, decided.row).is_allowed:
            raise Http404
        if kinds()[decided.row.access_kind].personal:
            with_it = beside(decided.row) if beside else ()
            others = [one for row in with_it if (one := _decided(request, "list", row)).is_allowed]
            verdict = _told(
                request, asked, [decided], chain=decided.row.chain, opens=True, others=others
            )
    # Only once the answer of the watch is written, with its alert.
    _stop(verdict)
    shown = tuple(Opened(one.row, one.fields) for one in others)
    return Opened(decided.row, decided.fields, shown)


def listed(request: SignedInRequest, rows: list[M]) -> list[M]:
    """Journal that these rows, already ``visible``, were read as a list: one line for all.

    Raises ShowingStopped when the watch asks for more before so many people are shown.
    """
    return _together(request, "list", rows)


def searched(request: SignedInRequest, rows: list[M], *, words: Search) -> list[M]:
    """Journal that these rows, already ``visible``, answer a search; told even when none does.

    ``words``: digests of what was looked for (``Search.of``), which the watch compares and nobody
    reads back. A search comes in a POST: an address keeps no name. Raises ShowingStopped.
    """
    return _together(request, "search", rows, search=words)


def shared(request: SignedInRequest, rows: list[M]) -> list[M]:
    """Journal that these rows, already opened, are given to other people to read.

    Called where the share is made, before it is. Raises Http404 when one of them may not be shared,
    and ShowingStopped.
    """
    for row in rows:
        if not _decided(request, "share", row).is_allowed:
            raise Http404
    return _together(request, "share", rows)


def exported(request: SignedInRequest, rows: list[M], *, files: Collection[UUID] = ()) -> list[M]:
    """Journal that these rows, already ``visible``, leave the platform as a file.

    ``files``: the person files whose identity they bear, when the rows are not these files.
    Beyond what the instance lets one person export alone, an agreement is used up. Raises
    ShowingStopped when there is none, or when the watch asks for something else first.
    """
    return _together(request, "export", rows, files=files)


@dataclass(frozen=True)
class _Decided(Generic[M]):
    """What was answered for one row: groups of fields, by which relations, in whose place."""

    row: M
    is_allowed: bool = False
    fields: frozenset[str] = frozenset()
    basis: frozenset[str] = frozenset()
    in_place_of: UUID | None = None


def _decided(request: SignedInRequest, action: str, row: M) -> _Decided[M]:
    actor, proof = request.actor, request.proof
    subject = row.subject(actor)
    decision = decide(actor, action, subject, proof)
    if not isinstance(decision, Allow):
        return _Decided(row)
    if not kinds()[row.access_kind].personal:
        return _Decided(row, True, decision.fields)
    basis = frozenset(
        relation.value
        for relation in subject.relations
        if decide(actor, action, replace(subject, relations=frozenset({relation})), proof)
    )
    absent = _replaced(request, action, row, decision)
    return _Decided(row, True, decision.fields, basis, absent)


def _replaced(request: SignedInRequest, action: str, row: M, given: Allow) -> UUID | None:
    """Whose absence opens this row, or more of it, to who covers them; None for one's own right."""
    absents = sorted(request.actor.stands_in_for)
    for covered in ([], *([one] for one in absents)) if absents else ():
        actor = replace(request.actor, stands_in_for=frozenset(covered))
        decision = decide(actor, action, row.subject(actor), request.proof)
        if isinstance(decision, Allow) and decision.fields >= given.fields:
            return covered[0] if covered else None
    return None


def _together(
    request: SignedInRequest,
    action: str,
    rows: list[M],
    *,
    search: Search | None = None,
    files: Collection[UUID] = (),
) -> list[M]:
    """Tell the watch and the journal of rows that a page shows, or sends, at once."""
    kind = rows[0].access_kind if rows else _mark(request).kind
    if not kinds()[kind].personal or not (rows or search):
        return rows
    # What a search shows is what a list shows.
    shown = [_decided(request, "list" if search else action, row) for row in rows]
    with transaction.atomic():
        verdict = _told(
            request,
            action,
            shown,
            kind=kind,
            chain=request.actor.organisation,
            search=search,
            files=files,
        )
    _stop(verdict)
    return rows


def _told(
    request: SignedInRequest,
    action: str,
    shown: list[_Decided[M]],
    *,
    chain: UUID | None,
    kind: str = "",
    opens: bool = False,
    others: Sequence[_Decided[M]] = (),
    search: Search | None = None,
    files: Collection[UUID] = (),
) -> QuotaVerdict:
    """Ask the watch, then write its answer: one line of the journal for all of ``shown``.

    ``opens``: the page of one object, which the line names; no agreement is used up for it.
    ``others``: what that page lists besides, which has a line of its own. ``files``: those whose
    identity the rows bear besides.
    """
    kind = kind or shown[0].row.access_kind
    actor = request.actor
    revealed = [one.row.pk for one in (*shown, *others) if reveals(kind, one.fields)]
    revealed += files
    agreement = None
    if action == "export" and revealed and not opens:
        agreement = agreement_for(actor, len(revealed))
    verdict = ask(
        actor,
        action,
        revealed,
        request.proof,
        seconded=agreement is not None,
        search=search if kind == PERSON_FILE else None,
    )
    if agreement is not None and verdict.outcome == Outcome.ALLOW:
        use_up(by=actor, agreement=agreement)
    _written(actor, verdict, action, kind, shown, chain, opens=opens)
    if others:
        _written(actor, verdict, "list", kind, others, actor.organisation)
    return verdict


def _written(
    actor: Actor,
    verdict: QuotaVerdict,
    action: str,
    kind: str,
    shown: Sequence[_Decided[M]],
    chain: UUID | None,
    *,
    opens: bool = False,
) -> None:
    """Tell who listens, and the journal, of what is shown or was refused."""
    if verdict.outcome == Outcome.ALLOW:
        tell_of_showing(actor, action, kind, [one.row for one in shown])
    absents = {one.in_place_of for one in shown if one.in_place_of}
    record_reading(
        by=actor.author,
        action=action,
        kind=kind,
        object_id=shown[0].row.pk if opens else None,
        organisation=chain,
        fields=frozenset[str]().union(*(one.fields for one in shown)),
        count=len(shown),
        basis=frozenset[str]().union(*(one.basis for one in shown)),
        # An entry names one person: a list that covers several absences names none.
        in_place_of=next(iter(absents)) if len(absents) == 1 else None,
        **_said(verdict),
    )


def _stop(verdict: QuotaVerdict) -> None:
    if verdict.outcome != Outcome.ALLOW:
        raise ShowingStopped(verdict)


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
