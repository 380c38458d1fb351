from o2r.core.first_data import first_data
from o2r.network.directory.services.demonstration import create_demo_directory


@first_data(rank=45, demonstration_only=True)
def demo_directory() -> str:
    return f"Services fictifs de l’annuaire : {create_demo_directory()}."
