from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    name = "o2r.network.committees"
    label = "committees"
    verbose_name = "comités"
