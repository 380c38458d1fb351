"""« Tout arrêter » with the trust card ends what structures without account could read too."""

import pytest

from o2r.accounts.acting import actor_for
from o2r.core.notifications.models import Notification
from o2r.pathways.referrals.models import Referral
from o2r.pathways.referrals.selectors.reading import read_shared
from o2r.people.card_codes import code_digest
from o2r.people.models import Agreement
from o2r.people.services import issue_card, stop_with_card
from tests.pathways.referrals.sent import MAILBOX, again, mails, prepared, sent, service
from tests.people.agreeing import World
from tests.people.test_agreements_behind_the_belt import as_the_site


@pytest.fixture
def digest(world: World) -> str:
    _, code = issue_card(by=actor_for(world.ines), person=world.person)
    return code_digest(code)


def withdrawn() -> list[bool]:
    rows = Referral.objects.order_by("pk").values_list("consent_withdrawn_at", flat=True)
    return [one is not None for one in rows]


def test_everything_is_ended_and_each_recipient_is_told_once(world: World, digest: str) -> None:
    by_mail = sent(world, service(mail=MAILBOX))
    by_letter = sent(world, service())
    draft = prepared(world, service(mail="autre@mission.example"))
    by_account = sent(world, service(account=world.partner))
    before = len(mails())
    for _ in range(2):
        with as_the_site():
            stop_with_card(digest=digest)
    for row in (by_mail, by_letter, draft):
        assert again(row).consent_withdrawn_at is not None
        assert again(row).open_fields() == frozenset()
    assert read_shared(again(by_mail)).file is None
    assert again(by_account).open_fields() == frozenset()
    assert not Agreement.objects.filter(state="donne").exists()
    told = mails()[before:]
    assert len(told) == 1
    assert by_mail.reference in told[0].subject
    assert "a retiré son accord" in str(told[0].body)
    assert not mails("autre@mission.example")
    said = Notification.objects.filter(recipient=world.ines.pk).values_list("subject", flat=True)
    assert "Une structure est à prévenir" in list(said)


def test_one_number_ends_that_agreement_alone(world: World, digest: str) -> None:
    sent(world, service(mail=MAILBOX))
    sent(world, service(account=world.partner))
    number = Agreement.objects.get().number
    with as_the_site():
        stop_with_card(digest=digest, number=number)
    assert withdrawn() == [False, False]
    assert not Agreement.objects.filter(state="donne").exists()


def test_a_card_that_is_none_ends_nothing(world: World, digest: str) -> None:
    sent(world, service(mail=MAILBOX))
    with as_the_site():
        stop_with_card(digest=code_digest("0" * 16))
    assert withdrawn() == [False]
    assert len(mails()) == 1
