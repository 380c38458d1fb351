"""What an application still asks leads to its field; what is refused is shown as it was typed."""

import pytest
from django.urls import reverse

from o2r.calls.applications.models import Answer, Application, Member
from o2r.calls.applications.sections import SECTION_OF
from o2r.calls.applications.services.answers import LONGEST_DRAFT
from tests.calls.consortium import Consortium, at, consortium

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Consortium:
    return consortium()


@pytest.mark.parametrize("page", ["check", "summary"])
def test_each_thing_that_is_missing_leads_to_its_field(made: Consortium, page: str) -> None:
    Application.objects.update(title="", publics=[])
    text = made.claire.client.get(at(made, page)).text
    project = at(made, "section", "project")
    for address in (
        f"{project}#id_title",
        f"{project}#id_publics",
        f"{at(made, 'member', made.member.pk)}#id_role",
        f"{at(made, 'section', 'needs')}#id_",
        at(made, "budget"),
    ):
        assert f'href="{address}' in text, address
    assert 'id="id_publics"' in made.claire.client.get(project).text


def test_a_page_says_what_it_still_asks(made: Consortium) -> None:
    Application.objects.update(title="")
    page = made.claire.client.get(at(made, "section", "project")).text
    assert "Donnez un intitulé au projet." in page
    assert "ce texte manque." in page


def test_a_text_that_is_refused_is_shown_again(made: Consortium) -> None:
    long, address = "mot " * LONGEST_DRAFT, at(made, "section", SECTION_OF["relevance"])
    page = made.omar.client.post(address, {"relevance": long, "revision-relevance": "0"}).text
    assert long.strip() in page
    assert "il n’est pas enregistré" in page
    assert not Answer.objects.exists()


def test_a_wrong_address_of_invitation_stays_in_its_field(made: Consortium) -> None:
    Member.objects.filter(pk=made.member.pk).update(organisation=None)
    page = made.claire.client.post(at(made, "invite", made.member.pk), {"email": "omar.exemple"})
    assert page.status_code == 200
    assert 'value="omar.exemple"' in page.text
    assert "adresse" in page.text.partition('value="omar.exemple"')[2]


def test_the_lead_is_handed_over_after_a_confirmation_by_the_lead_alone(made: Consortium) -> None:
    address = at(made, "lead", made.member.pk)
    member = at(made, "member", made.member.pk)
    assert f'href="{address}"' in made.claire.client.get(member).text
    assert f'href="{address}"' not in made.omar.client.get(member).text
    assert "Faire de Beta le chef de file ?" in made.claire.client.get(address).text
    made.member.refresh_from_db()
    assert not made.member.is_lead
    made.claire.client.post(address)
    made.member.refresh_from_db()
    assert made.member.is_lead


def test_a_draft_is_abandoned_from_its_own_pages(made: Consortium) -> None:
    address = at(made, "withdraw")
    assert f'href="{address}"' in made.claire.client.get(at(made, "overview")).text


def test_the_public_page_of_a_call_says_where_its_availability_is(made: Consortium) -> None:
    page = made.claire.client.get(reverse("calls:public_call", args=[made.call.slug])).text
    assert reverse("applications:incidents", args=[made.call.slug]) in page
