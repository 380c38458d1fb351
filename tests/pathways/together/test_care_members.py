"""Places beside a person: offered, answered, known by them, over by themselves."""

from datetime import date, timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.core.notifications.models import Notification
from o2r.pathways.together.enums import CARE_MOVES, CareEnding, CareRole, CareState
from o2r.pathways.together.models import CareMember, OutsideName, TogetherMove
from o2r.pathways.together.services.inviting import (
    Offer,
    answer_invitation,
    invite,
    note_answer,
)
from o2r.pathways.together.services.lasting import (
    end_by_themselves,
    end_member,
    leave,
    present,
    renew,
)
from o2r.pathways.together.services.moving import move_member
from o2r.pathways.together.terms import months_after
from o2r.people.models import Agreement
from o2r.people.services import withdraw
from o2r.people.services.anonymising import anonymise
from tests.accounts.factories import enter
from tests.people.agreeing import World, followed_by


def offered(world: World, **given: object) -> CareMember:
    known: dict[str, object] = {"role": CareRole.WITH, "code": uuid4().hex, **given}
    return invite(by=world.by, person=world.person, offer=Offer(**known))  # type: ignore[arg-type]


def known_member(world: World, **given: object) -> CareMember:
    """Somebody without an account, whom Yanis knows."""
    member = offered(world, name="Mme Roux, CCAS", **given)
    note_answer(by=world.by, member=member, yes=True)
    return present(by=world.by, member=member, on=clock.today())


def lead(world: World) -> CareMember:
    """Inès is the référent de parcours of Yanis."""
    member = offered(world, role=CareRole.LEAD, colleague=world.ines)
    return present(by=world.by, member=member, on=clock.today())


def test_only_the_moves_of_the_table_are_made(world: World) -> None:
    member = known_member(world)
    for left, to in product(CareState, CareState):
        member.state, member.ending = left, "decision"
        before = TogetherMove.objects.count()
        if to in CARE_MOVES[left]:
            move_member(member, to, by=world.by.user)
            assert (member.state, TogetherMove.objects.count()) == (to, before + 1)
        else:
            with pytest.raises(DomainError):
                move_member(member, to, by=world.by.user)
            assert TogetherMove.objects.count() == before


def test_a_partner_answers_from_their_account_and_is_presented(
    world: World, agreed: Agreement
) -> None:
    member = offered(world, agreement=agreed)
    assert member.organisation == world.partner
    assert Notification.objects.filter(recipient=world.elodie.pk, kind="care-invitation").exists()
    taken = answer_invitation(by=world.actor("elodie"), member=member, yes=True)
    again = answer_invitation(by=world.actor("elodie"), member=member, yes=True)
    assert (taken.user_id, again.state) == (world.elodie.pk, CareState.ACCEPTED)
    with pytest.raises((DomainError, NotAllowed)):
        answer_invitation(by=world.actor("marc"), member=member, yes=True)
    active = present(by=world.by, member=member, on=clock.today())
    assert (active.state, active.since) == (CareState.ACTIVE, clock.today())


def test_a_stranger_answers_nothing(world: World, agreed: Agreement) -> None:
    member = offered(world, agreement=agreed)
    for name in ("franck", "bastien"):
        with pytest.raises(NotAllowed):
            answer_invitation(by=world.actor(name), member=member, yes=True)


def test_without_the_agreement_of_the_person_no_partner_is_invited(
    world: World, agreed: Agreement
) -> None:
    withdraw(by=world.by, agreement=agreed)
    with pytest.raises(DomainError, match="accompagner ensemble"):
        offered(world, agreement=agreed)


def test_nobody_is_invited_twice_nor_by_a_form_sent_twice(world: World, agreed: Agreement) -> None:
    code = uuid4().hex
    assert offered(world, agreement=agreed, code=code) == offered(
        world, agreement=agreed, code=code
    )
    with pytest.raises(DomainError, match="déjà"):
        offered(world, agreement=agreed)


def test_who_does_not_follow_the_file_has_no_place(world: World) -> None:
    with pytest.raises(DomainError, match="co-accompagnant"):
        offered(world, colleague=world.bastien)
    followed_by(world, world.bastien)
    assert offered(world, colleague=world.bastien).user == world.bastien


def test_a_name_outside_is_sealed_and_never_leads(world: World) -> None:
    member = offered(world, name="Mme Roux, CCAS", contact="04 00 00 00 00")
    assert b"Roux" not in bytes(OutsideName.objects.get(member=member).name)
    with pytest.raises(DomainError, match="compte"):
        offered(world, name="Mme Roux", role=CareRole.LEAD)


def test_one_lead_at_a_time(world: World) -> None:
    first = lead(world)
    followed_by(world, world.bastien)
    second = offered(world, role=CareRole.LEAD, colleague=world.bastien)
    answer_invitation(by=world.actor("bastien"), member=second, yes=True)
    present(by=world.by, member=second, on=clock.today())
    first.refresh_from_db()
    assert (first.state, first.ending) == (CareState.ENDED, CareEnding.RELAYED)
    assert CareMember.objects.active().filter(role=CareRole.LEAD).get() == second


def test_the_lead_is_not_taken_away_from_a_group(world: World) -> None:
    first, other = lead(world), known_member(world)
    with pytest.raises(DomainError, match="référent de parcours"):
        end_member(by=world.by, member=first)
    end_member(by=world.by, member=other)
    assert end_member(by=world.by, member=first).state == CareState.ENDED
    assert end_member(by=world.by, member=first).state == CareState.ENDED


def test_a_day_to_come_or_before_the_file_is_no_meeting(world: World) -> None:
    member = offered(world, name="Mme Roux, CCAS")
    note_answer(by=world.by, member=member, yes=True)
    for day in (clock.today() + timedelta(days=1), date(2020, 1, 1)):
        with pytest.raises(DomainError):
            present(by=world.by, member=member, on=day)


def test_a_place_is_announced_then_ends_by_itself(world: World) -> None:
    member = known_member(world)
    with clock.stopped_at(clock.now() + timedelta(days=160)):
        assert end_by_themselves(clock.now()) == (0, 1)
        assert end_by_themselves(clock.now()) == (0, 0)
        assert Notification.objects.filter(recipient=world.ines.pk, kind="care-ending").exists()
    with clock.stopped_at(clock.now() + timedelta(days=190)):
        assert end_by_themselves(clock.now()) == (1, 0)
    member.refresh_from_db()
    assert (member.state, member.ending) == (CareState.ENDED, CareEnding.TERM)


def test_prolonged_it_is_announced_again(world: World) -> None:
    member = known_member(world)
    with clock.stopped_at(clock.now() + timedelta(days=160)):
        end_by_themselves(clock.now())
        longer = renew(by=world.by, member=member, until=None)
        assert longer.noticed_at is None
        assert longer.until == months_after(clock.today(), 6)
        assert end_by_themselves(clock.now()) == (0, 0)
        with pytest.raises(DomainError):
            renew(by=world.by, member=member, until=clock.today() + timedelta(days=300))


def test_a_place_ends_with_the_agreement(world: World, agreed: Agreement) -> None:
    member = offered(world, agreement=agreed)
    answer_invitation(by=world.actor("elodie"), member=member, yes=True)
    present(by=world.by, member=member, on=clock.today())
    assert end_by_themselves(clock.now()) == (0, 0)
    withdraw(by=world.by, agreement=agreed)
    assert end_by_themselves(clock.now()) == (1, 0)
    member.refresh_from_db()
    assert (member.state, member.ending) == (CareState.ENDED, CareEnding.AGREEMENT)


def test_a_member_leaves(world: World, agreed: Agreement) -> None:
    member = offered(world, agreement=agreed)
    answer_invitation(by=world.actor("elodie"), member=member, yes=True)
    with pytest.raises(NotAllowed):
        leave(by=world.actor("marc"), member=member)
    assert leave(by=world.actor("elodie"), member=member).ending == CareEnding.LEFT
    assert Notification.objects.filter(recipient=world.ines.pk, kind="care-ending").exists()


def test_nothing_is_left_of_the_group_of_somebody_erased(world: World) -> None:
    lead(world)
    known_member(world)
    anonymise(by=world.by, person=world.person)
    for model in (CareMember, OutsideName, TogetherMove):
        assert not model.objects.exists()  # type: ignore[attr-defined]


def test_the_pages_of_a_group(client: Client, world: World, agreed: Agreement) -> None:
    lead(world)
    known_member(world)
    waiting = offered(world, agreement=agreed)
    page = reverse("together:group", args=[world.person.pk])
    enter(client, world.ines)
    shown = client.get(page).content.decode()
    assert "Mme Roux, CCAS" in shown
    assert "Inès Garnier" in shown
    assert (
        client.get(reverse("people:person", args=[world.person.pk]))
        .content.decode()
        .count("Inès Garnier")
    )
    for name in ("invite", "who_does_what", "meeting_new", "obligation_new"):
        assert client.get(reverse(f"together:{name}", args=[world.person.pk])).status_code == 200
    one = reverse("together:member", args=[world.person.pk, waiting.pk])
    assert client.get(one).status_code == 200
    act = reverse("together:member_act", args=[world.person.pk, waiting.pk, "prolonger"])
    assert client.post(act, {"until": "demain"}).status_code == 302
    end = reverse("together:member_act", args=[world.person.pk, waiting.pk, "terminer"])
    assert client.post(end).status_code == 302
    waiting.refresh_from_db()
    assert (waiting.state, waiting.ending) == (CareState.REFUSED, CareEnding.CANCELLED)


@pytest.mark.parametrize("name", ["bastien", "elodie", "franck"])
def test_who_does_not_follow_the_person_has_the_same_404(
    client: Client, world: World, agreed: Agreement, name: str
) -> None:
    member = known_member(world)
    enter(client, getattr(world, name))
    for address in (
        reverse("together:group", args=[world.person.pk]),
        reverse("together:group", args=[uuid4()]),
        reverse("together:member", args=[world.person.pk, member.pk]),
    ):
        assert client.get(address).status_code == 404


def test_an_invitation_is_answered_on_its_page(
    client: Client, world: World, agreed: Agreement
) -> None:
    member = offered(world, agreement=agreed)
    enter(client, world.elodie)
    shown = client.get(reverse("together:invitations")).content.decode()
    assert world.operator.name in shown
    assert "Yaya" not in shown
    yes = reverse("together:invitation_act", args=[member.pk, "oui"])
    for _ in range(2):
        assert client.post(yes).status_code == 302
    member.refresh_from_db()
    assert (member.state, member.user_id) == (CareState.ACCEPTED, world.elodie.pk)
    assert enter(Client(), world.franck).post(yes).status_code == 404
    assert client.post(reverse("together:invitation_act", args=[member.pk, "x"])).status_code == 404


def test_inviting_by_the_page(client: Client, world: World, agreed: Agreement) -> None:
    enter(client, world.ines)
    page = reverse("together:invite", args=[world.person.pk])
    sent = {"role": CareRole.WITH, "name": "", "contact": "", "until": "", "code": ""}
    assert "Écrivez qui c’est" in client.post(page, {**sent, "who": "dehors"}).content.decode()
    assert client.post(page, {**sent, "who": f"accord:{agreed.pk}"}).status_code == 302
    assert CareMember.objects.get().agreement == agreed
