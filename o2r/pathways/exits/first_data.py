from o2r.core.first_data import first_data
from o2r.pathways.exits.services.demonstration import create_demo_exits


@first_data(rank=74, demonstration_only=True)
def demo_exits() -> str:
    return f"Sorties, toutes inventées : {create_demo_exits()}."
