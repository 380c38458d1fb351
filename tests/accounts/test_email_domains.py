"""The e-mail domains that an organisation admits, wherever someone gains rights or an address."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from o2r.accounts import services
from o2r.accounts.acting import actor_for
from o2r.accounts.enums import MembershipRole, OrganisationKind, OrganisationState
from o2r.accounts.errors import DomainError
from o2r.accounts.models import Membership, Organisation
from o2r.accounts.services import LinkUseless, Rights
from o2r.accounts.signin.emails import (
    EmailConfirmationHMAC,
    LinkDead,
    awaited_address,
    confirm_address,
)
from o2r.accounts.signin.measured_session import prove
from o2r.core import clock
from o2r.core.journal.models import JournalEntry
from o2r.core.notifications.models import Mail, Notification
from tests.accounts.factories import OrganisationFactory, UserFactory, enter, someone

CASEWORKER = Rights(MembershipRole.CASEWORKER)


@pytest.fixture
def nadege() -> Membership:
    return someone(manages_accounts=True)


@pytest.fixture
def tom(nadege: Membership) -> Membership:
    return someone(organisation=nadege.organisation)


def admit(place: Organisation, domains: str) -> None:
    Organisation.objects.filter(pk=place.pk).update(email_domains=domains)


def change(by: Membership, whom: Membership, rights: Rights) -> Membership:
    return services.change_rights(by=actor_for(by.user), membership=whom, rights=rights)


@pytest.mark.parametrize(
    "rights",
    [
        CASEWORKER,
        Rights(MembershipRole.MEMBER, manages_accounts=True),
        Rights(MembershipRole.MEMBER, is_dpo=True),
    ],
)
def test_who_gains_rights_has_an_admitted_address(
    nadege: Membership, tom: Membership, rights: Rights
) -> None:
    admit(nadege.organisation, "ailleurs.example")
    with pytest.raises(DomainError, match="domaine admis"):
        change(nadege, tom, rights)
    admit(nadege.organisation, "organisation.example")
    assert change(nadege, tom, rights)
    admit(nadege.organisation, "ailleurs.example")
    assert change(nadege, tom, Rights(MembershipRole.MEMBER))


def test_a_candidate_is_invited_never_promoted(client: Client, nadege: Membership) -> None:
    candidate = someone(MembershipRole.CANDIDATE, nadege.organisation)
    for rights in (CASEWORKER, Rights(MembershipRole.MEMBER)):
        with pytest.raises(DomainError, match="invitez-la"):
            change(nadege, candidate, rights)
    candidate.refresh_from_db()
    assert candidate.role == MembershipRole.CANDIDATE
    page = enter(client, nadege.user).get(reverse("accounts:person", args=[candidate.pk]))
    assert reverse("accounts:rights", args=[candidate.pk]) not in page.content.decode()


def test_a_first_manager_has_an_admitted_address() -> None:
    place = OrganisationFactory(state=OrganisationState.DECLARED, email_domains="ailleurs.example")
    asking = someone(organisation=place, approved_at=None, asks_to_manage=True)
    officer = someone(
        MembershipRole.STATE_OFFICER, OrganisationFactory(kind=OrganisationKind.DREETS)
    )
    by = actor_for(officer.user)
    with pytest.raises(DomainError, match="domaine admis"):
        services.approve_manager(by=by, membership=asking)
    place.refresh_from_db()
    assert place.state == OrganisationState.DECLARED
    admit(place, "organisation.example")
    assert services.approve_manager(by=by, membership=asking).manages_accounts


def test_changing_the_domains_is_journaled_and_told(nadege: Membership) -> None:
    sami = someone(organisation=nadege.organisation, manages_accounts=True)
    odile = someone(organisation=nadege.organisation, is_dpo=True)

    def settle(domains: str, zone: str = "Europe/Paris") -> None:
        services.set_organisation(
            by=actor_for(nadege.user),
            organisation=nadege.organisation,
            email_domains=domains,
            time_zone=zone,
        )

    settle("association.example")
    entry = JournalEntry.objects.get(kind="organisation")
    assert (entry.user, entry.action, entry.chain) == (
        nadege.user_id,
        "update",
        nadege.organisation_id,
    )
    assert "email_domains" in entry.fields
    said = Notification.objects.filter(kind="rights-changed").order_by("pk")
    assert {one.recipient for one in said} == {sami.user_id, odile.user_id}
    assert "association.example" in said[0].body
    settle("association.example", "Indian/Reunion")
    assert said.all().count() == 2


def test_an_invitation_dies_when_its_domain_is_no_longer_admitted(nadege: Membership) -> None:
    made = services.invite(
        by=actor_for(nadege.user),
        organisation=nadege.organisation,
        email="rose@association.example",
        rights=CASEWORKER,
    )
    admit(nadege.organisation, "organisation.example")
    with pytest.raises(LinkUseless):
        services.invitation_behind(made.token_hash)


def ask(client: Client, address: str) -> tuple[int, str]:
    """What the page answers, the address itself put aside."""
    answer = client.post(reverse("signin:address"), {"email": address})
    words = " ".join(str(one) for one in get_messages(answer.wsgi_request))
    page = answer.content.decode() if answer.status_code == 200 else ""
    shown = "n’admet que les adresses" in page
    return answer.status_code, f"{shown} {words.replace(address, '…')}"


def test_an_address_stays_within_the_domains_and_says_nothing_of_others(
    client: Client, tom: Membership
) -> None:
    admit(tom.organisation, "organisation.example")
    holder = UserFactory(email="holder@gratuit.example")
    enter(client, tom.user)
    session = client.session
    prove(session, tom.user, {"password": clock.now().timestamp()})
    session.save()
    known, unknown = ask(client, holder.email), ask(client, "personne@gratuit.example")
    assert known == unknown
    assert known == (200, "True ")
    assert not Mail.objects.filter(to=holder.email).exists()
    assert awaited_address(tom.user) == ""
    assert ask(client, "tom.nouveau@organisation.example")[0] == 302
    assert awaited_address(tom.user) == "tom.nouveau@organisation.example"


def test_a_link_to_an_address_dies_with_its_domain(tom: Membership, rf: object) -> None:
    row = tom.user.emailaddress_set.create(email="tom@gratuit.example")
    admit(tom.organisation, "organisation.example")
    with pytest.raises(LinkDead):
        confirm_address(key=EmailConfirmationHMAC(row).key, request=rf.get("/"))
    tom.user.refresh_from_db()
    assert tom.user.email != row.email
