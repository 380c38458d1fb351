from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CallsConfig(AppConfig):
    name = "o2r.calls"
    verbose_name = "appels à projets"

    def ready(self) -> None:
        autodiscover_modules("call_followers", "call_ways")
