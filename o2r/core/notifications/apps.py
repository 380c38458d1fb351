from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "o2r.core.notifications"
    label = "notifications"
    verbose_name = "notifications"
