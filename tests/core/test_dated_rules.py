"""A value that rules an app is given once a day: of two, the last one would win unseen."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

FILES = sorted(Path(settings.O2R_DATA_DIR).glob("*/rules.csv"))


def test_the_apps_have_rules() -> None:
    assert {file.parent.name for file in FILES} >= {"pathways", "people"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_a_value_is_given_once_for_a_day(file: Path) -> None:
    with file.open(encoding="utf-8", newline="") as lines:
        given = Counter((row["code"], row["since"]) for row in csv.DictReader(lines))
    assert [one for one, times in given.items() if times > 1] == []
