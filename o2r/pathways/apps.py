from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PathwaysConfig(AppConfig):
    name = "o2r.pathways"
    verbose_name = "parcours"

    def ready(self) -> None:
        for name in ("journal_words", "person_parts"):
            autodiscover_modules(name)
