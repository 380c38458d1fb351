from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class IntakeConfig(AppConfig):
    name = "o2r.pathways.intake"
    label = "intake"
    verbose_name = "reprise de parcours"

    def ready(self) -> None:
        autodiscover_modules("person_parts")
