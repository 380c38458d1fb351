import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from o2r.core.jobs.enums import JobState
from o2r.core.jobs.selectors import JobLine, job_lines
from o2r.core.jobs.services import Outcome, run_due_jobs


class Command(BaseCommand):
    help = "Lance les travaux périodiques dus ; à appeler chaque minute, ou par o2r worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--list", action="store_true", help="montre les travaux sans en lancer")
        parser.add_argument("--only", default="", metavar="NOM", help="lance ce travail, dû ou non")
        parser.add_argument("--json", action="store_true", help="une ligne JSON par travail")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            for line in job_lines():
                self.stdout.write(_json(asdict(line)) if options["json"] else _sentence(line))
            return
        failed = 0
        try:
            for outcome in run_due_jobs(only=options["only"]):
                failed += outcome.state == JobState.FAILED
                self.stdout.write(_json(asdict(outcome)) if options["json"] else said(outcome))
        except LookupError as error:
            raise CommandError(str(error)) from error
        if failed:
            raise CommandError(f"{failed} travail(x) en échec : voir le journal du service.")


def said(outcome: Outcome) -> str:
    """One line for one run."""
    seconds = f"{outcome.duration.total_seconds():.1f}".replace(".", ",")
    return f"{outcome.job} : {outcome.state.label} en {seconds} s. {outcome.message}"


def _json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, default=str)


def _sentence(line: JobLine) -> str:
    due = f"prochain départ {line.due_at:%Y-%m-%d %H:%M} UTC" if line.due_at else "jamais vu"
    late = " EN RETARD" if line.late else ""
    told = f" — {line.error or line.message}" if line.error or line.message else ""
    return f"{line.name:<24} {line.schedule:<22} {line.state.label:<14} {due}{late}{told}"
