"""What a team notices: once, for its operator, corrected when somebody is named by mistake."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import User
from o2r.outreach.enums import ObservationKind, PlaceKind
from o2r.outreach.models import Observation, Place
from o2r.outreach.services.noticing import Noticed, correct_observation, note_observation
from tests.accounts.factories import OrganisationFactory, enter

SEEN = Noticed(ObservationKind.CLOSED, "L’accueil de jour ferme le mardi.")


def test_sent_twice_it_is_noted_once_and_is_nobody_elses_key(by: Actor, hugo: User) -> None:
    entry = uuid4()
    made = note_observation(by=by, entry=entry, noticed=SEEN)
    assert note_observation(by=by, entry=entry, noticed=SEEN) == made
    with pytest.raises(DomainError):
        note_observation(by=actor_for(hugo), entry=entry, noticed=SEEN)
    assert Observation.objects.get().by_id == by.user


@pytest.mark.parametrize(
    "wrong",
    [
        Noticed(ObservationKind.OTHER, "  "),
        Noticed(ObservationKind.OTHER, "a" * 5001),
        Noticed(ObservationKind.OTHER, "Vu", commune="99999"),
    ],
)
def test_what_says_nothing_is_refused(by: Actor, wrong: Noticed) -> None:
    with pytest.raises(DomainError):
        note_observation(by=by, entry=uuid4(), noticed=wrong)


def test_a_place_of_another_operator_is_refused(by: Actor) -> None:
    place = Place.objects.create(
        organisation=OrganisationFactory(), name="Gare", kind=PlaceKind.STATION, commune="69259"
    )
    with pytest.raises(NotAllowed):
        note_observation(
            by=by, entry=uuid4(), noticed=Noticed(ObservationKind.OTHER, "Vu", place=place)
        )


def test_partners_and_other_operators_note_and_correct_nothing(
    by: Actor, karim: User, lina: User
) -> None:
    made = note_observation(by=by, entry=uuid4(), noticed=SEEN)
    with pytest.raises(NotAllowed):
        note_observation(by=actor_for(karim), entry=uuid4(), noticed=SEEN)
    for other in (karim, lina):
        with pytest.raises(NotAllowed):
            correct_observation(by=actor_for(other), observation=made, noticed=SEEN)


def test_pages_note_correct_and_are_closed_to_others(
    as_ines: Client, by: Actor, lina: User, karim: User
) -> None:
    where = by.organisation
    place = Place.objects.create(
        organisation_id=where, name="Gare", kind=PlaceKind.STATION, commune="69259"
    )
    form = {"entry": str(uuid4()), "kind": "tension", "place": str(place.pk), "text": "<b>Vu</b>"}
    page = as_ines.post(reverse("outreach:observation_new"), form, follow=True).content.decode()
    assert "&lt;b&gt;Vu" in page
    made = Observation.objects.get()
    assert made.commune == "69259"
    address = reverse("outreach:observation_correct", args=[made.pk])
    assert "Vu" in as_ines.get(address).content.decode()
    as_ines.post(address, form | {"text": "Des tensions à la gare."})
    assert Observation.objects.get().text == "Des tensions à la gare."
    assert enter(Client(), lina).get(address).status_code == 404
    assert (
        "à la gare"
        not in enter(Client(), lina).get(reverse("outreach:observations")).content.decode()
    )
    assert enter(Client(), karim).get(reverse("outreach:observations")).status_code == 404


def test_an_empty_text_is_said_on_the_page(as_ines: Client) -> None:
    form = {"entry": str(uuid4()), "kind": "autre", "text": ""}
    page = as_ines.post(reverse("outreach:observation_new"), form).content.decode()
    assert "error-summary" in page
