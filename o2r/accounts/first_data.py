from o2r.accounts.actors import CONSOLE
from o2r.accounts.services import create_demo_accounts
from o2r.core.first_data import first_data


@first_data(rank=30, demonstration_only=True)
def demo_accounts() -> str:
    return f"Comptes de démonstration : {len(create_demo_accounts(by=CONSOLE))}."
