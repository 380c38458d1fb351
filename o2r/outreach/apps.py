from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "o2r.outreach"
    verbose_name = "aller vers"
