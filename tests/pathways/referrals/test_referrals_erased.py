"""What becomes of the referrals of somebody who is erased."""

from o2r.core.crypto.models import DataKey
from o2r.pathways.referrals.models import Referral, ReferralLink, ReferralWords
from o2r.people.models import Person
from o2r.people.services import anonymise
from tests.pathways.referrals.sent import MAILBOX, sent, service
from tests.people.agreeing import World


def test_who_is_erased_leaves_no_referral(world: World) -> None:
    row = sent(world, service(mail=MAILBOX))
    anonymise(by=world.by, person=world.person)
    assert not Referral.objects.exists()
    assert not ReferralWords.objects.exists()
    assert not ReferralLink.objects.exists()
    assert not DataKey.objects.filter(subject=row.pk).exists()
    assert Person.objects.filter(pk=world.person.pk).exists()
