from o2r.accounts.actors import CONSOLE
from o2r.core.first_data import first_data
from o2r.network.committees.services import create_demo_committees


@first_data(rank=40, demonstration_only=True)
def demo_committees() -> str:
    return f"Comités fictifs ajoutés : {len(create_demo_committees(by=CONSOLE))}."
