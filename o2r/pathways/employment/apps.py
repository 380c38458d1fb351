from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EmploymentConfig(AppConfig):
    name = "o2r.pathways.employment"
    label = "employment"
    verbose_name = "premières semaines en emploi"

    def ready(self) -> None:
        autodiscover_modules("message_kinds")
