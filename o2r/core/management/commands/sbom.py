from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from o2r.core.supply_chain import sbom
from o2r.core.supply_chain.packages import runtime


class Command(BaseCommand):
    help = "Écrit l’inventaire CycloneDX des paquets dont dépend la plateforme."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="?", metavar="FICHIER", help="où l’écrire ; à l’écran sinon"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        packages = runtime()
        text = sbom.write(packages)
        if error := sbom.schema_error(text):
            raise CommandError(f"L’inventaire ne suit pas le schéma CycloneDX : {error}")
        if not options["file"]:
            self.stdout.write(text, ending="")
            return
        target = Path(options["file"])
        try:
            target.write_text(text, encoding="utf-8")
        except OSError as refusal:
            raise CommandError(
                f"Impossible d’écrire {target} : {refusal.strerror}. Choisissez un autre fichier."
            ) from refusal
        self.stdout.write(f"{target} : {len(packages)} paquets.")
