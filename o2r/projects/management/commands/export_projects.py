from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from o2r.accounts.errors import DomainError
from o2r.projects.exchange.records import row_of
from o2r.projects.exchange.tables import format_of
from o2r.projects.exchange.writers import write
from o2r.projects.models import FundedProject


class Command(BaseCommand):
    help = "Exporte tous les projets, dans le format que l’import relit à l’identique."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="fichier .csv, .xlsx ou .geojson à écrire")
        parser.add_argument("--without-examples", action="store_true", help="sans les fictifs")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        projects = FundedProject.objects.with_card_data()
        if options["without_examples"]:
            projects = projects.real()
        rows = [row_of(project) for project in projects]
        try:
            path.write_bytes(write(format_of(path.name), rows))
        except DomainError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(
                f"Le fichier {path} ne s’écrit pas ({error.strerror}). Choisissez un autre dossier."
            ) from error
        self.stdout.write(
            f"{len(rows)} projets dans {path}. Ce fichier contient les boîtes de messagerie "
            "jamais affichées : ne le publiez pas."
        )
