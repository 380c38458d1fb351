from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "o2r.core"
    label = "core"
    verbose_name = "socle"

    def ready(self) -> None:
        autodiscover_modules("first_data")
