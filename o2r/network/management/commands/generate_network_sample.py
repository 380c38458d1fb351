import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from o2r.network.sample import directory


class Command(BaseCommand):
    help = "Écrit un annuaire de partenaires fictif, pour les essais et les mesures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--services", type=int, default=20_000, help="nombre de services")
        parser.add_argument("--seed", type=int, default=2026, help="même graine, mêmes fiches")
        parser.add_argument(
            "--folder",
            type=Path,
            default=Path(settings.STORAGE_DIR) / "network_sample",
            help="dossier des deux fichiers",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        structures, services = directory(options["services"], options["seed"])
        for name, records in (("structures", structures), ("services", services)):
            path = folder / f"{name}.jsonl"
            with path.open("w", encoding="utf-8") as output:
                for record in records:
                    output.write(json.dumps(record, ensure_ascii=False) + "\n")
            self.stdout.write(str(path))
