"""The pages of the index between operators: who meets what, and Momo's story from end to end."""

from django.urls import reverse
from pytest_django import Settings

from o2r.core.notifications.models import Notification
from o2r.people.between.client import Index
from o2r.people.between.models import IndexObjection, IndexParticipation, Inquiry, InquiryNotice
from o2r.people.between.selectors import left_for
from o2r.people.between.services.asking import SENTENCE
from o2r.proofs import matrix, world
from tests.people.between.people import PHONE, TwoOperators, ask, momo, signed_in, work
from tests.people.factories import acting, person

HERE = ("/espace/deja-accompagnee/", "/espace/demandes-recues/", "/espace/index-entre-operateurs/")
FEW = ("caseworker", "coordinator", "partner-adviser", "account-manager", "anonymous")


def test_the_pages_hold_the_policy(settings: Settings) -> None:
    settings.ROOT_URLCONF = "config.urls_with_sample"
    routes, _ = matrix.classified()
    ours = [one for one in routes if one.route.startswith(HERE)]
    assert len(ours) == 12
    assert matrix.without_specimen(ours) == []
    people = [world.make_person(one) for one in world.PEOPLE if one.name in FEW]
    cells = list(matrix.Matrix(ours, people, full=False).cells())
    assert [str(one) for one in cells if not one.is_right] == []
    assert {one.expected for one in cells} >= {"open", "closed", "sign-in"}


def test_two_operators_and_momo_s_phone(index: Index) -> None:
    two = TwoOperators()
    for operator in (two.passerelles, two.pont):
        client = signed_in(operator.claire)
        page = client.get(reverse("between:participation")).content.decode()
        assert "provisoire" in page
        refused = client.post(reverse("between:join"), {})
        assert "informées" in refused.content.decode()
        client.post(reverse("between:join"), {"informs": "on"})
    assert IndexParticipation.objects.in_force().count() == 2
    momo(two.ines)

    karim = signed_in(two.karim)
    answer = karim.post(reverse("between:ask"), {"phone": PHONE}, follow=True)
    assert SENTENCE in answer.content.decode()
    work()
    mine = karim.get(reverse("between:all")).content.decode()
    assert PHONE in mine
    assert "répondu" not in mine

    (notice,) = InquiryNotice.objects.order_by("pk")
    ines = signed_in(two.ines)
    received = ines.get(reverse("between:received")).content.decode()
    assert "Karim Belaïd, de Le Pont" in received
    one = ines.get(reverse("between:received-one", args=[notice.pk])).content.decode()
    assert "Le téléphone mobile" in one
    assert PHONE not in one
    assert "Aucun accord n’est noté avec Le Pont" in one
    ines.post(
        reverse("between:accept", args=[notice.pk]),
        {"ground": "accord", "contact": "01 39 98 00 00", "words": "Appelez-moi."},
    )
    inquiry = Inquiry.objects.get()
    read = karim.get(reverse("between:one", args=[inquiry.pk])).content.decode()
    assert "01 39 98 00 00" in read
    assert "Inès Garnier accepte d’en parler" in read
    assert "Un référent vous a répondu" in karim.get(reverse("between:all")).content.decode()


def test_saying_nothing_tells_nothing(index: Index) -> None:
    two = TwoOperators().take_part()
    momo(two.ines)
    inquiry = ask(two.karim)
    work()
    notice = InquiryNotice.objects.get()
    karim, where = signed_in(two.karim), reverse("between:one", args=[inquiry.pk])
    before = karim.get(where).content
    signed_in(two.ines).post(reverse("between:decline", args=[notice.pk]))
    after = karim.get(where).content
    assert len(before) == len(after)
    assert not Notification.objects.filter(recipient=two.karim.pk, kind="inquiry-answered").exists()


def test_asking_from_a_file_says_what_is_compared(index: Index) -> None:
    two = TwoOperators().take_part()
    file = momo(two.karim)
    client = signed_in(two.karim)
    page = client.get(reverse("people:person", args=[file.pk])).content.decode()
    where = reverse("between:ask-file", args=[file.pk])
    assert where in page
    asked = client.get(where).content.decode()
    assert "son téléphone mobile" in asked
    assert "son prénom, son nom et sa date de naissance" in asked
    answer = client.post(where, follow=True)
    assert SENTENCE in answer.content.decode()
    assert Inquiry.objects.get().person == file
    assert left_for(acting(two.karim)) == 19


def test_a_file_that_says_too_little_asks_nothing(index: Index) -> None:
    two = TwoOperators().take_part()
    file = person(two.karim, "Zizou")
    client = signed_in(two.karim)
    page = client.get(reverse("between:ask-file", args=[file.pk])).content.decode()
    assert "n’en dit pas assez" in page


def test_the_person_says_no_from_their_file(index: Index) -> None:
    two = TwoOperators().take_part()
    file = momo(two.ines)
    client = signed_in(two.ines)
    where = reverse("between:choice", args=[file.pk])
    page = client.post(where, {"choice": "no"}, follow=True).content.decode()
    assert "Elle ne veut pas être cherchée" in page
    assert IndexObjection.objects.filter(person=file).exists()
    client.post(where, {"choice": "yes"})
    assert not IndexObjection.objects.exists()


def test_what_is_typed_of_a_new_file_is_carried_to_the_request(index: Index) -> None:
    two = TwoOperators().take_part()
    client = signed_in(two.karim)
    page = client.get(reverse("people:open")).content.decode()
    assert "Demander d’abord à son référent" in page
    typed = {"from": "typed", "first_name": "Mohamed", "last_name": "Traoré"}
    carried = client.post(reverse("between:ask"), typed).content.decode()
    assert 'value="Mohamed"' in carried
    assert not Inquiry.objects.exists()


def test_where_the_index_is_closed_the_page_says_so(settings: Settings) -> None:
    settings.INDEX_BETWEEN = False
    two = TwoOperators()
    client = signed_in(two.karim)
    assert "n’a pas d’index" in client.get(reverse("between:ask")).content.decode()
    assert "Demander d’abord" not in client.get(reverse("people:open")).content.decode()
    settings.INDEX_BETWEEN = True
    assert "ne participe pas" in client.get(reverse("between:ask")).content.decode()
    leaving = signed_in(two.pont.claire).post(reverse("between:leave"), follow=True)
    assert leaving.status_code == 200
