"""The people of the access matrix: one for each role, and some in trouble."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.enums import OrganisationKind as Kind
from o2r.accounts.models import Membership, Organisation, User
from o2r.accounts.signin.factors import has_second_factor
from o2r.accounts.signin.measured_person import give_totp
from o2r.accounts.signin.measured_session import prove
from o2r.accounts.signin.second_factor import ENROLLED
from o2r.accounts.specimens import Somebody
from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.core.watch.services.alerts import block_account as block

ANONYMOUS = "anonymous"
RENEWED_AFTER = timedelta(minutes=3)


@dataclass(frozen=True)
class Description:
    """Who someone is, in the words of the policy, written apart from the code that decides."""

    name: str
    kind: Kind = Kind.ASSOCIATION
    role: Role = Role.MEMBER
    roles: frozenset[str] = frozenset()
    manages_accounts: bool = False
    is_dpo: bool = False
    settled: bool = True
    second_factor: bool = True
    fresh: bool = True
    blocked: bool = False
    has_membership: bool = True


def of_role(role: Role, kind: Kind = Kind.ASSOCIATION) -> Description:
    """Someone who holds this role, in an organisation of this kind."""
    words = frozenset({"anyone", "signed-in", str(role.value)})
    return Description(role.value, kind=kind, role=role, roles=words)


_CASEWORKER = of_role(Role.CASEWORKER)
_MANAGER = replace(
    of_role(Role.MEMBER),
    name="account-manager",
    manages_accounts=True,
    roles=frozenset({"anyone", "signed-in", "member", "account-manager"}),
)
PEOPLE = (
    Description(ANONYMOUS, roles=frozenset({"anyone"}), has_membership=False, second_factor=False),
    of_role(Role.CANDIDATE),
    of_role(Role.OUTREACH_WORKER),
    _CASEWORKER,
    of_role(Role.COORDINATOR),
    of_role(Role.MEMBER),
    _MANAGER,
    replace(
        of_role(Role.MEMBER),
        name="dpo",
        is_dpo=True,
        roles=frozenset({"anyone", "signed-in", "member", "dpo"}),
    ),
    of_role(Role.PARTNER_ADVISER, Kind.MISSION_LOCALE),
    of_role(Role.STATE_OFFICER, Kind.DREETS),
    of_role(Role.NATIONAL_OFFICER, Kind.DGEFP),
    of_role(Role.RESEARCHER, Kind.RESEARCH),
    of_role(Role.PLATFORM_MANAGER, Kind.PLATFORM),
    of_role(Role.PLATFORM_SUPPORT, Kind.PLATFORM),
    replace(_CASEWORKER, name="newcomer", settled=False),
    replace(_CASEWORKER, name="blocked", blocked=True),
    replace(_CASEWORKER, name="without-second-factor", second_factor=False, fresh=False),
    replace(_MANAGER, name="without-fresh-proof", fresh=False),
    Description(
        "without-organisation",
        roles=frozenset({"anyone", "signed-in"}),
        settled=False,
        has_membership=False,
    ),
)


@dataclass
class Person:
    """Someone of the matrix, with a browser in which they are signed in."""

    description: Description
    client: Client
    somebody: Somebody

    @property
    def name(self) -> str:
        return self.description.name


def populate() -> list[Person]:
    """Create everyone, each in an organisation of their own, and a stranger elsewhere."""
    return [make_person(one) for one in PEOPLE]


def make_person(described: Description) -> Person:
    """Create someone, their organisation, and the stranger of another one."""
    elsewhere, _ = Organisation.objects.get_or_create(name="Ailleurs", kind=Kind.ASSOCIATION)
    stranger, _ = User.objects.get_or_create(
        email="ailleurs@essai.example", defaults={"display_name": "Ailleurs"}
    )
    organisation = Organisation.objects.create(
        name=f"Organisation {described.name}", kind=described.kind, region="84"
    )
    user = User.objects.create(
        email=f"{described.name}@essai.example", display_name=f"Essai {described.name}"
    )
    if described.has_membership:
        now = clock.now()
        Membership.objects.create(
            user=user,
            organisation=organisation,
            role=described.role,
            manages_accounts=described.manages_accounts,
            is_dpo=described.is_dpo,
            approved_at=now,
            personal_data_from=now + timedelta(hours=0 if described.settled else 24),
        )
    if described.blocked:
        block(by=Author.system("trust"), user=user.pk, organisation=organisation.pk)
    client = Client(raise_request_exception=False)
    if described.name != ANONYMOUS:
        sign_in(client, user, described)
    return Person(described, client, Somebody(user, organisation, stranger, elsewhere))


def sign_in(client: Client, user: User, described: Description) -> None:
    """Open the session of someone, with the proofs that their description gives."""
    client.force_login(user)
    # Everyone has a second factor: what is measured is whether this session showed it.
    if not has_second_factor(user):
        give_totp(user)
    prove_again(client, user, described)


def prove_again(client: Client, user: User, described: Description) -> None:
    """Give the proofs of a session afresh: a measure may last longer than they do."""
    session = SessionStore(client.session.session_key)
    now = clock.now().timestamp()
    at = now if described.fresh else now - 7200
    proofs = {"password": at}
    session[ENROLLED] = True
    if described.second_factor:
        proofs["mfa"] = at
    prove(session, user, proofs)
    session.save()


class Proofs:
    """The proofs of these people, kept as they are described however long a measure lasts."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.people, self._given_at = list(people), clock.now()

    def keep_fresh(self) -> None:
        """Give them again once they grow old: to ask before each page."""
        if clock.now() - self._given_at < RENEWED_AFTER:
            return
        self._given_at = clock.now()
        for person in self.people:
            if person.name != ANONYMOUS:
                prove_again(person.client, person.somebody.user, person.description)
