from o2r.core.first_data import first_data
from o2r.pathways.measures.services.demonstration import create_demo_answers


@first_data(rank=72, demonstration_only=True)
def demo_answers() -> str:
    return f"Réglettes et paroles, toutes inventées : {create_demo_answers()}."
