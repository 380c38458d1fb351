from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class MeasuresConfig(AppConfig):
    name = "o2r.pathways.measures"
    label = "measures"
    verbose_name = "effets pour les personnes"

    def ready(self) -> None:
        for name in ("journal_words", "person_parts"):
            autodiscover_modules(name)
