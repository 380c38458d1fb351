"""What nobody should type, typed in the pages: said clearly, or kept as it is; nothing is lost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from o2r.core import clock
from o2r.people.enums import IdentityLevel
from o2r.people.models import Person
from tests.accounts.factories import enter
from tests.people.factories import Operator, said

OPEN = reverse("people:open")
DECLARED = {"level": IdentityLevel.DECLARED.value}


@pytest.fixture
def ines() -> Client:
    return enter(Client(), Operator().ines)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"known_as": "x" * 400}, "80"),
        (DECLARED | {"first_name": "é" * 400}, "80"),
        (DECLARED | {"last_name": "ع" * 400}, "80"),
        (DECLARED | {"first_name": "Awa", "birth_date": "2003-02-29"}, "date"),
        (DECLARED | {"first_name": "Awa", "birth_date": "0000-00-00"}, "date"),
        (DECLARED | {"first_name": "Awa", "birth_date": "1830-05-04"}, "120 ans"),
        ({"known_as": " \u200b\t "}, "surnom"),
        ({"known_as": "Momo", "commune": "99999"}, "commune"),
    ],
    ids=["400", "400 accents", "400 letters of Arabic", "29", "zero", "1830", "blank", "commune"],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    ines: Client, typed: dict[str, str], told: str
) -> None:
    sent = {"level": IdentityLevel.PSEUDONYM.value} | typed
    page = ines.post(OPEN, sent)
    assert page.status_code == 200
    shown = page.content.decode()
    assert told in shown
    assert 'class="error-summary' in shown or "aria-invalid" in shown
    for value in typed.values():
        assert escape(value.strip()) in shown
    assert not Person.objects.exists()


def test_a_birth_to_come_is_said(ines: Client) -> None:
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    page = ines.post(OPEN, DECLARED | {"first_name": "Awa", "birth_date": tomorrow})
    assert "à venir" in page.content.decode()
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    "name", ["Momo 🐕‍🦺", "محمد", "Олена", "O’Brien-D’Almeida", "张伟", "ɓaɗo"]
)
def test_a_name_is_kept_as_the_person_writes_it(ines: Client, name: str) -> None:
    """On the page, and on the way back: marked so that a script does not turn the line around."""
    answer = ines.post(OPEN, {"known_as": name, "level": IdentityLevel.PSEUDONYM.value})
    assert answer.status_code == 302
    one = Person.objects.get()
    assert said(one)["known_as"] == name
    page = ines.get(reverse("people:person", args=[one.pk])).content.decode()
    assert escape(name) in page


@pytest.mark.parametrize("name", ["Mo\u202emo", "\u200bMomo\ufeff", "Momo\u2069"])
def test_marks_that_nobody_sees_are_not_kept(ines: Client, name: str) -> None:
    """A name reads the same for everyone, and is found when it is typed again."""
    ines.post(OPEN, {"known_as": name, "level": IdentityLevel.PSEUDONYM.value})
    one = Person.objects.get()
    assert said(one)["known_as"] == "Momo"
    ines.post(reverse("people:rename", args=[one.pk]), {"known_as": f"{name} \u202egrand"})
    assert said(one)["known_as"] == "Momo grand"
