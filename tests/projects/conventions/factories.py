"""Makes awards and conventions for tests: ``award(bearer, dreets)``, ``signed(...)``."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from o2r.accounts.actors import CONSOLE
from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.projects.conventions import services
from o2r.projects.conventions.awards import Award
from o2r.projects.conventions.enums import InstalmentKind, Mention
from o2r.projects.conventions.models import Avenant, Convention, Instalment

EVERYTHING = {code.value: f"Texte : {code.label}." for code in Mention}


def award(bearer: Organisation, dreets: Organisation, **changes: Any) -> Award:
    """An award in the région of the service, complete unless told otherwise."""
    values: dict[str, Any] = {
        "source": uuid4(),
        "reference": f"2026-{uuid4().hex[:8]}",
        "title": "Aller vers les invisibles",
        "dreets": dreets.pk,
        "region": dreets.region,
        "bearer": bearer.pk,
        "partners": (),
        "description": "Une équipe mobile.",
        "zone_expression": "dep:69",
        "zone_vintage": 2026,
        "publics": ("jeunes",),
        "attention": ("non-inscrits",),
        "stages": ("reperer", "coordonner"),
        "channels": ("maraude",),
        "phone": "01 99 00 12 34",
        "email": "projet@porteur.example",
        "starts_on": clock.today() - timedelta(days=100),
        "yearly_amounts": (Decimal("100000"), Decimal("110000"), Decimal("120000")),
        "total_cost": Decimal("400000"),
        "cost_method": "Coûts complets.",
        "is_example": False,
        "mentions": EVERYTHING,
    }
    return Award(**{**values, **changes})


def draft(bearer: Organisation, dreets: Organisation, **changes: Any) -> Convention:
    return services.open_convention(by=CONSOLE, award=award(bearer, dreets, **changes))


def signed(bearer: Organisation, dreets: Organisation, **changes: Any) -> Convention:
    """A convention signed on its first day."""
    made = draft(bearer, dreets, **changes)
    day: date = min(made.starts_on, clock.today())
    return services.sign_convention(by=CONSOLE, convention=made, signed_on=day)


def first_avenant(convention: Convention) -> Avenant:
    return Avenant.objects.select_related("convention", "year").get(
        convention=convention, year__rank=1
    )


def planned(convention: Convention, amount: str = "40000", **changes: Any) -> Instalment:
    values: dict[str, Any] = {"kind": InstalmentKind.ADVANCE, "amount": Decimal(amount)}
    return services.plan_instalment(
        by=CONSOLE, avenant=first_avenant(convention), **{**values, **changes}
    )
