from django.apps import AppConfig


class ProofsConfig(AppConfig):
    name = "o2r.proofs"
    verbose_name = "preuves sur le produit entier"
