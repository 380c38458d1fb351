from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "o2r.core.journal"
    label = "journal"
    verbose_name = "journal"
