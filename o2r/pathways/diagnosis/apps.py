from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DiagnosisConfig(AppConfig):
    name = "o2r.pathways.diagnosis"
    label = "diagnosis"
    verbose_name = "diagnostic et plan"

    def ready(self) -> None:
        for name in ("journal_words", "person_parts"):
            autodiscover_modules(name)
