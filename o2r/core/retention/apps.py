from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "o2r.core.retention"
    label = "retention"
    verbose_name = "conservation et droits"
