from typing import Any

from django.core.management.base import BaseCommand

from o2r.projects.services import purge_expired


class Command(BaseCommand):
    help = "Efface ce qui a dépassé sa durée de conservation ; à lancer chaque jour."

    def handle(self, *args: Any, **options: Any) -> None:
        purged = purge_expired(by=None)
        self.stdout.write(
            f"Effacés : {purged.reports} signalements (12 mois), {purged.messages} messages "
            f"relayés (30 jours), {purged.drafts} fichiers d’import (1 jour)."
        )
