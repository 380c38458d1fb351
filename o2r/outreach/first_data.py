from o2r.core.first_data import first_data
from o2r.outreach.services.demonstration import create_demo_rounds


@first_data(rank=60, demonstration_only=True)
def demo_rounds() -> str:
    return f"Lieux d’aller-vers fictifs, et leurs tournées : {len(create_demo_rounds())}."
