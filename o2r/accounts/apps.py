from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    name = "o2r.accounts"
    label = "accounts"
    verbose_name = "comptes"

    def ready(self) -> None:
        import_module("o2r.accounts.answers")
        import_module("o2r.accounts.helping")
        autodiscover_modules("caseloads", "cards", "partitions")
