"""Rights that end: after each change, the very next request must know.

For every change, a situation is made where the person may act; every surface opens; the change is
applied as the product applies it; every surface must then refuse. A surface that did not open
first counts as a fault too: it would prove nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.test import Client

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole, OrganisationState
from o2r.accounts.errors import NotAllowed
from o2r.accounts.models import Membership, Organisation, Substitution, User
from o2r.accounts.sample import services
from o2r.accounts.sample.models import SampleRecord
from o2r.accounts.services import Rights, change_rights, end_membership, suspend_member
from o2r.accounts.signin.sessions import close_all
from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.core.watch.services.alerts import block_account
from o2r.proofs.world import Description, Person, make_person, of_role

TEXT = "canari-des-droits-perimes"
GROUP = "identity"


@dataclass
class Situation:
    """Someone who may see a record today, and the record."""

    person: Person
    record: SampleRecord

    @property
    def user(self) -> User:
        return self.person.somebody.user

    @property
    def membership(self) -> Membership:
        return Membership.objects.get(user=self.user, ended_at=None)


def _record(person: Person, **who: object) -> SampleRecord:
    somebody = person.somebody
    fields: dict[str, Any] = {
        "organisation": somebody.elsewhere,
        "referent": somebody.stranger,
        "readers": [somebody.organisation.pk],
        **who,
    }
    return services.open_record(by=Author.system("trust"), texts={GROUP: TEXT}, **fields)


def _as_referent(person: Person) -> SampleRecord:
    somebody = person.somebody
    return _record(person, organisation=somebody.organisation, referent=somebody.user)


def _as_co_accompanying(person: Person) -> SampleRecord:
    record = _record(person)
    record.co_accompanying.add(person.somebody.user)
    return record


def _as_partner(person: Person) -> SampleRecord:
    tomorrow = clock.today() + timedelta(days=1)
    where = person.somebody.organisation
    return _record(person, partner=where, shared_until=tomorrow, shared=GROUP)


def _as_substitute(person: Person) -> SampleRecord:
    somebody, today = person.somebody, clock.today()
    Substitution.objects.create(
        organisation=somebody.organisation,
        absent=somebody.stranger,
        substitute=somebody.user,
        first_day=today,
        last_day=today,
    )
    return _record(person, organisation=somebody.organisation)


def _colleague(now: Situation, role: MembershipRole, **duties: bool) -> User:
    """Someone else of the same organisation, there for a long time."""
    user = User.objects.create(email=f"{role}@collegue.example", display_name="Collègue")
    Membership.objects.create(
        user=user,
        organisation=now.person.somebody.organisation,
        role=role,
        approved_at=clock.now(),
        personal_data_from=clock.now(),
        **duties,
    )
    return user


def _manager(now: Situation) -> Actor:
    return actor_for(_colleague(now, MembershipRole.MEMBER, manages_accounts=True))


def _end_membership(now: Situation) -> None:
    receiver = _colleague(now, MembershipRole.CASEWORKER)
    end_membership(by=_manager(now), membership=now.membership, receiver=receiver)


def _lower_role(now: Situation) -> None:
    by = _manager(now)
    receiver = _colleague(now, MembershipRole.CASEWORKER)
    services.hand_over(by=by, giver=now.user, receiver=receiver)
    change_rights(by=by, membership=now.membership, rights=Rights(MembershipRole.MEMBER))


def _suspend(now: Situation) -> None:
    suspend_member(by=_manager(now), membership=now.membership, reason="téléphone volé")


def _close_sessions(now: Situation) -> None:
    close_all(by=now.user, user=now.user)


def _disable(now: Situation) -> None:
    User.objects.filter(pk=now.user.pk).update(is_active=False)


def _close(now: Situation) -> None:
    Organisation.objects.filter(pk=now.person.somebody.organisation.pk).update(
        state=OrganisationState.CLOSED, closed_at=clock.now()
    )


def _cool(now: Situation) -> None:
    later = clock.now() + timedelta(hours=1)
    Membership.objects.filter(pk=now.membership.pk).update(personal_data_from=later)


def _block(now: Situation) -> None:
    where = now.person.somebody.organisation.pk
    block_account(by=Author.system("trust"), user=now.user.pk, organisation=where)


def _hand_over(now: Situation) -> None:
    by = actor_for(now.user)
    services.hand_over(by=by, giver=now.user, receiver=now.person.somebody.stranger)


def _leave_the_circle(now: Situation) -> None:
    now.record.co_accompanying.remove(now.user)


def _end_share(now: Situation) -> None:
    yesterday = clock.today() - timedelta(days=1)
    SampleRecord.objects.filter(pk=now.record.pk).update(shared_until=yesterday)


def _withdraw_share(now: Situation) -> None:
    SampleRecord.objects.filter(pk=now.record.pk).update(partner=None)


def _come_back(now: Situation) -> None:
    Substitution.objects.filter(substitute=now.user).update(ended_at=clock.now())


@dataclass(frozen=True)
class Change:
    """A right that ends: who holds it, how, and what ends it."""

    name: str
    who: Description
    how: Callable[[Person], SampleRecord]
    ends: Callable[[Situation], None]


CASEWORKER = of_role(MembershipRole.CASEWORKER)
CHANGES = (
    Change("leaves the organisation", CASEWORKER, _as_referent, _end_membership),
    Change("changes role", CASEWORKER, _as_referent, _lower_role),
    Change("account disabled", CASEWORKER, _as_referent, _disable),
    Change("organisation closed", CASEWORKER, _as_referent, _close),
    Change("account suspended by a manager", CASEWORKER, _as_referent, _suspend),
    Change("sessions closed", CASEWORKER, _as_referent, _close_sessions),
    Change("account blocked", CASEWORKER, _as_referent, _block),
    Change("account put back to its first day", CASEWORKER, _as_referent, _cool),
    Change("caseload handed over", CASEWORKER, _as_referent, _hand_over),
    Change("no longer accompanies", CASEWORKER, _as_co_accompanying, _leave_the_circle),
    Change("share ends", CASEWORKER, _as_partner, _end_share),
    Change("share withdrawn", CASEWORKER, _as_partner, _withdraw_share),
    Change("substitution ends", CASEWORKER, _as_substitute, _come_back),
)


def _shows(client: Client, where: str) -> bool:
    answer = client.get(where)
    return answer.status_code == 200 and TEXT in answer.content.decode()


def _page(now: Situation) -> bool:
    return _shows(now.person.client, f"/espace/essai/{now.record.pk}/")


def _list(now: Situation) -> bool:
    return _shows(now.person.client, "/espace/essai/")


def _export(now: Situation) -> bool:
    return _shows(now.person.client, f"/espace/essai/{now.record.pk}/export.json")


def _write(now: Situation) -> bool:
    where = f"/espace/essai/{now.record.pk}/"
    answer = now.person.client.post(where, {"group": GROUP, "text": TEXT})
    return answer.status_code == 302 and answer["Location"] == where


def _task(now: Situation) -> bool:
    """What a job would do for the person, who was read again when it starts."""
    user = User.objects.filter(pk=now.user.pk, is_active=True).first()
    if user is None:
        return False
    record = SampleRecord.objects.visible_to(actor_for(user)).filter(pk=now.record.pk).first()
    if record is None:
        return False
    try:
        services.write(by=actor_for(user), record=record, group=GROUP, text=TEXT)
    except NotAllowed:
        return False
    return True


def _kept_copy(now: Situation) -> bool:
    """Whether a browser, or a proxy, may keep the page and show it later."""
    answer = now.person.client.get(f"/espace/essai/{now.record.pk}/")
    return "no-store" not in answer.headers.get("Cache-Control", "")


SURFACES: dict[str, Callable[[Situation], bool]] = {
    "page": _page,
    "list": _list,
    "export": _export,
    "write": _write,
    "task": _task,
}
# A partner reads what is shared: no export, no writing.
READ_ONLY = ("page", "list")
NO_EXPORT = ("page", "list", "write", "task")
# A session that is closed takes no right away: what works for the person goes on.
OF_A_SESSION = ("page", "list", "export", "write")


def _surfaces(change: Change) -> tuple[str, ...]:
    if change.how is _as_partner:
        return READ_ONLY
    if change.ends is _close_sessions:
        return OF_A_SESSION
    return NO_EXPORT if change.how is _as_co_accompanying else tuple(SURFACES)


def stale_surfaces() -> Iterator[tuple[str, str, str]]:
    """Every (change, surface, fault); a fault is « shut before » or « still open »."""
    for change in CHANGES:
        with transaction.atomic():
            person = make_person(change.who)
            now = Situation(person, change.how(person))
            names = _surfaces(change)
            shut = [name for name in names if not SURFACES[name](now)]
            kept = _kept_copy(now)
            change.ends(now)
            still = [name for name in names if SURFACES[name](now)]
            transaction.set_rollback(True)
        yield from ((change.name, name, "shut before") for name in shut)
        yield from ((change.name, name, "still open") for name in still)
        if kept:
            yield (change.name, "cached page", "still open")


def checks() -> int:
    """How many (change, surface) pairs are asked."""
    return sum(len(_surfaces(change)) + 1 for change in CHANGES)
