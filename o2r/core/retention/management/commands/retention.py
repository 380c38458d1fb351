import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.core.retention import registry
from o2r.core.retention.errors import RetentionError
from o2r.core.retention.models import RetentionHold
from o2r.core.retention.selectors import Due, plan
from o2r.core.retention.services import lift_hold, place_hold, run
from o2r.core.retention.wording import table

CONSOLE = Author(user=None, organisation=None, role="console")


class Command(BaseCommand):
    help = "Applique les durées de conservation (run, --dry-run pour voir), ou les suspend (hold)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True, metavar="ACTE")
        run_act = acts.add_parser("run", help="effacer ce qui est échu, après les préavis")
        run_act.add_argument("--dry-run", action="store_true", help="montrer sans rien écrire")
        run_act.add_argument("--only", default="", metavar="MODÈLE", help="projects.RelayMessage")
        run_act.add_argument("--json", action="store_true", help="une ligne JSON par modèle")
        acts.add_parser("table", help="le tableau de docs/personal-data.md")
        hold = acts.add_parser("hold", help="suspendre l’effacement d’un objet")
        hold.add_argument("kind", metavar="MODÈLE")
        hold.add_argument("object_id", metavar="IDENTIFIANT")
        hold.add_argument("--reason", required=True, help="motif")
        hold.add_argument("--until", required=True, type=date.fromisoformat, help="AAAA-MM-JJ")
        lift = acts.add_parser("lift", help="lever une suspension")
        lift.add_argument("kind", metavar="MODÈLE")
        lift.add_argument("object_id", metavar="IDENTIFIANT")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['act']}")(options)
        except RetentionError as error:
            raise CommandError(str(error)) from error

    def _run(self, options: dict[str, Any]) -> None:
        only, now = options["only"], clock.now()
        if only and only.lower() not in {one.label.lower() for one in registry.timed()}:
            known = ", ".join(one.label for one in registry.timed())
            raise CommandError(f"« {only} » n’a pas de durée à appliquer. Modèles : {known}.")
        for due in plan(now, only):
            self._print(_line_of(due), due, as_json=options["json"])
        if options["dry_run"]:
            return
        for done in run(by=CONSOLE, now=now, only=only):
            line = {
                "model": done.declaration.label,
                "done": done.ended,
                "notices": done.announced,
            }
            if options["json"]:
                self.stdout.write(json.dumps(line))
            elif done.ended or done.announced:
                self.stdout.write(
                    f"Fait : {done.declaration.name}, {done.ended} retirés, "
                    f"{done.announced} préavis envoyés."
                )

    def _print(self, line: dict[str, Any], due: Due, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(line, ensure_ascii=False))
            return
        oldest = f", depuis le {due.oldest:%d/%m/%Y}" if due.oldest else ""
        held = f", {due.held} suspendus" if due.held else ""
        self.stdout.write(
            f"{due.declaration.name:<36} {due.period.words:<24} "
            f"{due.count:>7} échus{oldest}{held} : {due.words}"
        )

    def _table(self, options: dict[str, Any]) -> None:
        self.stdout.write("\n".join(table(registry.declarations(), clock.today())))

    def _hold(self, options: dict[str, Any]) -> None:
        hold = place_hold(
            by=CONSOLE,
            kind=options["kind"],
            object_id=options["object_id"],
            reason=options["reason"],
            until=options["until"],
        )
        self.stdout.write(f"Effacement suspendu jusqu’au {hold.until:%d/%m/%Y}.")

    def _lift(self, options: dict[str, Any]) -> None:
        asked = {"kind__iexact": options["kind"], "object_id": options["object_id"]}
        hold = RetentionHold.objects.filter(lifted_at=None, **asked).first()
        if hold is None:
            raise CommandError(
                "Aucune suspension ne protège cet objet. Vérifiez le modèle et l’identifiant."
            )
        lift_hold(by=CONSOLE, hold=hold)
        self.stdout.write("Suspension levée : l’objet suit de nouveau sa durée de conservation.")


def _line_of(due: Due) -> dict[str, Any]:
    return {
        "model": due.declaration.label,
        "kind": due.declaration.name,
        "period": due.period.words,
        "due": due.count,
        "held": due.held,
        "unannounced": due.unannounced,
        "oldest": due.oldest.isoformat() if due.oldest else None,
        "act": due.words,
    }
