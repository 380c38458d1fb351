"""``o2r directory import export.json``: the directory of partners, from who holds the server."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from o2r.accounts.actors import CONSOLE
from o2r.accounts.errors import DomainError
from o2r.network.directory.reading import read, read_export
from o2r.network.directory.sample import directory
from o2r.network.directory.services.importing import (
    DirectoryFile,
    ImportReport,
    import_directory,
)
from o2r.territory.typography import typographic

SHOWN = 20


class Command(BaseCommand):
    help = "Charge l’annuaire des partenaires (export data·inclusion), ou en invente un d’essai."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True, metavar="ACTE")
        load = acts.add_parser("import", help="charge un export data·inclusion, v1 ou v0")
        load.add_argument("file", type=Path, nargs="?", help="export .json (structures, services)")
        load.add_argument("--structures", type=Path, help="fichier .jsonl ou .csv")
        load.add_argument("--services", type=Path, help="fichier .jsonl ou .csv")
        load.add_argument("--dry-run", action="store_true", help="vérifie sans rien écrire")
        load.add_argument(
            "--accept-closures",
            action="store_true",
            help="le fichier est complet : ce qu’il ne contient plus est fermé, même en nombre",
        )
        sample = acts.add_parser("sample", help="écrit un export d’essai, entièrement inventé")
        sample.add_argument("file", type=Path, help="fichier .json à écrire")
        sample.add_argument("--services", type=int, default=1000, help="combien de services")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "sample":
            self._write_sample(options["file"], options["services"])
            return
        try:
            report = import_directory(
                by=CONSOLE,
                file=_file(options),
                dry_run=options["dry_run"],
                accept_closures=options["accept_closures"],
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        self._tell(report, dry_run=options["dry_run"])

    def _tell(self, report: ImportReport, *, dry_run: bool) -> None:
        for refusal in report.refusals[:SHOWN]:
            self.stderr.write(str(refusal))
        if len(report.refusals) > SHOWN:
            self.stderr.write(f"… et {len(report.refusals) - SHOWN} autres lignes refusées.")
        for (name, value), times in report.unknown.most_common(SHOWN):
            self.stdout.write(
                typographic(f"Valeur inconnue gardée : {name} = « {value} » ({times} fois)")
            )
        verb = "vérifiés, rien n’est écrit" if dry_run else "chargés"
        self.stdout.write(
            typographic(
                f"{report.structures} structures et {report.services} services {verb} ; "
                f"{report.changed} services ajoutés ou changés, {report.closed} fermés ; "
                f"{len(report.refusals)} lignes refusées."
            )
        )

    def _write_sample(self, path: Path, services: int) -> None:
        structures, rows = directory(services)
        whole = {"structures": list(structures), "services": list(rows)}
        path.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
        self.stdout.write(f"{len(whole['services'])} services inventés dans {path.name}.")


def _file(options: dict[str, Any]) -> DirectoryFile:
    """What the command was given to read. Raises CommandError, UnreadableFile."""
    whole, pair = options["file"], (options["structures"], options["services"])
    if (whole is None) == (pair == (None, None)):
        raise CommandError(
            "Donnez un export .json, ou deux fichiers avec --structures et --services."
        )
    if whole is not None:
        content = _content(whole)
        return DirectoryFile(whole.name, content, *read_export(whole.name, content))
    names, contents, lists = [], b"", []
    for path in pair:
        content = _content(path) if path else b""
        lists.append(read(path.name, content) if path else iter(()))
        names += [path.name] if path else []
        contents += content
    return DirectoryFile(" ".join(names), contents, *lists)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(
            f"Le fichier {path} ne s’ouvre pas ({error.strerror}). Vérifiez son chemin."
        ) from error
