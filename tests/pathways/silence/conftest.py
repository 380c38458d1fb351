"""Inès follows people, Bastien is her colleague, Claire coordinates."""

import pytest

from tests.people.factories import Operator


@pytest.fixture
def operator() -> Operator:
    return Operator()
