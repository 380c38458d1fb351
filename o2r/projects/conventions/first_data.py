from o2r.accounts.actors import CONSOLE
from o2r.core.first_data import first_data
from o2r.projects.conventions.demo import create_demo_conventions


@first_data(rank=35, demonstration_only=True)
def demo_conventions() -> str:
    made = create_demo_conventions(by=CONSOLE)
    return f"Conventions fictives, marquées « Exemple » : {len(made)}."
