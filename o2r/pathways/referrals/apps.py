from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ReferralsConfig(AppConfig):
    name = "o2r.pathways.referrals"
    label = "referrals"
    verbose_name = "relais et orientations"

    def ready(self) -> None:
        for name in ("journal_words", "person_parts"):
            autodiscover_modules(name)
