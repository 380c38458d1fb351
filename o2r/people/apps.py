from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PeopleConfig(AppConfig):
    name = "o2r.people"
    verbose_name = "personnes et confiance"

    def ready(self) -> None:
        import_module("o2r.people.services.readings")
        for name in ("journal_words", "person_parts", "page_parts"):
            autodiscover_modules(name)
