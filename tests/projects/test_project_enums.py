import csv
from pathlib import Path

import pytest
from data_inclusion.schema import v1
from django.conf import settings

from o2r.projects.enums import (
    PUBLICATION_MOVES,
    FacetKind,
    Public,
    PublicationState,
    Stage,
)

PUBLICS_FILE = Path(settings.O2R_DATA_DIR) / "referentials" / "publics.csv"


def test_publics_are_those_of_the_national_schema() -> None:
    with PUBLICS_FILE.open(encoding="utf-8", newline="") as file:
        published = {row["code"]: row["label"] for row in csv.DictReader(file)}
    assert published == dict(Public.choices)
    assert published == {public.value: public.label for public in v1.Public}


def test_the_four_stages_are_in_the_order_of_the_service() -> None:
    assert Stage.values == ["reperer", "remobiliser", "accompagner", "coordonner"]


@pytest.mark.parametrize("kind", list(FacetKind))
def test_every_list_has_codes_that_fit_in_an_address(kind: FacetKind) -> None:
    assert kind.codes.values
    assert all(code.isascii() and " " not in code for code in kind.codes.values)


def test_the_table_of_moves_knows_every_state_and_leaves_none_without_a_way_out() -> None:
    assert set(PUBLICATION_MOVES) == set(PublicationState)
    for state, targets in PUBLICATION_MOVES.items():
        assert targets
        assert state not in targets
