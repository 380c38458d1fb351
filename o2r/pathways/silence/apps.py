from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SilenceConfig(AppConfig):
    name = "o2r.pathways.silence"
    label = "silence"
    verbose_name = "silences"

    def ready(self) -> None:
        for name in ("journal_words", "person_parts"):
            autodiscover_modules(name)
