"""« Noter une rencontre » on a phone: few taps, once, and only for whom it is meant."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.models import User
from o2r.core import clock
from o2r.outreach.enums import PlaceKind, PromiseState
from o2r.outreach.models import Encounter, Place, Promise
from o2r.outreach.services.encounter_details import Heard
from o2r.outreach.services.promising import Promised
from o2r.people.enums import GroupKind
from o2r.people.models import Person
from o2r.people.services import Given, make_group, open_person
from tests.accounts.factories import enter
from tests.outreach.noted import momo, note
from tests.statements import statements

__all__ = ["momo"]
NEW = "outreach:encounter_new"


def sent(**fields: object) -> dict[str, object]:
    """The form as the page sends it, with nothing typed."""
    return {"entry": str(uuid4()), "kind": "rencontre", "channel": "rue"} | fields


def test_a_person_ticked_is_enough_and_a_second_click_changes_nothing(
    as_ines: Client, momo: Person
) -> None:
    page = as_ines.get(reverse(NEW)).content.decode()
    assert "Momo" in page
    form = sent(persons=[str(momo.pk)], needs=["sante"])
    answer = as_ines.post(reverse(NEW), form, follow=True)
    shown = answer.content.decode()
    assert "C’est noté : rencontre avec une personne, à 17" in shown
    assert "Momo" in shown
    as_ines.post(reverse(NEW), form)
    assert Encounter.objects.get().needs == ["sante"]


def test_what_waits_in_the_session_to_be_said_names_nobody(as_ines: Client, momo: Person) -> None:
    as_ines.post(reverse(NEW), sent(persons=[str(momo.pk)]))
    as_ines.post(reverse(NEW), sent(nickname="Zazou"))
    waiting = str(dict(as_ines.session.items()))
    assert "rencontre avec une personne" in waiting
    assert not any(name in waiting for name in ("Momo", "Zazou"))


def test_the_place_of_the_address_is_chosen(as_ines: Client, ines: User) -> None:
    where = ines.memberships.get().organisation
    place = Place.objects.create(
        organisation=where, name="Gare", kind=PlaceKind.STATION, commune="69259"
    )
    page = as_ines.get(reverse(NEW), {"place": str(place.pk), "stop": "x"}).content.decode()
    assert f'value="{place.pk}" selected' in page


def test_a_passage_is_counted_and_a_hostile_nickname_is_text(as_ines: Client) -> None:
    as_ines.post(reverse(NEW), sent(kind="passage", count_women="2", count_men="1"))
    assert Encounter.objects.get().counts == {"women": 2, "men": 1}
    name = "<b>Zaza</b>"
    answer = as_ines.post(reverse(NEW), sent(nickname=name), follow=True).content.decode()
    assert "<b>Zaza" not in answer
    assert "&lt;b&gt;Zaza" in answer


@pytest.mark.parametrize(
    "wrong", [{"nickname": "a" * 400}, {"at": "2027-01-01T10:00", "nickname": "Zaza"}, {}]
)
def test_what_is_refused_is_said_on_the_page(as_ines: Client, wrong: dict[str, str]) -> None:
    answer = as_ines.post(reverse(NEW), sent(**wrong))
    assert answer.status_code == 200
    assert "error-summary" in answer.content.decode()
    assert not Encounter.objects.exists()


def test_a_colleague_sees_that_somebody_was_met_and_not_who(
    by: Actor, momo: Person, hugo: User, lina: User, client: Client
) -> None:
    row = note(by, momo, heard=Heard(words="Je dors à la gare."))
    address = reverse("outreach:encounter", args=[row.pk])
    page = enter(client, hugo).get(address).content.decode()
    assert "1 personne que suivent des collègues" in page
    assert "Momo" not in page
    assert "gare" not in page
    assert enter(Client(), lina).get(address).status_code == 404
    for name in ("encounter_correct", "encounter_cancel"):
        assert (
            enter(Client(), lina).get(reverse(f"outreach:{name}", args=[row.pk])).status_code == 404
        )


def test_who_follows_reads_corrects_and_cancels(as_ines: Client, by: Actor, momo: Person) -> None:
    row = note(by, momo, heard=Heard(words="Je dors à la gare."))
    assert (
        "Je dors à la gare."
        in as_ines.get(reverse("outreach:encounter", args=[row.pk])).content.decode()
    )
    correct = reverse("outreach:encounter_correct", args=[row.pk])
    assert "Je dors à la gare." in as_ines.get(correct).content.decode()
    form = sent(persons=[str(momo.pk)], words="Je dors au parc.", minutes="15")
    as_ines.post(correct, form)
    fixed = Encounter.objects.standing().get()
    assert (fixed.corrects, fixed.minutes) == (row, 15)
    as_ines.post(reverse("outreach:encounter_cancel", args=[fixed.pk]))
    assert not Encounter.objects.standing().exists()


def test_a_promise_is_settled_from_the_list_by_who_follows(
    as_ines: Client, by: Actor, momo: Person, hugo: User
) -> None:
    note(by, momo, promised=Promised("Rappeler", clock.today()))
    one = Promise.objects.get()
    address = reverse("outreach:promises")
    assert "Rappeler" not in enter(Client(), hugo).get(address).content.decode()
    enter(Client(), hugo).post(address, {"promise": str(one.pk), "act": "kept"})
    assert Promise.objects.get().state == PromiseState.OPEN
    assert "Rappeler" in as_ines.get(address).content.decode()
    later = clock.today() + timedelta(days=3)
    form = {"promise": str(one.pk), "act": "postponed", "due_on": later.isoformat()}
    as_ines.post(address, form)
    as_ines.post(address, {"promise": str(Promise.objects.get(follows=one).pk), "act": "kept"})
    assert set(Promise.objects.values_list("state", flat=True)) == {"reportee", "tenue"}


@pytest.mark.parametrize("name", ["encounters", "promises", "encounter_new"])
def test_a_list_asks_as_many_questions_whatever_its_length(
    as_ines: Client, by: Actor, momo: Person, name: str
) -> None:
    """Showing people is told to the watch and to the journal: that is most of them."""
    asked = []
    for more in (2, 1, 6):
        for _ in range(more):
            note(by, momo, newcomers=["Zaza"], promised=Promised("Rappeler", clock.today()))
        with statements() as found:
            as_ines.get(reverse(f"outreach:{name}"))
        asked.append(len(found))
    # The first page of a session also makes its counters.
    assert asked[1] == asked[2] <= 30


def test_a_whole_group_is_met_in_one_tick(as_ines: Client, by: Actor, momo: Person) -> None:
    zaza = open_person(by=by, given=Given(known_as="Zaza"))
    row = make_group(by=by, kind=GroupKind.SIBLINGS, person=momo, others=[zaza])
    page = as_ines.get(reverse(NEW)).content.decode()
    assert "Fratrie : Zaza et Momo" in page
    form = sent(groups=[str(row.group)], persons=[str(momo.pk)])
    answer = as_ines.post(reverse(NEW), form, follow=True)
    shown = answer.content.decode()
    assert "rencontre avec 2 personnes" in shown
    assert "Momo" in shown
    assert "Zaza" in shown
    assert set(Encounter.objects.get().persons.order_by("pk")) == {momo, zaza}
