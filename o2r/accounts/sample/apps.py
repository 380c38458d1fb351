from django.apps import AppConfig


class SampleConfig(AppConfig):
    name = "o2r.accounts.sample"
    label = "sample"
    verbose_name = "dossier d’essai"
