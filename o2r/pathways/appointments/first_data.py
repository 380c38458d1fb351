from o2r.core.first_data import first_data
from o2r.pathways.appointments.services.demonstration import create_demo_appointments


@first_data(rank=70, demonstration_only=True)
def demo_appointments() -> str:
    return f"Rendez-vous et activités, tous inventés : {create_demo_appointments()}."
