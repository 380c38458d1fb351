from django.apps import AppConfig


class EmploymentConfig(AppConfig):
    name = "o2r.pathways.employment"
    label = "employment"
    verbose_name = "premières semaines en emploi"
