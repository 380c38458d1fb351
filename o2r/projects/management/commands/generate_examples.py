from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from o2r.projects.examples.making import SEED, examples
from o2r.projects.exchange.writers import csv_file
from o2r.territory.geography import current_geography


class Command(BaseCommand):
    help = "Récrit le fichier des projets fictifs de démonstration (data/examples)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=SEED, help="même graine, même fichier")
        parser.add_argument(
            "--output",
            type=Path,
            default=Path(settings.O2R_DATA_DIR) / "examples" / "projects.csv",
            help="fichier à écrire",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        rows = examples(current_geography(), options["seed"])
        options["output"].parent.mkdir(parents=True, exist_ok=True)
        options["output"].write_bytes(csv_file(rows))
        self.stdout.write(f"{len(rows)} projets fictifs dans {options['output']}.")
