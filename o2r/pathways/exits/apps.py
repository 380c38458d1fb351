from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ExitsConfig(AppConfig):
    name = "o2r.pathways.exits"
    label = "exits"
    verbose_name = "sorties et suites"

    def ready(self) -> None:
        for name in ("journal_words", "person_parts"):
            autodiscover_modules(name)
