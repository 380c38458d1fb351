from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.core.management.base import BaseCommand, CommandError

from o2r.calls.applications.receipts import (
    BrokenReceipt,
    Receipt,
    digest_of,
    is_genuine,
    key_in,
    read,
)
from o2r.core.journal.signed import key_id


class Command(BaseCommand):
    help = "Vérifie un récépissé de dépôt, sans base de données ni réseau."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="le récépissé signé (JSON)")
        parser.add_argument("--key", help="la clé publique de la plateforme (PEM)")
        parser.add_argument("--document", help="le contenu déposé (JSON), pour le comparer")

    def handle(self, *args: Any, **options: Any) -> None:
        text = _text(options["file"])
        try:
            receipt, inside = read(text), key_in(text)
        except BrokenReceipt as error:
            raise CommandError(
                "Ce fichier n’est pas un récépissé. Téléchargez de nouveau « Récépissé signé "
                "(JSON) » sur la page de la candidature."
            ) from error
        key = _key(options["key"]) if options["key"] else inside
        if not is_genuine(text, key):
            raise CommandError(
                "FAUX : la signature ne correspond pas. Le récépissé a été modifié, ou il a été "
                "signé par une autre clé que celle que vous donnez."
            )
        if options["document"] and digest_of(_text(options["document"])) != receipt.digest:
            raise CommandError(
                "Le récépissé est vrai, mais ce contenu n’est pas celui qui a été déposé : son "
                "empreinte SHA-256 est différente."
            )
        self._say(receipt, key, checked=bool(options["key"]), compared=bool(options["document"]))

    def _say(
        self, receipt: Receipt, key: Ed25519PublicKey, *, checked: bool, compared: bool
    ) -> None:
        lines = [
            f"Récépissé vrai, signé par la clé {key_id(key)}.",
            f"Plateforme : {receipt.instance}",
            f"Appel : {receipt.call_title} ({receipt.call})",
            f"Candidature n° {receipt.number} : {receipt.title} ({receipt.application})",
            f"Chef de file : {receipt.lead}",
            f"Arrivée : {receipt.arrived_at.isoformat()}",
            f"Clôture : {receipt.closes_at.isoformat()}",
            f"Empreinte SHA-256 du contenu : {receipt.digest}",
        ]
        if receipt.intent_opened_at:
            lines.insert(7, f"Récapitulatif ouvert : {receipt.intent_opened_at.isoformat()}")
        if compared:
            lines.append("Le contenu donné est bien celui qui a été déposé.")
        if not checked:
            lines.append(
                "Cette clé est celle qui est écrite dans le récépissé : pour savoir si c’est celle "
                "de la plateforme, donnez-la avec --key."
            )
        self.stdout.write("\n".join(lines))


def _text(name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"Le fichier {name} ne se lit pas : {error}.") from error


def _key(name: str) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(_text(name).encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise CommandError(f"Le fichier {name} n’est pas une clé publique (PEM).") from error
    if not isinstance(key, Ed25519PublicKey):
        raise CommandError(f"Le fichier {name} n’est pas une clé Ed25519.")
    return key
