"""``o2r journal``: check the journal, or anchor it now."""

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from o2r.core import clock
from o2r.core.journal.anchoring import anchor_folder, anchor_heads
from o2r.core.journal.chain import PLATFORM_CHAIN
from o2r.core.journal.errors import JournalError
from o2r.core.journal.verification import Finding, Report, verify


class Command(BaseCommand):
    """Say whether the journal is whole, and where it is not."""

    help = "Journal\u00a0: « verify » nomme la première entrée fausse, « anchor » ancre maintenant"

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True, metavar="verify|anchor")
        check = acts.add_parser("verify", help="vérifie les chaînes, seules et contre les ancres")
        check.add_argument("--chain", type=UUID, help="une seule chaîne (UUID de l’organisation)")
        check.add_argument("--anchors", type=Path, help="un autre dossier d’ancres")
        check.add_argument("--json", action="store_true", help="une ligne JSON")
        acts.add_parser("anchor", help="écrit une ancre maintenant")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["act"] == "anchor":
                self.stdout.write(anchor_heads(now=clock.now()).sentence())
            else:
                self._verify(options)
        except JournalError as error:
            raise CommandError(str(error)) from error

    def _verify(self, options: dict[str, Any]) -> None:
        folder = options["anchors"] or anchor_folder()
        if options["anchors"] and not folder.is_dir():
            raise CommandError(f"Le dossier d’ancres {folder} n’existe pas. Vérifiez son chemin.")
        started = time.perf_counter()
        report = verify(chain=options["chain"], anchors=folder)
        seconds = time.perf_counter() - started
        write = self._as_json if options["json"] else self._as_text
        write(report, seconds)
        if not report.sound:
            raise CommandError(
                f"Le journal n’est pas intact\u00a0: {len(report.findings)} constat(s). Gardez "
                "une copie de la base et des ancres, et prévenez le délégué à la protection des "
                "données."
            )

    def _as_json(self, report: Report, seconds: float) -> None:
        document = {
            "sound": report.sound,
            "chains": report.chains,
            "entries": report.entries,
            "anchors": report.anchors,
            "seconds": round(seconds, 3),
            "findings": [
                {
                    "fault": one.fault.value,
                    "chain": str(one.chain) if one.chain else None,
                    "number": one.number,
                    "since": one.since,
                    "place": one.place,
                }
                for one in report.findings
            ],
        }
        self.stdout.write(json.dumps(document))

    def _as_text(self, report: Report, seconds: float) -> None:
        self.stdout.write(
            f"{report.chains} chaîne(s), {report.entries} entrée(s) relue(s), "
            f"{report.anchors} ancre(s), en {seconds:.1f} s."
        )
        if not report.anchors:
            self.stdout.write(
                "Aucune ancre\u00a0: des entrées effacées à la fin d’une chaîne, ou une chaîne "
                "entièrement refaite, ne se verraient pas."
            )
        for finding in report.findings:
            self.stdout.write(f"- {sentence(finding)}")
        if report.sound:
            self.stdout.write("Le journal est intact.")


def sentence(finding: Finding) -> str:
    """A finding, in French: where, what, and since when."""
    if finding.chain is None:
        return f"{finding.place}\u00a0: {finding.fault.label}."
    owner = (
        "la plateforme" if finding.chain == PLATFORM_CHAIN else f"l’organisation {finding.chain}"
    )
    number = finding.number or 0
    told = f"Chaîne de {owner}, entrée n°\u00a0{number}\u00a0: {finding.fault.label}."
    if finding.since + 1 < number:
        told += f" Le dégât peut commencer dès l’entrée n°\u00a0{finding.since + 1}."
    return told
