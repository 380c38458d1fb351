import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from o2r.core.crypto import ceremony, rotation, services
from o2r.core.crypto.checks import LOST, keys_ready, keys_status
from o2r.core.crypto.errors import KeysError, WrongShares
from o2r.core.crypto.models import OrganisationKey, RootVersion
from o2r.core.crypto.root.setting import key_file, root_key
from o2r.core.crypto.root.vault import VaultRootKey
from o2r.core.crypto.shares import Share, read_share, shares_in
from o2r.core.journal.authors import Author

BY = Author.system("keys-command")
CLEAR_SCREEN = "\033[3J\033[2J\033[H"
TRIES = 5


class Command(BaseCommand):
    help = "Fait, répète, rebâtit et fait tourner les clés de chiffrement ; dit où elles en sont."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True, metavar="ACTE")
        init = acts.add_parser("init", help="faire la clé racine, imprimer les parts, répéter")
        rotate = acts.add_parser("rotate", help="changer une clé en emballant de nouveau")
        which = rotate.add_mutually_exclusive_group(required=True)
        which.add_argument("--root", action="store_true", help="la clé racine")
        which.add_argument("--organisation", type=UUID, help="la clé d’une organisation")
        for making in (init, rotate):
            making.add_argument(
                "--rehearse-from", type=Path, help="fichier qui contient deux parts"
            )
            making.add_argument(
                "--new-shares", action="store_true", help="refaire ce qui n’a pas été répété"
            )
        recover = acts.add_parser("recover", help="rebâtir la clé racine avec deux parts")
        recover.add_argument("--shares-from", type=Path, help="fichier qui contient deux parts")
        forget = acts.add_parser("forget", help="détruire une ancienne version de la clé racine")
        forget.add_argument("version", type=int)
        status = acts.add_parser("status", help="dire où en sont les clés")
        status.add_argument("--json", action="store_true", help="en JSON")
        acts.add_parser(
            "reapply-destructions", help="après une restauration, effacer de nouveau les effacés"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        act: Callable[[dict[str, Any]], None] = getattr(
            self, f"_{options['act']}".replace("-", "_")
        )
        try:
            act(options)
        except KeysError as error:
            raise CommandError(str(error)) from error

    def _init(self, options: dict[str, Any]) -> None:
        problems = keys_ready()
        if not problems:
            self.stdout.write("Les clés sont prêtes : rien à faire.")
            return
        if LOST in problems and OrganisationKey.objects.exists():
            raise CommandError(LOST)
        root = root_key()
        if isinstance(root, VaultRootKey):
            version = ceremony.adopt(by=BY, root=root).version
            self.stdout.write(f"Vault répond, version {version}. Son secours est celui de Vault.")
            return
        self._make_and_rehearse(options)

    def _rotate(self, options: dict[str, Any]) -> None:
        if options["organisation"]:
            self._rotate_organisation(options["organisation"])
            return
        root = root_key()
        if rotation.stale_organisation_keys():
            self.stdout.write("Une rotation avait été interrompue : reprise.")
        elif isinstance(root, VaultRootKey):
            root.rotate()
            ceremony.adopt(by=BY, root=root)
        else:
            self._make_and_rehearse(options)
        changed = rotation.rewrap_under_root(by=BY)
        self.stdout.write(
            f"Clé racine en version {root.version()} ; clés d’organisation emballées de nouveau : "
            f"{changed}. L’ancienne version reste dans le fichier pour lire les sauvegardes : "
            "« o2r keys forget » la détruit, après 35 jours ou tout de suite si elle a été volée."
        )

    def _rotate_organisation(self, organisation: UUID) -> None:
        if not OrganisationKey.objects.filter(organisation=organisation).exists():
            raise CommandError(f"L’organisation {organisation} n’a pas de clé.")
        changed = rotation.rotate_organisation_key(by=BY, organisation=organisation)
        self.stdout.write(f"Clé changée ; clés de dossier emballées de nouveau : {changed}.")

    def _recover(self, options: dict[str, Any]) -> None:
        if isinstance(root_key(), VaultRootKey):
            raise CommandError("La clé racine est dans Vault : son secours est celui de Vault.")
        version = ceremony.recover(by=BY, two=self._two_shares(options["shares_from"]))
        self.stdout.write(f"Clé racine rebâtie (version {version}) dans {key_file()}.")
        for problem in keys_ready():
            self.stdout.write(self.style.WARNING(problem))

    def _forget(self, options: dict[str, Any]) -> None:
        ceremony.forget(by=BY, version=options["version"])
        self.stdout.write(f"Version {options['version']} de la clé racine détruite.")

    def _reapply_destructions(self, options: dict[str, Any]) -> None:
        count = services.reapply_destructions(by=BY)
        self.stdout.write(f"Dossiers effacés de nouveau : {count}.")

    def _status(self, options: dict[str, Any]) -> None:
        status = keys_status()
        if options["json"]:
            self.stdout.write(json.dumps(status, ensure_ascii=False))
            return
        self.stdout.write("Clés prêtes." if status["ready"] else "Clés à compléter :")
        for problem in status["problems"]:
            self.stdout.write(f"  - {problem}")
        for root in status["root_versions"]:
            when = root["rehearsed_at"] or "secours non répété"
            used = root["organisation_keys"]
            self.stdout.write(f"Clé racine {root['version']} ({when}) : {used} organisation(s).")
        self.stdout.write(
            f"Organisations : {status['organisations']} ; dossiers : {status['data_keys']} clés, "
            f"{status['wraps']} emballages ; effacés : {status['destroyed']}."
        )
        if status["rotations_under_way"]:
            self.stdout.write("Rotations à reprendre : " + ", ".join(status["rotations_under_way"]))
        if status["destroyed_but_not_listed"] or status["listed_but_not_destroyed"]:
            self.stdout.write("La liste des effacés diffère : « o2r keys reapply-destructions ».")

    def _make_and_rehearse(self, options: dict[str, Any]) -> None:
        """Print three shares unless some wait already, then ask two of them back."""
        waiting = ceremony.pending()
        if waiting is None or options["new_shares"]:
            self._print_shares(ceremony.begin(by=BY))
            waiting = ceremony.pending()
        root = self._rehearse(options["rehearse_from"])
        self.stdout.write(f"Secours répété : la clé racine (version {root.version}) est prête.")

    def _print_shares(self, three: Sequence[Share]) -> None:
        self.stdout.write(
            "Trois parts de secours. Recopiez chacune sur son papier, remettez-la à la personne "
            "nommée : deux suffisent à rebâtir la clé racine. Elles ne seront plus affichées."
        )
        for share in three:
            self.stdout.write(f"\n{share.holder.label} (clé racine {share.root_version})")
            self.stdout.write(share.written())
        if sys.stdin.isatty():
            input("\nAppuyez sur Entrée quand les trois parts sont notées ; l’écran s’effacera. ")
            self.stdout.write(CLEAR_SCREEN)

    def _rehearse(self, file: Path | None) -> RootVersion:
        """Ask again after a slip of the hand, but not for ever."""
        for left in range(TRIES, 0, -1):
            try:
                return ceremony.rehearse(by=BY, two=self._two_shares(file))
            except WrongShares as error:
                if file is not None or left == 1:
                    raise
                self.stdout.write(self.style.WARNING(str(error)))
        raise AssertionError("unreachable")

    def _two_shares(self, file: Path | None) -> list[Share]:
        if file is not None:
            try:
                return shares_in(file.read_text(encoding="utf-8"))
            except (OSError, ValueError) as error:
                raise CommandError(f"Le fichier {file} ne se lit pas.") from error
        if not sys.stdin.isatty():
            raise CommandError(
                "La répétition du secours reste à faire. Relancez la même commande dans un "
                "terminal, ou avec --rehearse-from FICHIER (deux parts, une par ligne)."
            )
        return [read_share(input(f"Part {number} : ")) for number in ("une", "deux")]
