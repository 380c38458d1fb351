"""A directory of a few services around Vénissieux."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from o2r.network.directory.models import Service, Structure
from o2r.network.directory.services.editions import next_edition

DAY = date(2026, 3, 1)
VENISSIEUX, FEYZIN, GRENOBLE = "69259", "69276", "38185"
LICENCE = "mobilite--preparer-un-permis"
CARE = "mobilite--entretenir-reparer-son-vehicule"

Maker = Callable[..., Service]


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
