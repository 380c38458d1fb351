"""First managers, registrations, closing and opening again."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from o2r.accounts import declarations, services
from o2r.accounts.acting import actor_for
from o2r.accounts.actors import NOBODY
from o2r.accounts.enums import (
    MembershipRole,
    OrganisationKind,
    OrganisationState,
    RegistrationPurpose,
)
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Invitation, Membership, Organisation, Registration, User
from o2r.accounts.selectors import organisations_to_approve
from o2r.accounts.services import LinkUseless, Rights
from o2r.core.notifications.models import Notification
from tests.accounts.factories import OrganisationFactory, UserFactory, enter, someone

PASSWORD = "tabouret violet qui traverse lentement"
SIRET = "13003301300017"
WHO = "yann@lisieres.example"
OPENING, CANDIDATE = RegistrationPurpose.OPENING, RegistrationPurpose.CANDIDATE


def register(purpose: RegistrationPurpose, region: str = "84", email: str = WHO) -> Registration:
    return services.register(
        by=NOBODY,
        purpose=purpose,
        email=email,
        display_name="Yann Keller",
        organisation_name="Les Lisières",
        siret=SIRET,
        kind=OrganisationKind.ASSOCIATION,
        region=region,
    )


def confirm(purpose: RegistrationPurpose, region: str = "84", email: str = WHO) -> User:
    asked = register(purpose, region, email)
    return services.confirm(by=NOBODY, digest=asked.token_hash, password=PASSWORD)


def officer(region: str = "84") -> Membership:
    place = OrganisationFactory(kind=OrganisationKind.DREETS, region=region)
    return someone(MembershipRole.STATE_OFFICER, place)


def test_nothing_exists_before_the_mailbox_answers() -> None:
    register(OPENING)
    assert not User.objects.filter(email=WHO).exists()
    assert not Organisation.objects.filter(siret=SIRET).exists()


def test_the_first_manager_has_no_right_until_the_state_approves(client: Client) -> None:
    helene = officer()
    yann = confirm(OPENING)
    asking = Membership.objects.get(user=yann)
    assert asking.organisation.state == OrganisationState.DECLARED
    assert asking.declaration == declarations.TEXTS[OPENING]
    assert actor_for(yann).organisation is None
    assert Notification.objects.filter(recipient=helene.user_id).exists()
    page = reverse("accounts:entrust", args=[asking.organisation_id])
    assert enter(Client(), yann).get(page).status_code == 404
    enter(client, helene.user)
    assert "Yann Keller" in client.get(page).content.decode()
    for _ in range(2):  # A double click changes nothing.
        sent = client.post(page, {"act": "approve", "membership": str(asking.pk)})
        assert sent.status_code == 302
    asking.refresh_from_db()
    asking.organisation.refresh_from_db()
    assert asking.manages_accounts
    assert asking.organisation.state == OrganisationState.OPEN
    assert asking.organisation.approved_by == helene.organisation
    assert not actor_for(yann).settled


def test_an_officer_of_another_region_neither_sees_nor_approves() -> None:
    confirm(OPENING, region="84")
    asking = Membership.objects.waiting().get()
    for region, sees in (("93", False), ("84", True), ("", True)):
        by = actor_for(officer(region).user)
        assert bool(organisations_to_approve(by)) is sees
    with pytest.raises(NotAllowed):
        services.approve_manager(by=actor_for(officer("93").user), membership=asking)


def test_nobody_approves_an_organisation_they_belong_to() -> None:
    confirm(OPENING)
    asking = Membership.objects.waiting().get()
    helene = officer()
    someone(MembershipRole.MEMBER, asking.organisation, user=helene.user)
    with pytest.raises(DomainError, match="une autre organisation"):
        services.approve_manager(by=actor_for(helene.user, acting_as=helene.pk), membership=asking)


def test_a_refusal_says_why_and_closes_what_was_only_declared() -> None:
    yann = confirm(OPENING)
    asking = Membership.objects.waiting().get()
    by = actor_for(officer().user)
    with pytest.raises(DomainError, match="Dites pourquoi"):
        services.refuse_manager(by=by, membership=asking, reason=" ")
    services.refuse_manager(by=by, membership=asking, reason="SIRET d’une autre association.")
    assert Organisation.objects.get(siret=SIRET).state == OrganisationState.CLOSED
    told = Notification.objects.get(recipient=yann.pk, kind="organisation-life")
    assert "SIRET d’une autre association." in told.body
    with pytest.raises(DomainError, match="déjà répondu"):
        services.approve_manager(by=by, membership=asking)


def test_an_organisation_that_has_a_manager_is_not_taken_over() -> None:
    nadege = someone(manages_accounts=True)
    Organisation.objects.filter(pk=nadege.organisation_id).update(siret=SIRET)
    yann = confirm(OPENING)
    assert not Membership.objects.filter(user=yann).exists()
    assert Notification.objects.filter(recipient=nadege.user_id).exists()


def test_a_candidate_gains_nothing_on_a_known_organisation(client: Client) -> None:
    nadege = someone(manages_accounts=True)
    Organisation.objects.filter(pk=nadege.organisation_id).update(siret=SIRET)
    yann = confirm(CANDIDATE)
    held = Membership.objects.get(user=yann)
    assert (held.role, held.organisation_id) == (MembershipRole.CANDIDATE, nadege.organisation_id)
    assert held.declaration == declarations.TEXTS[CANDIDATE]
    assert Notification.objects.filter(recipient=nadege.user_id).exists()
    enter(client, yann)
    for name in ("people", "teams", "invitations", "handovers"):
        assert client.get(reverse(f"accounts:{name}")).status_code == 404
    assert actor_for(yann).organisation is None


def test_a_second_candidate_of_one_number_reads_nothing_of_the_first() -> None:
    yann = confirm(CANDIDATE)
    other = confirm(CANDIDATE, email="omar@ailleurs.example")
    assert actor_for(yann).organisation == Organisation.objects.get(siret=SIRET).pk
    assert actor_for(other).organisation is None
    told = Notification.objects.get(recipient=yann.pk, kind="new-account")
    assert "omar@ailleurs.example" not in told.body
    assert "aucun accès" in told.body


def test_registering_by_the_pages(
    client: Client, django_capture_on_commit_callbacks: object
) -> None:
    given = {
        "display_name": "Yann Keller",
        "email": WHO,
        "organisation_name": "Les Lisières",
        "siret": "130 033 013 00017",
        "kind": OrganisationKind.ASSOCIATION,
        "region": "84",
    }
    page = reverse("accounts:register_candidate")
    assert client.post(page, given).context["form"].errors.keys() == {"declaration"}
    given["declaration"] = "on"
    UserFactory(email="connu@lisieres.example")
    with django_capture_on_commit_callbacks(execute=True):
        answers = [
            client.post(page, {**given, "email": email}).content.decode()
            for email in (WHO, "connu@lisieres.example")
        ]
    assert "Ouvrez votre messagerie" in answers[0]
    assert "Ouvrez votre messagerie" in answers[1]
    letter = next(one for one in mail.outbox if one.to == [WHO])
    link = re.search(r"/espace/inscription/lien/\S+", letter.body)[0]
    assert client.get(link).url == reverse("accounts:confirm_registration")
    done = client.post(reverse("accounts:confirm_registration"), {"password": PASSWORD})
    assert done.status_code == 302
    assert User.objects.filter(email=WHO).exists()
    assert Client().get(link).status_code == 404


def test_a_wrong_siret_is_refused(client: Client) -> None:
    answer = client.post(reverse("accounts:register_organisation"), {"siret": "13003301300018"})
    assert "clé de contrôle" in str(answer.context["form"].errors["siret"])


def test_the_state_opens_an_organisation_and_invites_once(client: Client) -> None:
    helene = officer()
    enter(client, helene.user)
    given = {
        "name": "Les Lisières",
        "kind": OrganisationKind.ASSOCIATION,
        "siret": SIRET,
        "region": "84",
        "email": WHO,
    }
    page = reverse("accounts:new_organisation")
    assert client.post(page, given).status_code == 302
    made = Organisation.objects.get(siret=SIRET)
    assert made.approved_by == helene.organisation
    invitation = Invitation.objects.get()
    assert (invitation.manages_accounts, invitation.on_behalf_of) == (True, helene.organisation)
    services.accept(by=NOBODY, digest=invitation.token_hash, display_name="Yann", password=PASSWORD)
    with pytest.raises(DomainError, match="déjà un responsable"):
        services.entrust(by=actor_for(helene.user), organisation=made, email="a@b.example")


def test_an_operator_opens_no_other_organisation() -> None:
    nadege = someone(manages_accounts=True)
    other = OrganisationFactory()
    with pytest.raises(NotAllowed):
        services.entrust(by=actor_for(nadege.user), organisation=other, email=WHO)


def test_closing_ends_everything_and_only_another_one_opens_again(client: Client) -> None:
    nadege = someone(manages_accounts=True)
    colleague = someone(MembershipRole.CASEWORKER, nadege.organisation)
    made = services.invite(
        by=actor_for(nadege.user),
        organisation=nadege.organisation,
        email=WHO,
        rights=Rights(MembershipRole.CASEWORKER),
    )
    enter(client, nadege.user)
    page = reverse("accounts:close_organisation", args=[nadege.organisation_id])
    assert "2 personnes" in client.get(page).content.decode()
    assert client.post(page).status_code == 302
    assert actor_for(colleague.user).organisation is None
    with pytest.raises(LinkUseless):
        services.invitation_behind(made.token_hash)
    assert client.get(page).status_code == 404
    helene = actor_for(officer("").user)
    services.entrust(by=helene, organisation=nadege.organisation, email=WHO)
    place = Organisation.objects.get(pk=nadege.organisation_id)
    assert (place.state, place.closed_at) == (OrganisationState.OPEN, None)
    assert actor_for(colleague.user).organisation is None
