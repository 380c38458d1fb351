from o2r.core.first_data import first_data
from o2r.pathways.fse.services.demonstration import create_demo_sheets


@first_data(rank=75, demonstration_only=True)
def demo_sheets() -> str:
    return f"Fiches FSE+ de personnes inventées : {create_demo_sheets()}."
