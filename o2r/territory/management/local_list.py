"""What ``import_qpv`` and ``import_frr`` have in common."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError

from o2r.territory.geography import current_geography
from o2r.territory.local_files import Reading, read_local_file
from o2r.territory.models import LocalListKind
from o2r.territory.services import InvalidLocalList, import_local_list

SHOWN_ERRORS = 50


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(
            f"« {text} » n’est pas une date. Écrivez-la AAAA-MM-JJ, par exemple 2024-01-01."
        ) from None


class LocalListCommand(BaseCommand):
    """Reads the file, says every fault, writes only when there is none."""

    kind: ClassVar[LocalListKind]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER", help="le CSV officiel")
        parser.add_argument(
            "--date",
            type=_day,
            required=True,
            metavar="AAAA-MM-JJ",
            help="jour à partir duquel la liste s’applique",
        )
        parser.add_argument("--source", default="", help="adresse où la liste est publiée")
        parser.add_argument("--dry-run", action="store_true", help="vérifier sans rien écrire")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(
                f"Le fichier {path} ne se lit pas ({error.strerror}). Vérifiez son chemin."
            ) from error
        reading = read_local_file(self.kind.value, content, current_geography())
        self._say(reading)
        if options["dry_run"] and not reading.errors:
            self.stdout.write("Essai seulement : rien n’a été écrit.")
            return
        try:
            imported = import_local_list(
                by=None,
                kind=self.kind,
                content=content,
                source=options["source"] or path.name,
                dated=options["date"],
            )
        except InvalidLocalList as error:
            raise CommandError(f"{error} Corrigez le fichier et recommencez.") from error
        self.stdout.write(self.style.SUCCESS(f"Liste importée et en vigueur : {imported}."))

    def _say(self, reading: Reading) -> None:
        for error in reading.errors[:SHOWN_ERRORS]:
            self.stderr.write(str(error))
        if len(reading.errors) > SHOWN_ERRORS:
            self.stderr.write(f"… et {len(reading.errors) - SHOWN_ERRORS} autres erreurs.")
        for remark in reading.remarks:
            self.stdout.write(remark)
        communes = {code for _, codes in reading.units.values() for code in codes}
        self.stdout.write(f"{len(reading.units)} unités lues, dans {len(communes)} communes.")
