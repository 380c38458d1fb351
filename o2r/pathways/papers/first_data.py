from o2r.core.first_data import first_data
from o2r.pathways.papers.services.demonstration import add_product_templates, create_demo_papers


@first_data(rank=70)
def product_templates() -> str:
    return f"Modèles de documents du produit ajoutés : {add_product_templates()}."


@first_data(rank=90, demonstration_only=True)
def demo_papers() -> str:
    return f"Documents fictifs : {create_demo_papers()}."
