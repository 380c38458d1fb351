"""The access matrix on the pages of papers and of intake: who opens what, and who finds nothing."""

import pytest
from pytest_django import Settings

from o2r.proofs import matrix, world

FEW = ("caseworker", "coordinator", "partner-adviser", "anonymous")
# They write a file whatever is asked: their content is tested where it is made.
HEAVY = ("document.pdf", "document.docx")


@pytest.fixture(autouse=True)
def _with_the_sample(settings: Settings) -> None:
    settings.ROOT_URLCONF = "config.urls_with_sample"


@pytest.mark.django_db
def test_the_pages_hold_the_policy() -> None:
    routes, _ = matrix.classified()
    starts = (
        *("/espace/modeles-de-documents/", "/espace/parcours-a-reprendre/"),
        *("/espace/personnes-suivies/documents/", "/espace/personnes-suivies/coffre/"),
        "/espace/personnes-suivies/<uuid:person>/documents/",
        "/espace/personnes-suivies/<uuid:person>/coffre/",
    )
    ours = [one for one in routes if one.route.startswith(starts)]
    assert matrix.without_specimen(ours) == []
    assert len(ours) > 15
    light = [one for one in ours if not one.route.endswith(HEAVY)]
    people = [world.make_person(one) for one in world.PEOPLE if one.name in FEW]
    asked = list(matrix.Matrix(light, people, full=False).cells())
    assert [str(one) for one in asked if not one.is_right] == []
    assert {one.expected for one in asked} >= {"open", "closed", "sign-in"}
