"""What a service refuses is said at the field to correct, when the page asks for it."""

from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from o2r.accounts.enums import MembershipRole, OrganisationKind
from o2r.accounts.errors import DomainError
from o2r.accounts.models import Membership
from o2r.accounts.views.rows import say_at
from o2r.calls.enums import CallState
from o2r.calls.models import Call, RequiredPiece
from o2r.core import clock
from tests.accounts.factories import OrganisationFactory, enter, someone
from tests.calls.consortium import SIRET_OF_MEMBER, consortium
from tests.calls.factories import CallFactory


@pytest.fixture
def helene() -> Membership:
    dreets = OrganisationFactory(kind=OrganisationKind.DREETS, region="84", name="DREETS A")
    return someone(MembershipRole.STATE_OFFICER, dreets)


@pytest.fixture
def draft(client: Client, helene: Membership) -> Call:
    enter(client, helene.user)
    call: Call = CallFactory(dreets=helene.organisation, state=CallState.DRAFT, grid={"C1": 1})
    return call


class _Asked(forms.Form):
    slug = forms.CharField()
    seen = forms.CharField(widget=forms.HiddenInput)


@pytest.mark.parametrize(
    ("field", "shown_at"),
    [("slug", "slug"), ("elsewhere", "__all__"), ("seen", "__all__"), (None, "__all__")],
)
def test_a_refusal_goes_where_one_can_read_and_correct_it(field: str | None, shown_at: str) -> None:
    form = _Asked({"slug": "x", "seen": "x"})
    say_at(form, DomainError("Refusé.", field=field))
    assert form.errors == {shown_at: ["Refusé."]}


def _errors(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 200
    return dict(answer.context["form"].errors)


def test_an_identifier_already_taken(client: Client, draft: Call) -> None:
    answer = client.post(reverse("calls:create"), {"title": "Encore", "slug": draft.slug})
    assert _errors(answer) == {"slug": ["Un appel porte déjà cet identifiant."]}


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"code": "C1"}, "code", "déjà dans la grille"),
        ({"is_eliminatory": "on", "eliminatory_below": "6"}, "eliminatory_below", "un seuil"),
    ],
)
def test_a_line_of_the_grid(
    client: Client, draft: Call, changed: dict[str, str], field: str, words: str
) -> None:
    data = {"code": "C2", "label": "Parcours", "weight": "1", "lowest": "0", "highest": "5"}
    answer = client.post(reverse("calls:add_criterion", args=[draft.slug]), {**data, **changed})
    (said,) = _errors(answer)[field]
    assert words in said


def test_a_closing_before_the_opening_of_the_same_day(client: Client, draft: Call) -> None:
    day = f"{clock.today() + timedelta(days=9):%Y-%m-%d}"
    data = {"time_zone": "Europe/Paris", "opens_on": day, "closes_on": day}
    address = reverse("calls:part", kwargs={"call": draft.slug, "part": "calendrier"})
    answer = client.post(address, {**data, "opens_hour": "10:00:00", "closes_hour": "09:00:00"})
    (said,) = _errors(answer)["closes_hour"]
    assert "après l’ouverture" in said


def test_the_departement_that_makes_the_sum_too_high(client: Client, draft: Call) -> None:
    address = reverse("calls:envelopes", args=[draft.slug])
    answer = client.post(address, {"dep_01": "1000000", "dep_03": "400000,01"})
    assert list(_errors(answer)) == ["dep_03"]


def test_an_unreadable_export_of_dossiers(client: Client, draft: Call) -> None:
    sent = SimpleUploadedFile("dossiers.csv", b"nom;ville\nAda;Lyon\n")
    answer = client.post(reverse("applications:import", args=[draft.slug]), {"file": sent})
    (said,) = _errors(answer)["file"]
    assert "Il manque la colonne" in said


def test_the_siret_of_another_member() -> None:
    made = consortium()
    address = reverse("applications:consortium", args=[made.application.pk])
    answer = made.claire.client.post(address, {"name": "Ada", "siret": SIRET_OF_MEMBER})
    (said,) = _errors(answer)["siret"]
    assert "déjà celui d’un membre" in said


def test_a_file_already_joined_elsewhere() -> None:
    made = consortium()
    piece = RequiredPiece.objects.create(call=made.call, code="statuts", label="Statuts")
    address = reverse("applications:pieces", args=[made.application.pk])

    def sent(place: str) -> Any:
        file = SimpleUploadedFile("statuts.pdf", b"%PDF-1.7 des statuts")
        return made.claire.client.post(address, {"place": place, "file": file})

    assert sent(f"{piece.pk}/").status_code == 302
    (said,) = _errors(sent("/"))["file"]
    assert "déjà joint" in said
