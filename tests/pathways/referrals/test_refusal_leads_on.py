"""A refused right to enter leads to a referral; the need of the person chooses the services."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.acting import actor_for
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.pathways.diagnosis.enums import Degree
from o2r.pathways.diagnosis.services import Said as Barrier
from o2r.pathways.enums import EntryGround, RefusalReason
from o2r.pathways.referrals.enums import Answer, EndReason
from o2r.pathways.referrals.models import Referral
from o2r.pathways.referrals.services import Said, answer_received
from o2r.pathways.registry import is_oriented
from o2r.pathways.selectors.refused import refused_files, waits_for_relay
from o2r.pathways.services.entering import Entry, check_entry
from tests.accounts.factories import enter
from tests.pathways.diagnosis.diagnosed import diagnosed
from tests.pathways.referrals.sent import days_later, prepared, sent, service
from tests.pathways.referrals.test_referral_pages import of, questions, text, typed
from tests.people.agreeing import World

REFUSED = Entry(refused_for=RefusalReason.FOLLOWED)


@pytest.fixture
def as_ines(world: World) -> Client:
    return enter(Client(), world.ines)


def refuse(world: World) -> None:
    check_entry(by=world.by, person=world.person, entry=REFUSED)


def waiting(world: World) -> list[str]:
    return [str(one.pk) for one in refused_files(world.by)]


def test_whoever_is_refused_waits_until_a_relay_leaves(world: World) -> None:
    assert waiting(world) == []
    refuse(world)
    assert waiting(world) == [str(world.person.pk)]
    row = prepared(world, service(account=world.partner))
    assert waiting(world)
    made = sent(world, service(account=world.partner))
    assert waiting(world) == []
    assert is_oriented(world.person, clock.today())
    assert row.sent_at is None
    elodie = actor_for(world.elodie)
    answer_received(by=elodie, referral=made, said=Said(Answer.REFUSED, reason=EndReason.COST))
    assert waiting(world)


def test_a_relay_sent_before_a_refusal_does_not_count(world: World) -> None:
    sent(world, service(account=world.partner))
    with days_later(3):
        refuse(world)
        assert waiting(world)
    with days_later(4):
        check_entry(
            by=world.by, person=world.person, entry=Entry(ground=EntryGround.NOT_REGISTERED)
        )
        assert not waiting(world)
        assert not waits_for_relay(world.person)


def test_a_colleague_who_does_not_follow_sees_nobody(world: World) -> None:
    refuse(world)
    assert not refused_files(actor_for(world.bastien)).exists()
    page = text(enter(Client(), world.bastien).get(reverse("pathways:refused")))
    assert "Aucun refus n’attend" in page


def test_a_refusal_offers_a_relay_in_one_click(world: World, as_ines: Client) -> None:
    entry = reverse("pathways:entry", args=[world.person.pk])
    person = reverse("people:person", args=[world.person.pk])
    choose = f'href="{of(world, "choose")}"'
    assert choose not in text(as_ines.get(entry))
    typed_entry = {"ground": "", "refused_for": RefusalReason.FOLLOWED, "source": "declare"}
    landed = text(as_ines.post(entry, typed_entry, follow=True))
    assert "Proposez-lui un relais" in landed
    assert landed.count(choose) > 1
    assert choose in text(as_ines.get(entry))
    listed = text(as_ines.get(reverse("pathways:refused")))
    assert choose in listed
    assert "1 refus à orienter" in text(as_ines.get(reverse("people:caseload")))
    sent(world, service(account=world.partner))
    assert "refus à orienter" not in text(as_ines.get(reverse("people:caseload")))
    assert choose not in text(as_ines.get(entry))
    assert as_ines.get(person).status_code == 200


def test_a_protected_file_is_told_to_call(world: World, as_ines: Client) -> None:
    refuse(world)
    world.person.is_protected = True
    world.person.save(update_fields=["is_protected"])
    page = text(as_ines.get(reverse("pathways:entry", args=[world.person.pk])))
    assert "Dossier protégé" in page
    assert of(world, "choose") not in page


def test_the_list_asks_few_questions(world: World, as_ines: Client) -> None:
    refuse(world)
    # Three of them are the watch, as on every page that names somebody.
    assert questions(as_ines, reverse("pathways:refused")) <= 15
    assert questions(as_ines, reverse("pathways:entry", args=[world.person.pk])) <= 15


def test_services_for_what_counts_most_come_first(world: World, as_ines: Client) -> None:
    housing = service(themes=["logement-hebergement--rechercher-un-logement"])
    permit = service()
    diagnosed(
        world.ines,
        world.person,
        said={"mobilite": Barrier(Degree.BLOCKING, Degree.REAL)},
        first=("mobilite",),
    )
    page = text(as_ines.get(of(world, "choose")))
    assert "Se déplacer" in page
    assert permit.name in page
    assert housing.name not in page
    page = text(as_ines.get(of(world, "choose") + "?theme="))
    assert permit.name in page
    assert housing.name in page


def test_a_need_that_no_service_answers_shows_them_all(world: World, as_ines: Client) -> None:
    permit = service()
    diagnosed(world.ines, world.person)
    assert permit.name in text(as_ines.get(of(world, "choose")))


def test_a_closed_service_is_refused_and_what_was_typed_stays(
    world: World, as_ines: Client
) -> None:
    closed = service(account=world.partner)
    closed.closed_on = clock.today() - timedelta(days=1)
    closed.save()
    with pytest.raises(DomainError, match="est fermé depuis le 30/11/2026"):
        prepared(world, closed, code=uuid4().hex)
    page = text(as_ines.post(of(world, "new", closed.pk), typed(words="Un vélo, vite.")))
    assert "est fermé depuis" in page
    assert "Un vélo, vite." in page
    landed = text(as_ines.get(of(world, "new", closed.pk), follow=True))
    assert "Choisissez un autre service" in landed
    assert not Referral.objects.exists()


def test_the_next_service_is_proposed_where_the_person_lives(world: World) -> None:
    first, other = service(account=world.partner), service()
    service(closed_on=clock.today())
    row = sent(world, first)
    elodie = actor_for(world.elodie)
    answer_received(by=elodie, referral=row, said=Said(Answer.REFUSED, reason=EndReason.COST))
    row.refresh_from_db()
    assert row.next_service == other
