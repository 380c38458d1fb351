from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from o2r.core.crypto.errors import KeysUnavailable
from o2r.people.between.indexd.daemon import IndexDaemon


class Command(BaseCommand):
    help = "Garde l’index entre opérateurs dans un processus à part, avec sa clé et son fichier."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--rate", type=float, default=200.0, help="demandes par seconde, en moyenne (200)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rate"] <= 0:
            raise CommandError("--rate est un nombre de demandes par seconde, plus grand que zéro.")
        path, folder = settings.INDEX_SOCKET, settings.INDEX_DIR
        try:
            daemon = IndexDaemon(path, folder, options["rate"])
        except OSError as error:
            raise CommandError(
                f"L’index ne s’ouvre pas ({error.strerror or error}). Vérifiez le dossier "
                f"{folder} et ses droits, et que le chemin {path} a moins de 100 lettres."
            ) from error
        except KeysUnavailable as error:
            raise CommandError(
                f"La clé de l’index ne se lit pas : {error}. Si elle est perdue, retirez "
                f"{folder}/index.key et index.sqlite3, relancez, puis « o2r index rebuild »."
            ) from error
        self.stdout.write(f"Index entre opérateurs servi sur {path}, dans {folder}.")
        self.stdout.flush()
        try:
            daemon.serve_forever()
        except KeyboardInterrupt:
            self.stdout.write("Arrêt.")
        finally:
            daemon.server_close()
            path.unlink(missing_ok=True)
