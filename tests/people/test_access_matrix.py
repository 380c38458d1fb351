"""The access matrix on the pages of people: every role, every relation, reading and writing."""

from pytest_django import Settings

from o2r.proofs import matrix, world
from o2r.proofs.site import sample_keys

HERE = "/espace/personnes-suivies/"
FEW = ("caseworker", "coordinator", "partner-adviser", "anonymous")


def test_the_pages_of_a_file_hold_the_policy(settings: Settings) -> None:
    settings.ROOT_URLCONF = "config.urls_with_sample"
    with sample_keys():
        routes, _ = matrix.classified()
        ours = [one for one in routes if one.route.startswith(HERE)]
        assert len(ours) > 15
        assert matrix.without_specimen(ours) == []
        people = [world.make_person(one) for one in world.PEOPLE if one.name in FEW]
        cells = list(matrix.Matrix(ours, people, full=False).cells())
    assert [str(one) for one in cells if not one.is_right] == []
    assert {one.expected for one in cells} >= {"open", "closed", "sign-in"}
