from typing import Any

from django.core.management.base import BaseCommand, CommandError

from o2r.accounts.actors import CONSOLE
from o2r.accounts.errors import DomainError
from o2r.projects.services import load_examples


class Command(BaseCommand):
    help = "Charge les projets fictifs d’une démonstration ; refuse partout ailleurs."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load_examples(by=CONSOLE)
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Projets fictifs, marqués « Exemple » : {report.summary}")
