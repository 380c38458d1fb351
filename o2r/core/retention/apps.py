from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RetentionConfig(AppConfig):
    name = "o2r.core.retention"
    label = "retention"
    verbose_name = "conservation et droits"

    def ready(self) -> None:
        autodiscover_modules("retention", "rights")
        # Registers the system checks; it needs the models, which this file is read before.
        import_module("o2r.core.retention.checks")
