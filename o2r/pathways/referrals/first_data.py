from o2r.core.first_data import first_data
from o2r.pathways.referrals.services.demonstration import create_demo_referrals


@first_data(rank=70, demonstration_only=True)
def demo_referrals() -> str:
    return f"Orientations fictives vers des services : {create_demo_referrals()}."
