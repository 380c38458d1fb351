from o2r.core.first_data import first_data
from o2r.people.services.demonstration import create_demo_people


@first_data(rank=55, demonstration_only=True)
def demo_people() -> str:
    return f"Personnes accompagnées, toutes inventées : {len(create_demo_people())}."
