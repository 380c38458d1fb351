"""The access matrix on the addresses of referrals, and who is erased."""

from o2r.core.crypto.models import DataKey
from o2r.pathways.referrals.models import Referral, ReferralLink, ReferralWords
from o2r.people.models import Person
from o2r.people.services import anonymise
from o2r.proofs.matrix import Matrix, classified, without_specimen
from o2r.proofs.world import populate
from tests.pathways.referrals.sent import MAILBOX, sent, service
from tests.people.agreeing import World

OURS = ("relais/", "orientations", "orientation/")


def test_each_address_answers_as_the_policy_says() -> None:
    known = [one for one in classified()[0] if any(word in one.route for word in OURS)]
    assert len(known) >= 18
    assert without_specimen(known) == []
    wrong = [one for one in Matrix(known, populate(), full=False).cells() if not one.is_right]
    assert wrong == []


def test_who_is_erased_leaves_no_referral(world: World) -> None:
    row = sent(world, service(mail=MAILBOX))
    anonymise(by=world.by, person=world.person)
    assert not Referral.objects.exists()
    assert not ReferralWords.objects.exists()
    assert not ReferralLink.objects.exists()
    assert not DataKey.objects.filter(subject=row.pk).exists()
    assert Person.objects.filter(pk=world.person.pk).exists()
