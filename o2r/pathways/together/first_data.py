from o2r.core.first_data import first_data
from o2r.pathways.together.services.demonstration import create_demo_groups


@first_data(rank=72, demonstration_only=True)
def demo_groups() -> str:
    return f"Groupes inventés autour de personnes : {create_demo_groups()}."
