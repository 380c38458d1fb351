from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "o2r.calls"
    verbose_name = "appels à projets"
