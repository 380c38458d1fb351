"""Inès is the referent of Momo, Bastien accompanies beside her; Sacha works elsewhere. Wordings of
tests are invented, and say so: the product has none."""

from pathlib import Path

import pytest
from pytest_django import Settings

from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.models import User
from o2r.people.models import Person
from o2r.people.services import accompany
from tests.accounts.factories import someone
from tests.pathways.measures.scale_files import SCALES, worded
from tests.people.factories import Operator, acting, person


@pytest.fixture
def wordings(tmp_path: Path, settings: Settings) -> Path:
    """A folder of the instance that has every scale in French."""
    settings.SCALE_WORDINGS_DIR = str(tmp_path)
    for scale in SCALES.values():
        (tmp_path / f"{scale.code}.fr.toml").write_text(worded(scale), encoding="utf-8")
    return tmp_path


@pytest.fixture
def place() -> Operator:
    return Operator()


@pytest.fixture
def momo(place: Operator) -> Person:
    made = person(place.ines)
    accompany(by=acting(place.ines), person=made, colleague=place.bastien)
    return made


@pytest.fixture
def sacha() -> User:
    """A worker of another operator."""
    user: User = someone(Role.CASEWORKER).user
    return user
