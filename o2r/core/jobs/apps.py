from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "o2r.core.jobs"
    label = "jobs"
    verbose_name = "travaux périodiques"

    def ready(self) -> None:
        autodiscover_modules("recurring")
