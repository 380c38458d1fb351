from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PapersConfig(AppConfig):
    name = "o2r.pathways.papers"
    label = "papers"
    verbose_name = "documents et coffre"

    def ready(self) -> None:
        for name in ("journal_words", "person_parts", "paper_fields"):
            autodiscover_modules(name)
