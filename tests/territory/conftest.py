"""The countries that the tests of the territory speak of."""

from collections.abc import Callable

import pytest

from o2r.territory.geography import current_geography
from o2r.territory.official import Geography, load
from tests.territory.synthetic import Oracle, Recipes, write_country


@pytest.fixture(scope="session")
def country(tmp_path_factory: pytest.TempPathFactory) -> Geography:
    """The synthetic country."""
    return load(write_country(tmp_path_factory.mktemp("country") / "2026"), 2026)


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Geography]:
    """Another country, or another vintage of it: ``build(year, communes=…, epcis=…)``."""

    def make(year: int = 2026, **tables: list[tuple[str, ...]]) -> Geography:
        folder = tmp_path_factory.mktemp("vintage") / str(year)
        return load(write_country(folder, **tables), year)

    return make


@pytest.fixture(scope="session")
def france() -> Geography:
    """The official geography of the repository, newest vintage."""
    return current_geography()


@pytest.fixture(scope="session")
def oracle() -> Oracle:
    """Plain sets of codes."""
    return Oracle()


@pytest.fixture(scope="session")
def recipes(oracle: Oracle) -> Recipes:
    """Strategies of expressions."""
    return Recipes(oracle)
