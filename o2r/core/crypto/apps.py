from django.apps import AppConfig


class CryptoConfig(AppConfig):
    name = "o2r.core.crypto"
    label = "crypto"
    verbose_name = "chiffrement"
