from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "o2r.calls.applications"
    label = "applications"
    verbose_name = "candidatures"
