"""``o2r trust D3``: the two French incidents, played through the pages of the protected record.

Cap emploi and France Travail, 2024: the account of a partner adviser, stolen with its session,
opens every file shared with its organisation. Missions locales, December 2025: the account of
someone who manages accounts, stolen too, opens two new ones, which read once their first day is
over. What counts is how many people appeared in an answer before the product stopped showing any.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import NOBODY
from o2r.accounts.enums import MembershipRole, OrganisationKind
from o2r.accounts.models import Organisation, User
from o2r.accounts.sample.services import open_record
from o2r.accounts.services import Rights, accept, invite
from o2r.core import clock
from o2r.core.clock import stopped_at
from o2r.core.journal.authors import Author
from o2r.core.measures import Measure, measures_for
from o2r.proofs.site import sample_site
from o2r.proofs.world import Description, Person, make_person, of_role, sign_in

FILES = 250
MOST_EXPOSED = 150
"""People: the ceiling of trust for an account that is stolen whole."""
NEW_ACCOUNTS = 2
INSISTS = 12
"""Refusals in a row after which a thief understands."""
ADVISER = of_role(MembershipRole.PARTNER_ADVISER, OrganisationKind.MISSION_LOCALE)
MANAGER = replace(
    of_role(MembershipRole.MEMBER, OrganisationKind.MISSION_LOCALE),
    name="account-manager",
    manages_accounts=True,
)
PASSWORD = "dix-neuf barques sous la digue"  # noqa: S105 — of an invented account


@measures_for("D3", family="trust")
def incidents(*, full: bool = False) -> Iterator[Measure]:
    """People exposed by each incident, over files that are all within reach of the policy."""
    for name, play in (("cap_emploi", _cap_emploi), ("missions_locales", _missions_locales)):
        with sample_site():
            within_reach, exposed = play()
        detail = {"files": FILES, "within_reach": within_reach, "through": "pages"}
        yield Measure(f"D3.{name}", exposed, "personnes", MOST_EXPOSED, "lower", detail)


def _cap_emploi() -> tuple[int, int]:
    """A thief holds the session of an adviser, every proof given, and opens file after file."""
    adviser = make_person(ADVISER)
    shared = _shared_with(adviser.somebody.organisation)
    return len(shared), len(_seen(adviser.client, shared))


def _missions_locales() -> tuple[int, int]:
    """A thief holds the account of a manager, opens two accounts, and comes back the next day."""
    manager = make_person(MANAGER)
    shared = _shared_with(manager.somebody.organisation)
    opened = [_new_account(manager, number) for number in range(NEW_ACCOUNTS)]
    seen = set[str]().union(*(_seen(_browser(user), shared) for user in opened))
    with stopped_at(clock.now() + timedelta(hours=25)):
        for number, user in enumerate(opened):
            # Each begins elsewhere, so that they expose as many people as they can.
            turned = list(shared.items())[number * FILES // NEW_ACCOUNTS :]
            seen |= _seen(_browser(user), dict(turned) | shared)
        seen |= _seen(_browser(manager.somebody.user), shared)
    return len(shared), len(seen)


def _shared_with(organisation: Organisation) -> dict[str, str]:
    """Files of another organisation shared with this one: the text of each, and its page."""
    elsewhere = Organisation.objects.get(name="Ailleurs")
    stranger = User.objects.get(email="ailleurs@essai.example")
    shared = {}
    for _ in range(FILES):
        text = f"canari-{uuid4().hex}"
        record = open_record(
            by=Author.system("trust"),
            organisation=elsewhere,
            referent=stranger,
            texts={"identity": text},
            partner=organisation,
            shared_until=clock.today() + timedelta(days=90),
            shared="identity",
        )
        shared[text] = reverse("sample:record", args=[record.pk])
    return shared


def _new_account(manager: Person, number: int) -> User:
    made = invite(
        by=actor_for(manager.somebody.user),
        organisation=manager.somebody.organisation,
        email=f"marionnette-{number}@essai.example",
        rights=Rights(MembershipRole.PARTNER_ADVISER),
    )
    held = accept(by=NOBODY, digest=made.token_hash, display_name="Marionnette", password=PASSWORD)
    return held.user


def _browser(user: User) -> Client:
    client = Client(raise_request_exception=False)
    sign_in(client, user, Description("thief"))
    return client


def _seen(client: Client, shared: dict[str, str]) -> set[str]:
    """What each page shows, then the list, the thief insisting beyond every refusal."""
    found: set[str] = set()
    refused = 0
    for page in (*shared.values(), reverse("sample:records")):
        answer = client.get(page)
        refused = 0 if answer.status_code == 200 else refused + 1
        if refused >= INSISTS:
            break
        text = answer.content.decode()
        found |= {one for one in shared if one in text}
    return found
