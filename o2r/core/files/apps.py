from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "o2r.core.files"
    label = "files"
    verbose_name = "fichiers"
