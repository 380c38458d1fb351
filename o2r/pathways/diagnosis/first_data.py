from o2r.core.first_data import first_data
from o2r.pathways.diagnosis.services.demonstration import create_demo_diagnoses


@first_data(rank=70, demonstration_only=True)
def demo_diagnoses() -> str:
    return f"Diagnostics et plans, tous inventés : {len(create_demo_diagnoses())}."
