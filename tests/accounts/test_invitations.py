"""Invitations, through their services and their pages."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from o2r.accounts import services
from o2r.accounts.acting import actor_for
from o2r.accounts.enums import InvitationState, MembershipRole
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import COOLING, INVITATION_LIFE, Invitation, Membership, User
from o2r.accounts.services import LinkUseless, Rights, SignInFirst, digest_of
from o2r.core import clock
from o2r.core.clock import stopped_at
from o2r.core.notifications.models import Mail, Notification
from tests.accounts.factories import UserFactory, enter, someone

PASSWORD = "tabouret violet qui traverse lentement"
GUEST = "inconnue@association.example"
CASEWORKER = Rights(MembershipRole.CASEWORKER)


@pytest.fixture
def nadege() -> Membership:
    return someone(manages_accounts=True)


@pytest.fixture
def odile(nadege: Membership) -> Membership:
    return someone(organisation=nadege.organisation, is_dpo=True)


def invite(nadege: Membership, email: str = GUEST, rights: Rights = CASEWORKER) -> Invitation:
    return services.invite(
        by=actor_for(nadege.user), organisation=nadege.organisation, email=email, rights=rights
    )


def secret_of(address: str = GUEST) -> str:
    text = next(one.body for one in reversed(mail.outbox) if one.to == [address])
    return re.search(r"/espace/invitation/([^/\s]+)/", text)[1]


def open_link(client: Client, secret: str) -> None:
    link = client.get(reverse("accounts:invitation_link", args=[secret]))
    assert link.url == reverse("accounts:accept")


def test_only_the_digest_of_the_secret_is_kept(
    nadege: Membership, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = invite(nadege)
    secret = secret_of()
    assert len(secret) >= 43  # 256 bits in base 64
    assert made.token_hash == digest_of(secret)
    assert not Mail.objects.filter(body__contains=secret).exists()


def test_a_new_person_joins_by_the_link_and_everyone_in_charge_is_told(
    client: Client,
    nadege: Membership,
    odile: Membership,
    django_capture_on_commit_callbacks: object,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        invite(nadege)
    open_link(client, secret_of())
    given = {"display_name": "Rose Inconnue", "password": PASSWORD}
    assert client.post(reverse("accounts:accept"), given).status_code == 302
    joined = Membership.objects.get(user__email=GUEST)
    assert joined.role == MembershipRole.CASEWORKER
    assert joined.approved_by == nadege.user
    assert joined.personal_data_from - joined.approved_at == COOLING
    told = Notification.objects.filter(kind="new-account")
    assert set(told.order_by().values_list("recipient", flat=True)) == {
        nadege.user_id,
        odile.user_id,
    }
    # A second click opens nothing more: who has joined is at home.
    assert client.post(reverse("accounts:accept"), given).status_code in (302, 404)
    assert Membership.objects.filter(user__email=GUEST).count() == 1


def test_the_others_in_charge_are_told_when_an_invitation_leaves(
    nadege: Membership, odile: Membership
) -> None:
    sami = someone(organisation=nadege.organisation, manages_accounts=True)
    someone(MembershipRole.CASEWORKER, nadege.organisation)
    made = invite(nadege)
    told = Notification.objects.filter(kind="new-account").order_by("pk")
    assert {one.recipient for one in told} == {sami.user_id, odile.user_id}
    assert all(GUEST in one.body for one in told)
    services.resend(by=actor_for(nadege.user), invitation=made)
    assert told.all().count() == 4


def test_who_has_an_account_must_be_signed_in_with_it(client: Client, nadege: Membership) -> None:
    holder = UserFactory(email=GUEST)
    made = invite(nadege)
    with pytest.raises(SignInFirst):
        services.accept(by=actor_for(UserFactory()), digest=made.token_hash)
    services.accept(by=actor_for(holder), digest=made.token_hash)
    assert Membership.objects.current().filter(user=holder).exists()


def test_unknown_old_used_and_withdrawn_links_give_the_same_page(nadege: Membership) -> None:
    pages = []
    for spoil in (
        None,
        {"expires_at": clock.now() - timedelta(seconds=1)},
        {"state": InvitationState.ACCEPTED},
        {"state": InvitationState.WITHDRAWN},
    ):
        secret = f"secret-{len(pages)}"
        if spoil:
            made = invite(nadege, email=f"personne-{len(pages)}@association.example")
            Invitation.objects.filter(pk=made.pk).update(token_hash=digest_of(secret), **spoil)
        answer = Client().get(reverse("accounts:invitation_link", args=[secret]))
        assert answer.status_code == 404
        pages.append(answer.content.decode().replace(secret, "secret"))
    assert len(set(pages)) == 1


def test_an_invitation_dies_after_seven_days(nadege: Membership) -> None:
    made = invite(nadege)
    with stopped_at(clock.now() + INVITATION_LIFE), pytest.raises(LinkUseless):
        services.invitation_behind(made.token_hash)


def test_sending_again_kills_the_former_link(nadege: Membership) -> None:
    former = invite(nadege)
    again = services.resend(by=actor_for(nadege.user), invitation=former)
    with pytest.raises(LinkUseless):
        services.invitation_behind(former.token_hash)
    assert services.invitation_behind(again.token_hash)


def test_a_withdrawn_invitation_opens_nothing(nadege: Membership) -> None:
    made = invite(nadege)
    services.withdraw(by=actor_for(nadege.user), invitation=made)
    with pytest.raises(LinkUseless):
        services.accept(by=actor_for(UserFactory()), digest=made.token_hash)
    with pytest.raises(DomainError, match="déjà retirée"):
        services.withdraw(by=actor_for(nadege.user), invitation=made)


def test_only_admitted_domains_are_invited(nadege: Membership) -> None:
    nadege.organisation.email_domains = "asso.example"
    nadege.organisation.save()
    with pytest.raises(DomainError, match="domaine admis"):
        invite(nadege, email="quelquun@ailleurs.example")
    assert invite(nadege, email="quelquun@ASSO.example").email == "quelquun@asso.example"


def test_a_role_of_the_state_is_not_given_by_an_operator(nadege: Membership) -> None:
    with pytest.raises(DomainError, match="ne se donne pas"):
        invite(nadege, rights=Rights(MembershipRole.STATE_OFFICER))


def test_who_does_not_manage_accounts_invites_nobody(nadege: Membership) -> None:
    colleague = someone(MembershipRole.COORDINATOR, nadege.organisation)
    stranger = someone(manages_accounts=True)
    for person in (colleague, stranger):
        with pytest.raises(NotAllowed):
            services.invite(
                by=actor_for(person.user),
                organisation=nadege.organisation,
                email=GUEST,
                rights=CASEWORKER,
            )


def test_the_invitations_of_who_leaves_die_with_their_rights(nadege: Membership) -> None:
    other = someone(organisation=nadege.organisation, manages_accounts=True)
    made = invite(nadege)
    services.end_membership(by=actor_for(other.user), membership=nadege)
    with pytest.raises(LinkUseless):
        services.invitation_behind(made.token_hash)


def test_inviting_by_the_page(client: Client, nadege: Membership) -> None:
    enter(client, nadege.user)
    page = reverse("accounts:new_invitation")
    assert client.get(page).status_code == 200
    sent = client.post(page, {"email": GUEST, "role": MembershipRole.CASEWORKER})
    assert sent.url == reverse("accounts:invitations")
    assert GUEST in client.get(sent.url).content.decode()
    twice = client.post(page, {"email": GUEST, "role": MembershipRole.CASEWORKER})
    assert twice.status_code == 200
    assert Invitation.objects.count() == 1


def test_a_weak_password_is_refused_on_the_page(client: Client, nadege: Membership) -> None:
    made = invite(nadege)
    Invitation.objects.filter(pk=made.pk).update(token_hash=digest_of("lien"))
    open_link(client, "lien")
    given = {"display_name": "Rose", "password": "motdepasse1234"}
    assert client.post(reverse("accounts:accept"), given).status_code == 200
    assert not User.objects.filter(email=GUEST).exists()


def test_the_data_protection_officer_sees_invitations_and_sends_none(
    client: Client, nadege: Membership, odile: Membership
) -> None:
    made = invite(nadege)
    enter(client, odile.user)
    page = client.get(reverse("accounts:invitations")).content.decode()
    assert GUEST in page
    assert "Retirer" not in page
    assert client.post(reverse("accounts:withdraw", args=[made.pk])).status_code == 404
    assert Invitation.objects.usable().filter(pk=made.pk).exists()
