from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AgendaConfig(AppConfig):
    name = "o2r.core.agenda"
    label = "agenda"
    verbose_name = "agenda"

    def ready(self) -> None:
        autodiscover_modules("agenda")
