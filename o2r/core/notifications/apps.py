from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NotificationsConfig(AppConfig):
    name = "o2r.core.notifications"
    label = "notifications"
    verbose_name = "notifications"

    def ready(self) -> None:
        autodiscover_modules("notification_kinds")
