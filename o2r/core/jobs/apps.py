from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "o2r.core.jobs"
    label = "jobs"
    verbose_name = "travaux périodiques"
