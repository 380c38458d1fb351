"""What outreach keeps of somebody who is erased: figures."""

from datetime import timedelta

from o2r.accounts.actors import Actor
from o2r.core import clock
from o2r.outreach.models import Encounter, EncounterWords, Promise
from o2r.outreach.services.encounter_details import Heard
from o2r.outreach.services.promising import Promised, postpone_promise
from o2r.people.models import Person
from o2r.people.services import anonymise
from tests.outreach.noted import momo, note

__all__ = ["momo"]


def test_words_and_promises_go_and_the_meeting_stays(by: Actor, momo: Person) -> None:
    today = clock.today()
    note(by, momo, heard=Heard(words="Je dors à la gare."), promised=Promised("Rappeler", today))
    postpone_promise(by=by, promise=Promise.objects.get(), due_on=today + timedelta(days=2))
    anonymise(by=by, person=momo)
    assert not EncounterWords.objects.exists()
    assert not Promise.objects.exists()
    assert Encounter.objects.standing().count() == 1
