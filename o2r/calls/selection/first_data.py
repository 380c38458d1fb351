from o2r.accounts.actors import CONSOLE
from o2r.calls.selection.services import create_demo_committee
from o2r.core.first_data import first_data


@first_data(rank=60, demonstration_only=True)
def demo_committee() -> str:
    made = create_demo_committee(by=CONSOLE)
    return f"Comité de sélection fictif : {'ajouté' if made else 'déjà là'}."
