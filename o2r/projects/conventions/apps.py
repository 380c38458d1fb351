from django.apps import AppConfig


class ConventionsConfig(AppConfig):
    name = "o2r.projects.conventions"
    label = "conventions"
    verbose_name = "conventions"
