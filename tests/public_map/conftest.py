"""A small country: real projects around Lyon, and one fictional project."""

from collections.abc import Callable

import pytest
from django.test import Client

from o2r.projects.models import FundedProject, RegionalContact
from tests.public_map.world import project

Projects = dict[str, FundedProject]


@pytest.fixture
def visitor() -> Client:
    """Somebody without an account."""
    return Client()


@pytest.fixture
def projects() -> Projects:
    """Two projects come to Vénissieux, none to Roussillon; a third is near; a fourth is far."""
    rows = [
        project("rhone", "dep:69", stages=("reperer", "coordonner")),
        project(
            "portes-du-sud", "com:69259 + com:69276", publics=("jeunes",), channels=("maraude",)
        ),
        project("drome-femmes", "dep:26", publics=("femmes",), origin="cej-jr"),
        project("reunion", "dep:974", phone="0262 00 00 00"),
        project("fiction-isere", "dep:38", publics=("jeunes",), is_example=True),
    ]
    return {row.slug: row for row in rows}


@pytest.fixture
def regional_contact() -> RegionalContact:
    return RegionalContact.objects.create(
        region="84", name="DREETS d’essai", url="https://dreets.example/", phone=""
    )


@pytest.fixture
def shown(visitor: Client) -> Callable[..., list[str]]:
    """The slugs of the cards that cover, in the order of the list."""

    def ask(**query: str) -> list[str]:
        return [card.slug for card in visitor.get("/", query).context["projects"]]

    return ask
