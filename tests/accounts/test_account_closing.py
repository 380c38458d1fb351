"""An account that closes: refused while someone depends on the person, escalated by retention."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts import services
from o2r.accounts.acting import actor_for
from o2r.accounts.closing import is_closed
from o2r.accounts.enums import InvitationState, MembershipRole
from o2r.accounts.errors import StillNeeded
from o2r.accounts.models import Invitation, Membership, Substitution, User
from o2r.accounts.sample.models import SampleRecord
from o2r.accounts.services import Rights
from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.core.journal.models import JournalEntry
from o2r.core.notifications.models import Mail, Notification
from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.models import RetentionNotice
from o2r.core.retention.rights import Subject
from o2r.core.retention.services import erase_subject, run
from tests.accounts.factories import enter, someone

JOB = Author.system("retention")


@pytest.fixture
def nadege() -> Membership:
    return someone(manages_accounts=True)


@pytest.fixture
def ines(nadege: Membership) -> Membership:
    return someone(MembershipRole.CASEWORKER, nadege.organisation)


def erase(held: Membership, by: Author | None = None) -> Membership:
    erase_subject(
        by=by or actor_for(held.user).author,
        subject=Subject(SubjectKind.ACCOUNT, str(held.user_id)),
    )
    return Membership.objects.select_related("user").get(pk=held.pk)


def follows(held: Membership) -> SampleRecord:
    return SampleRecord.objects.create(organisation=held.organisation, referent=held.user)


def forget_for_years(held: Membership) -> list[int]:
    """Let retention close the account of someone who has not come for years."""
    long_ago = clock.now() - timedelta(days=365 * 10)
    User.objects.exclude(pk=held.user_id).update(last_login=clock.now())
    User.objects.filter(pk=held.user_id).update(created_at=long_ago, last_login=long_ago)
    list(run(by=JOB, now=clock.now(), only="accounts.User"))
    RetentionNotice.objects.update(sent_at=long_ago)
    return [done.ended for done in run(by=JOB, now=clock.now(), only="accounts.User")]


def told() -> set[object]:
    rows = Notification.objects.filter(kind="rights-changed").order_by("pk")
    return set(rows.values_list("recipient", flat=True))


def test_who_follows_someone_does_not_close_their_account(
    client: Client, nadege: Membership, ines: Membership
) -> None:
    record = follows(ines)
    with pytest.raises(StillNeeded, match="Vous suivez encore 1 dossiers suivis"):
        erase(ines)
    officer = actor_for(nadege.user).author
    with pytest.raises(StillNeeded, match=f"{ines.user} suit encore"):
        erase(ines, by=officer)
    enter(client, ines.user)
    answer = client.post(reverse("retention:close_account"), {"understood": "on"})
    assert "Vous suivez encore" in answer.content.decode()
    ines.refresh_from_db()
    assert ines.ended_at is None
    assert not is_closed(User.objects.get(pk=ines.user_id))
    record.delete()
    assert erase(ines).ended_at is not None


def test_the_last_manager_does_not_close_their_account(nadege: Membership) -> None:
    with pytest.raises(StillNeeded, match="la seule personne à gérer les comptes"):
        erase(nadege)
    assert not is_closed(User.objects.get(pk=nadege.user_id))
    sami = someone(organisation=nadege.organisation, manages_accounts=True)
    assert is_closed(erase(nadege).user)
    services.close_organisation(by=actor_for(sami.user), organisation=sami.organisation)
    assert is_closed(erase(sami).user)


def test_closing_an_account_does_all_that_leaving_does(
    nadege: Membership, ines: Membership
) -> None:
    sami = someone(organisation=nadege.organisation, manages_accounts=True)
    sent = services.invite(
        by=actor_for(sami.user),
        organisation=sami.organisation,
        email="rose@association.example",
        rights=Rights(MembershipRole.CASEWORKER),
    )
    today = clock.today()
    replacing = Substitution.objects.create(
        organisation=sami.organisation,
        absent=ines.user,
        substitute=sami.user,
        first_day=today,
        last_day=today,
    )
    name, address = sami.user.display_name, sami.user.email
    Mail.objects.all().delete()
    assert erase(sami).ended_at is not None
    assert Invitation.objects.get(pk=sent.pk).state == InvitationState.WITHDRAWN
    replacing.refresh_from_db()
    assert replacing.ended_at is not None
    entry = JournalEntry.objects.get(kind="membership", action="delete")
    assert (entry.chain, entry.object_id) == (sami.organisation_id, sami.pk)
    assert told() == {nadege.user_id}
    # What is being erased is written nowhere anew.
    said = Notification.objects.get(kind="rights-changed")
    assert name not in said.body
    assert not Mail.objects.filter(to=address).exists()


def test_retention_leaves_nobody_without_anyone(
    client: Client, nadege: Membership, ines: Membership
) -> None:
    record = follows(ines)
    hugo = someone(MembershipRole.CASEWORKER, nadege.organisation)
    assert forget_for_years(ines) == [1]
    ines = Membership.objects.select_related("user").get(pk=ines.pk)
    assert is_closed(ines.user)
    assert ines.ended_at is None
    assert told() == {nadege.user_id}
    said = Notification.objects.get(kind="rights-changed")
    assert "suit encore 1 dossiers suivis" in said.body
    # Who is told chooses who takes over, and the closed account leaves.
    enter(client, nadege.user)
    assert client.get(said.link).status_code == 200
    assert client.post(said.link, {"receiver": str(hugo.user_id)}).status_code == 302
    record.refresh_from_db()
    ines.refresh_from_db()
    assert record.referent == hugo.user
    assert ines.ended_at is not None
    assert not Mail.objects.filter(to__endswith="compte-ferme.invalid").exists()


def test_retention_tells_who_can_open_again_what_the_last_manager_leaves(
    nadege: Membership,
) -> None:
    camille = someone(MembershipRole.PLATFORM_MANAGER)
    assert forget_for_years(nadege) == [1]
    nadege.refresh_from_db()
    assert nadege.ended_at is not None
    assert told() == {camille.user_id}
    said = Notification.objects.get(kind="rights-changed")
    assert said.link == reverse("accounts:entrust", args=[nadege.organisation_id])
    assert services.entrust(
        by=actor_for(camille.user), organisation=nadege.organisation, email="rose@suite.example"
    )
