from django.apps import AppConfig


class WatchConfig(AppConfig):
    name = "o2r.core.watch"
    label = "watch"
    verbose_name = "surveillance des abus"
