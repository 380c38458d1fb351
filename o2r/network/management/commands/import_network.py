from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from o2r.accounts.actors import CONSOLE
from o2r.accounts.errors import DomainError
from o2r.network.reading import read
from o2r.network.services import import_network

SHOWN = 20


class Command(BaseCommand):
    help = "Charge l’annuaire des partenaires (structures et services data·inclusion v1)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--structures", type=Path, help="fichier .jsonl ou .csv")
        parser.add_argument("--services", type=Path, help="fichier .jsonl ou .csv")
        parser.add_argument("--dry-run", action="store_true", help="vérifie sans rien écrire")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["structures"] and not options["services"]:
            raise CommandError("Donnez un fichier avec --structures, --services, ou les deux.")
        try:
            report = import_network(
                by=CONSOLE,
                structures=self._records(options["structures"]),
                services=self._records(options["services"]),
                dry_run=options["dry_run"],
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        for refusal in report.refusals[:SHOWN]:
            self.stderr.write(str(refusal))
        if len(report.refusals) > SHOWN:
            self.stderr.write(f"… et {len(report.refusals) - SHOWN} autres lignes refusées.")
        for (name, value), number in report.unknown.most_common(SHOWN):
            self.stdout.write(f"Valeur inconnue gardée : {name} = « {value} » ({number} fois)")
        verb = "vérifiés, rien n’est écrit" if options["dry_run"] else "chargés"
        self.stdout.write(
            f"{report.structures} structures et {report.services} services {verb} ; "
            f"{len(report.refusals)} lignes refusées."
        )

    @staticmethod
    def _records(path: Path | None) -> Iterator[tuple[int, dict[str, Any]]]:
        if path is None:
            return iter(())
        try:
            return read(path.name, path.read_bytes())
        except OSError as error:
            raise CommandError(
                f"Le fichier {path} ne s’ouvre pas ({error.strerror}). Vérifiez son chemin."
            ) from error
