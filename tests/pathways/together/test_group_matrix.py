"""The access matrix on the pages of groups and jobs: every relation, reading and writing."""

import pytest
from pytest_django import Settings

from o2r.proofs import matrix, world
from o2r.proofs.site import sample_keys

OURS = (
    "/espace/accompagnements/",
    "/espace/sentinelle/",
    "/espace/charge/",
    "/suivi-emploi/",
    "/espace/personnes-suivies/<uuid:person>/accompagnement/",
    "/espace/personnes-suivies/<uuid:person>/emploi/",
)
FEW = ("caseworker", "coordinator", "partner-adviser", "anonymous")


@pytest.fixture(autouse=True)
def _with_the_sample(settings: Settings) -> None:
    settings.ROOT_URLCONF = "config.urls_with_sample"


def test_the_pages_of_groups_and_jobs_hold_the_policy() -> None:
    with sample_keys():
        routes, _ = matrix.classified()
        ours = [one for one in routes if one.route.startswith(OURS)]
        assert len(ours) > 25
        assert matrix.without_specimen(ours) == []
        people = [world.make_person(one) for one in world.PEOPLE if one.name in FEW]
        asked = list(matrix.Matrix(ours, people, full=False).cells())
    assert [str(one) for one in asked if not one.is_right] == []
    assert {one.expected for one in asked} >= {"open", "closed", "sign-in"}
