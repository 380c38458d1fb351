from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from o2r.accounts.actors import CONSOLE
from o2r.accounts.errors import DemonstrationOnly
from o2r.projects.conventions.demo import create_demo_conventions


class Command(BaseCommand):
    help = "Charge les conventions fictives d’une démonstration ; refuse partout ailleurs."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError(str(DemonstrationOnly()))
        made = create_demo_conventions(by=CONSOLE)
        self.stdout.write(f"Conventions fictives, marquées « Exemple » : {len(made)}.")
