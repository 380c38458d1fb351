from o2r.accounts.actors import CONSOLE
from o2r.calls.applications.services import create_demo_application
from o2r.core.first_data import first_data


@first_data(rank=45, demonstration_only=True)
def demo_application() -> str:
    made = create_demo_application(by=CONSOLE)
    return f"Appel fictif ouvert et candidature en cours, ajoutés : {1 if made else 0}."
