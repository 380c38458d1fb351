from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "o2r.network.directory"
    label = "directory"
    verbose_name = "annuaire des partenaires"
