from o2r.core.first_data import first_data
from o2r.pathways.employment.services.demonstration import create_demo_jobs


@first_data(rank=73, demonstration_only=True)
def demo_jobs() -> str:
    return f"Premières semaines d’emploi inventées : {create_demo_jobs()}."
