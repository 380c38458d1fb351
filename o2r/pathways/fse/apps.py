from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class FseConfig(AppConfig):
    name = "o2r.pathways.fse"
    label = "fse"
    verbose_name = "fiches FSE+"

    def ready(self) -> None:
        autodiscover_modules("journal_words", "person_parts")
