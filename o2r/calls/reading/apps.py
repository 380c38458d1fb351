from importlib import import_module

from django.apps import AppConfig


class ReadingConfig(AppConfig):
    name = "o2r.calls.reading"
    label = "reading"
    verbose_name = "instruction des candidatures"

    def ready(self) -> None:
        for name in ("journal_words", "receivers"):
            import_module(f"o2r.calls.reading.{name}")
