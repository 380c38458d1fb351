from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from o2r.core.crypto.keyd import KeyDaemon
from o2r.core.crypto.root.keyring import FileRootKey


class Command(BaseCommand):
    help = "Garde la clé racine dans un autre compte, derrière une socket ; ne la donne jamais."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--socket", help="chemin de la socket ; sinon celui de O2R_ROOT_KEY")
        parser.add_argument("--journal", help="fichier des demandes ; sinon à côté de la clé")
        parser.add_argument(
            "--rate", type=float, default=200.0, help="demandes par seconde, en moyenne (200)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        address = urlsplit(settings.ROOT_KEY)
        path = options["socket"] or (unquote(address.path) if address.scheme == "unix" else "")
        if not path:
            raise CommandError(
                "Aucune socket n’est indiquée. Écrivez O2R_ROOT_KEY=unix:///chemin/keyd.sock, ou "
                "ajoutez --socket /chemin/keyd.sock."
            )
        if options["rate"] <= 0:
            raise CommandError("--rate est un nombre de demandes par seconde, plus grand que zéro.")
        key = Path(settings.ROOT_KEY_FILE)
        journal = Path(options["journal"] or key.with_name("keyd.jsonl"))
        try:
            daemon = KeyDaemon(Path(path), FileRootKey(key), journal, options["rate"])
        except OSError as error:
            raise CommandError(
                f"La socket {path} ne s’ouvre pas ({error.strerror}). "
                "Vérifiez le dossier et ses droits."
            ) from error
        self.stdout.write(f"Clé racine {key} servie sur {path} ; demandes notées dans {journal}.")
        self.stdout.flush()
        try:
            daemon.serve_forever()
        except KeyboardInterrupt:
            self.stdout.write("Arrêt.")
        finally:
            daemon.server_close()
            Path(path).unlink(missing_ok=True)
