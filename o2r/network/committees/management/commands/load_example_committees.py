from typing import Any

from django.core.management.base import BaseCommand, CommandError

from o2r.accounts.actors import CONSOLE
from o2r.accounts.errors import DemonstrationOnly
from o2r.network.committees.services import create_demo_committees


class Command(BaseCommand):
    help = "Charge les comités fictifs d’une démonstration ; refuse partout ailleurs."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = create_demo_committees(by=CONSOLE)
        except DemonstrationOnly as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Comités fictifs ajoutés : {len(made)}.")
