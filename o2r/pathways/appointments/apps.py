from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AppointmentsConfig(AppConfig):
    name = "o2r.pathways.appointments"
    label = "appointments"
    verbose_name = "rendez-vous et activités"

    def ready(self) -> None:
        autodiscover_modules("message_kinds")
