"""The journal on screen: each chain to those who answer for it, and each reading in the journal."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from o2r.accounts.enums import MembershipRole
from o2r.accounts.governance.words import GROUPS
from o2r.accounts.models import Membership
from o2r.accounts.policy import kinds
from o2r.accounts.signin.enums import Event
from o2r.accounts.signin.measured_session import prove
from o2r.core import clock
from o2r.core.journal import words
from o2r.core.journal.authors import Author
from o2r.core.journal.chain import PLATFORM_CHAIN
from o2r.core.journal.models import JournalEntry
from o2r.core.journal.services import record
from tests.accounts.factories import enter, manager, someone

PAGE, EXPORT = "governance:journal", "governance:journal_export"


def written(
    by: Membership, action: str = "read", object_id: UUID | None = None, **chain: object
) -> None:
    author = Author(by.user_id, by.organisation_id, by.role)
    organisation = chain.get("organisation", by.organisation_id)
    with transaction.atomic():
        record(
            by=author,
            action=action,
            kind="membership",
            object_id=object_id,
            organisation=organisation,  # type: ignore[arg-type]
            fields=["identity"],
        )


@pytest.fixture
def dpo() -> Membership:
    return someone(MembershipRole.MEMBER, is_dpo=True)


def test_the_manager_reads_their_chain_and_no_other(client: Client) -> None:
    manager_of = someone(MembershipRole.MEMBER, manages_accounts=True)
    colleague = someone(MembershipRole.CASEWORKER, manager_of.organisation)
    stranger = someone(MembershipRole.CASEWORKER)
    written(colleague, "update")
    written(stranger, "export")
    page = enter(client, manager_of.user).get(reverse(PAGE)).content.decode()
    assert "a modifié une appartenance" in page
    assert "a exporté" not in page
    assert stranger.user.display_name not in page
    assert "Télécharger cette liste" not in page


def test_reading_the_journal_is_in_the_journal(client: Client, dpo: Membership) -> None:
    written(dpo)
    enter(client, dpo.user).get(reverse(PAGE))
    entry = JournalEntry.objects.filter(kind="journal").get()
    assert (entry.user, entry.chain, entry.action) == (dpo.user_id, dpo.organisation_id, "list")


def test_who_runs_the_platform_reads_its_chain_only(client: Client) -> None:
    worker = someone(MembershipRole.CASEWORKER)
    written(worker, "delete")
    written(worker, "approve", organisation=None)
    page = enter(client, manager()).get(reverse(PAGE)).content.decode()
    assert "a approuvé une appartenance" in page
    assert "a supprimé" not in page


def test_neither_a_worker_nor_a_visitor_reads_it(client: Client) -> None:
    assert client.get(reverse(PAGE)).status_code == 302
    worker = someone(MembershipRole.CASEWORKER)
    assert enter(client, worker.user).get(reverse(PAGE)).status_code == 404


def test_filters_narrow_the_list_and_a_wrong_one_is_explained(
    client: Client, dpo: Membership
) -> None:
    colleague = someone(MembershipRole.CASEWORKER, dpo.organisation)
    written(dpo, "update")
    written(colleague, "delete")
    enter(client, dpo.user)
    kept = client.get(reverse(PAGE), {"user": str(colleague.user_id)}).content.decode()
    assert "a supprimé une appartenance" in kept
    assert "a modifié une appartenance" not in kept
    days = {"since": "2026-03-02", "until": "2026-03-01"}
    assert "Échangez les deux dates" in client.get(reverse(PAGE), days).content.decode()


def test_the_dpo_exports_after_a_fresh_proof(client: Client, dpo: Membership) -> None:
    written(dpo, "update")
    enter(client, dpo.user)
    session = client.session
    prove(session, dpo.user, {"mfa": (clock.now() - timedelta(hours=2)).timestamp()})
    session.save()
    page = client.get(reverse(PAGE)).content.decode()
    assert "Télécharger cette liste" in page
    asked = client.get(reverse(EXPORT))
    assert asked.status_code == 302
    assert asked["Location"].startswith(reverse("signin:step_up"))
    enter(client, dpo.user)
    answer = client.get(reverse(EXPORT), {"kind": "membership"})
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Date et heure,")
    assert len(lines) == 2
    assert JournalEntry.objects.get(kind="journal", action="export").count == 1


def test_a_manager_who_is_not_dpo_does_not_export(client: Client) -> None:
    held = someone(MembershipRole.MEMBER, manages_accounts=True)
    assert enter(client, held.user).get(reverse(EXPORT)).status_code == 404


def digest_of(held: Membership) -> str:
    page = enter(Client(), held.user).get(reverse("governance:own_digest"))
    return page.content.decode()


def test_what_is_written_on_the_account_itself_is_told(client: Client) -> None:
    me, author = someone(MembershipRole.MEMBER), someone(MembershipRole.PLATFORM_MANAGER)
    with transaction.atomic():
        record(
            by=Author(author.user_id, author.organisation_id, author.role),
            action="read",
            kind="account",
            object_id=me.user_id,
            organisation=None,
        )
    assert "a lu votre compte" in digest_of(me)


def test_a_person_reads_who_opened_their_page_and_nobody_elses(client: Client) -> None:
    me = someone(MembershipRole.MEMBER)
    other = someone(MembershipRole.MEMBER, me.organisation)
    colleague = someone(MembershipRole.CASEWORKER, me.organisation)
    enter(client, colleague.user).get(reverse("accounts:person", args=[me.pk]))
    told = f"une personne de {me.organisation} a lu votre appartenance"
    assert told in digest_of(me)
    assert "a lu votre appartenance" not in digest_of(other)
    assert colleague.user.display_name not in digest_of(me)
    # One's own comings and goings are not what others saw.
    assert "a ouvert" not in digest_of(me)
    assert "Personne n’a consulté" in digest_of(colleague)


def test_what_was_seen_in_a_place_that_one_has_left_is_told_too(client: Client) -> None:
    me = someone(MembershipRole.MEMBER)
    boss = someone(MembershipRole.MEMBER, me.organisation, manages_accounts=True)
    enter(client, boss.user).get(reverse("accounts:person", args=[me.pk]))
    client.post(reverse("accounts:departure", args=[me.pk]))
    page = digest_of(me)
    assert "a lu votre appartenance" in page
    assert "a supprimé votre appartenance" in page


def test_the_lists_in_which_one_was_shown_are_one_line_a_day(client: Client) -> None:
    me = someone(MembershipRole.MEMBER)
    readers = [someone(MembershipRole.CASEWORKER, me.organisation) for _ in range(2)]
    for reader in readers:
        for _ in range(2):
            enter(client, reader.user).get(reverse("accounts:people"))
    place = me.organisation
    page = digest_of(me)
    assert page.count("la liste des membres de") == 1
    assert f"2 personnes de {place} ont lu la liste des membres de {place}, 4 fois" in page
    # One's own reading is not told, nor a list of before one came.
    assert f"une personne de {place} a lu la liste des membres de {place}, 2 fois" in digest_of(
        readers[0]
    )
    assert "la liste des membres" not in digest_of(someone(MembershipRole.MEMBER, place))
    assert "la liste des membres" not in digest_of(someone(MembershipRole.MEMBER))


def test_every_kind_and_every_act_of_the_door_has_its_words() -> None:
    for kind in kinds().values():
        assert words.kind_label(kind.code) == kind.told
        assert kind.told[0].islower()
    for event in Event:
        assert "«" not in words.action_label(event.value)


def test_the_platform_chain_is_never_read_by_who_acts_for_nobody(client: Client) -> None:
    held = someone(MembershipRole.MEMBER, is_dpo=True)
    held.ended_at = clock.now()
    held.save()
    written(held, organisation=None, object_id=uuid4())
    assert JournalEntry.objects.filter(chain=PLATFORM_CHAIN).exists()
    assert enter(client, held.user).get(reverse(PAGE)).status_code == 404


def test_every_group_of_fields_of_the_policy_has_a_french_name() -> None:
    assert {group for kind in kinds().values() for group in kind.groups} == set(GROUPS)
