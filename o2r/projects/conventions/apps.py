from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ConventionsConfig(AppConfig):
    name = "o2r.projects.conventions"
    label = "conventions"
    verbose_name = "conventions"

    def ready(self) -> None:
        autodiscover_modules("award_followers")
