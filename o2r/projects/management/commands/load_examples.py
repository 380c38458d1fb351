from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from o2r.accounts.actors import CONSOLE
from o2r.accounts.errors import DemonstrationOnly
from o2r.projects.exchange.tables import read
from o2r.projects.services import import_projects


class Command(BaseCommand):
    help = "Charge les projets fictifs d’une démonstration ; refuse partout ailleurs."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError(str(DemonstrationOnly()))
        path = Path(settings.O2R_DATA_DIR) / "examples" / "projects.csv"
        report = import_projects(by=CONSOLE, lines=read(path.name, path.read_bytes()))
        if not report.written:
            raise CommandError("\n".join(str(error) for error in report.errors))
        self.stdout.write(f"Projets fictifs, marqués « Exemple » : {report.summary}")
