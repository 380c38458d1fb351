"""A directory of a few services around Vénissieux."""

from typing import Any

import pytest

from o2r.network.directory.models import Service, Structure
from o2r.network.directory.services.editions import next_edition
from tests.network.directory.factories import DAY, LICENCE, VENISSIEUX, Maker


@pytest.fixture
def service() -> Maker:
    def make(name: str = "Permis pas à pas", **more: Any) -> Service:
        structure = more.pop("structure", None) or Structure.objects.create(
            name=f"Structure de {name}", source="essai", updated_on=DAY
        )
        values = {
            "themes": [LICENCE],
            "publics": ["jeunes"],
            "access_modes": ["en-presentiel"],
            "commune": VENISSIEUX,
            "latitude": 45.7,
            "longitude": 4.88,
            "zone": "epci:200046977",
            "updated_on": DAY,
            "description": "Un service d’essai.",
            "source": "essai",
        }
        return Service.objects.create(
            structure=structure, name=name, edition=next_edition(), **(values | more)
        )

    return make
