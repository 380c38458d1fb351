from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from o2r.accounts.actors import CONSOLE
from o2r.accounts.errors import DomainError
from o2r.projects.exchange.tables import read
from o2r.projects.services import import_projects


class Command(BaseCommand):
    help = "Importe des projets depuis un fichier CSV, XLSX ou GeoJSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="fichier .csv, .xlsx ou .geojson")
        parser.add_argument("--dry-run", action="store_true", help="vérifie sans rien écrire")
        parser.add_argument(
            "--skip-invalid",
            action="store_true",
            help="importe les lignes justes et laisse de côté les autres",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            lines = read(path.name, path.read_bytes())
            report = import_projects(
                by=CONSOLE,
                lines=lines,
                skip_invalid=options["skip_invalid"],
                dry_run=options["dry_run"],
            )
        except OSError as error:
            raise CommandError(
                f"Le fichier {path} ne s’ouvre pas ({error.strerror}). Vérifiez son chemin."
            ) from error
        except DomainError as error:
            raise CommandError(str(error)) from error
        for cell in report.errors:
            self.stderr.write(str(cell))
        self.stdout.write(f"{path.name} : {report.summary}")
        if not report.written and not options["dry_run"]:
            raise CommandError(
                "Rien n’a été écrit. Corrigez les lignes ci-dessus, ou relancez avec "
                "--skip-invalid pour importer les autres."
            )
