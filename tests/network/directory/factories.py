"""What the tests of the directory share."""

from collections.abc import Callable
from datetime import date

from o2r.network.directory.models import Service

DAY = date(2026, 3, 1)
VENISSIEUX, FEYZIN, GRENOBLE = "69259", "69276", "38185"
LICENCE = "mobilite--preparer-un-permis"
CARE = "mobilite--entretenir-reparer-son-vehicule"

Maker = Callable[..., Service]
