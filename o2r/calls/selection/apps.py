from django.apps import AppConfig


class SelectionConfig(AppConfig):
    name = "o2r.calls.selection"
    label = "selection"
    verbose_name = "comité de sélection"
