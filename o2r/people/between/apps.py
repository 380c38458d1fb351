from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class BetweenConfig(AppConfig):
    name = "o2r.people.between"
    label = "between"
    verbose_name = "index entre opérateurs"

    def ready(self) -> None:
        autodiscover_modules("person_parts")
