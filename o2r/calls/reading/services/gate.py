"""The gate of interests: what opens an application to a person, and what closes it at once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.enums import MembershipRole
from o2r.accounts.errors import DomainError
from o2r.accounts.models import Membership
from o2r.calls.applications.models import Application, ReadingAccess
from o2r.calls.models import Call
from o2r.calls.reading.enums import (
    ASSIGNMENT_MOVES,
    LIVE,
    AssignmentState,
    ReviewState,
)
from o2r.calls.reading.interests import Verdict
from o2r.calls.reading.models import (
    Assignment,
    DeclarationDesk,
    InterestDeclaration,
    Reader,
    Review,
)
from o2r.calls.reading.selectors.interests import Known, known
from o2r.calls.reading.services.telling import tell_officers
from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.journal.authors import Author
from o2r.core.journal.services import record


@dataclass(frozen=True)
class Declared:
    """What someone answers about one body; ``body`` is its key."""

    body: str
    has_interest: bool
    nature: str = ""
    detail: str = ""


@transaction.atomic
def declare(*, by: Actor, desk: DeclarationDesk, answers: Collection[Declared]) -> int:
    """Keep what someone declares of the bodies of a call, then open and close what follows.

    What was declared before is kept, dated; an answer that says the same changes nothing. Returns
    how many answers are new. Raises NotAllowed, DomainError.
    """
    require(by, "create", desk, act="déclarer des liens pour cet appel")
    call = Call.objects.select_for_update(no_key=True).get(pk=desk.pk)
    if by.user is None:
        return 0
    seen = known(call, [by.user])
    now, fresh = clock.now(), []
    for answer in answers:
        body = seen.bodies.get(answer.body)
        if body is None:
            raise DomainError(
                "La liste des organismes a changé pendant que vous répondiez. Rechargez la page : "
                "ce qui était déjà déclaré est gardé."
            )
        standing = seen.declared[by.user].get(answer.body)
        if standing is not None and _same(standing, answer):
            continue
        fresh.append(
            InterestDeclaration(
                call=call,
                user_id=by.user,
                body=answer.body,
                body_name=body.name,
                organisation_id=body.organisation,
                has_interest=answer.has_interest,
                nature=answer.nature if answer.has_interest else "",
                detail=answer.detail.strip() if answer.has_interest else "",
                declared_at=now,
            )
        )
    replaced = [one.body for one in fresh]
    InterestDeclaration.objects.filter(
        call=call, user=by.user, body__in=replaced, replaced_at=None
    ).update(replaced_at=now)
    InterestDeclaration.objects.bulk_create(fresh)
    if fresh:
        written(by, "create", desk, count=len(fresh))
    reassess(by=by.author, call=call, users=[by.user])
    return len(fresh)


def _same(standing: InterestDeclaration, answer: Declared) -> bool:
    said = (standing.has_interest, standing.nature, standing.detail)
    if not answer.has_interest:
        return said == (False, "", "")
    return said == (True, answer.nature, answer.detail.strip())


@transaction.atomic
def reassess(
    *,
    by: Author,
    call: Call,
    users: Collection[UUID] | None = None,
    left: UUID | None = None,
) -> None:
    """Open and close what the declarations now say, for ``users`` or for everyone concerned.

    ``left``: an application that is being withdrawn, whose row may still say that it is not.
    Called in the transaction of whatever changes the answer: a declaration, a body that enters a
    consortium, a reader named, someone who joins an organisation. The next request sees it.
    """
    with errand("interest-gate"):
        _Gate(by, call, users, left).work()


class _Gate:
    """One passage over the people and the applications of a call."""

    def __init__(
        self, by: Author, call: Call, users: Collection[UUID] | None, left: UUID | None
    ) -> None:
        self._by, self._call, self._now = by, call, clock.now()
        self._left = [] if left is None else [left]
        readers = Reader.objects.filter(call=call).select_related("user").order_by("pk")
        self._names = {one.user_id: str(one.user) for one in readers}
        self._reading = {one.user_id for one in readers if one.is_current}
        opened = ReadingAccess.objects.filter(application__call=call).order_by("pk")
        self._opened = {(one.application_id, one.user_id): one for one in opened}
        self._officers = set(
            Membership.objects.current()
            .filter(organisation=call.dreets_id, role=MembershipRole.STATE_OFFICER)
            .order_by("pk")
            .values_list("user", flat=True)
        )
        everyone = {*self._names, *self._officers, *(user for _, user in self._opened)}
        self._users = everyone if users is None else everyone & set(users)
        self._recused: dict[UUID, int] = {}

    def work(self) -> None:
        if not self._users:
            return
        facts = known(self._call, self._users)
        given: dict[tuple[UUID, UUID], Assignment] = {}
        rows = Assignment.objects.filter(application__call=self._call, state__in=LIVE)
        for one in rows.select_related("reader", "application__call").order_by("pk"):
            given[one.application_id, one.reader.user_id] = one
        received = Application.objects.received().filter(call=self._call)
        received = received.exclude(pk__in=self._left).order_by("number", "pk")
        for application in received:
            for user in sorted(self._users):
                self._settle(facts, application, user, given.get((application.pk, user)))
        self._close_what_left(received)
        self._tell()

    def _settle(
        self, facts: Known, application: Application, user: UUID, given: Assignment | None
    ) -> None:
        """Put one person in the right place towards one application."""
        found = facts.verdict(user, application.pk)
        if given is not None:
            if found is Verdict.RECUSED:
                self._recuse(given, facts.reason(user, application.pk))
            elif found is Verdict.CLEARED:
                self._move(given, AssignmentState.DECLARED)
            else:
                self._move(given, AssignmentState.NAMED)
        reads = given is not None and user in self._reading
        may = found is Verdict.CLEARED and (reads or user in self._officers)
        access = self._opened.get((application.pk, user))
        if may and access is None:
            ReadingAccess.objects.create(application=application, user_id=user, opened_at=self._now)
            self._journal("reading.open", application.pk)
        elif not may and access is not None:
            access.delete()
            self._journal("reading.close", application.pk)

    def _recuse(self, given: Assignment, reason: str) -> None:
        given.reason = reason
        self._move(given, AssignmentState.RECUSED)
        exclude(Review.objects.filter(assignment=given), reason)
        user = given.reader.user_id
        self._recused[user] = self._recused.get(user, 0) + 1

    def _move(self, given: Assignment, to: AssignmentState) -> None:
        if given.state == to:
            return
        move_assignment(given, to, now=self._now)
        if to is AssignmentState.RECUSED:
            self._journal("reading.recuse", given.pk, kind="review")

    def _close_what_left(self, received: Iterable[Application]) -> None:
        """An application that is withdrawn is closed to everyone."""
        here = {one.pk for one in received}
        for (application, user), access in self._opened.items():
            if application not in here and user in self._users:
                access.delete()
                self._journal("reading.close", application)

    def _journal(self, action: str, obj: UUID, kind: str = "application") -> None:
        record(
            by=self._by,
            action=action,
            kind=kind,
            object_id=obj,
            organisation=self._call.dreets_id,
        )

    def _tell(self) -> None:
        for user, count in sorted(self._recused.items()):
            many = f"{count} candidatures" if count > 1 else "une candidature"
            tell_officers(
                self._call,
                f"{self._names[user]} est récusé : {many} à confier à quelqu’un d’autre",
                "Un lien avec un organisme candidat l’écarte. Ses lectures ne comptent plus, et ces"
                " candidatures lui sont fermées. Désignez un autre lecteur.",
            )


def move_assignment(given: Assignment, to: AssignmentState, *, now: datetime | None = None) -> None:
    """Change the state of a reading confided. Raises DomainError for a move that is not known."""
    if to not in ASSIGNMENT_MOVES[AssignmentState(given.state)]:
        raise DomainError(
            f"Cette lecture est « {given.get_state_display()} » : elle ne change plus. Désignez un "
            "autre lecteur."
        )
    given.state = to
    given.changed_at = now or clock.now()
    given.save(update_fields=["state", "reason", "changed_at"])


def exclude(reviews: "Iterable[Review]", reason: str) -> None:
    """Take reviews out of the means, for a reason; the texts stay, for a dispute."""
    for review in reviews:
        if review.state != ReviewState.EXCLUDED:
            review.state, review.excluded_reason = ReviewState.EXCLUDED, reason[:300]
            review.save(update_fields=["state", "excluded_reason"])
