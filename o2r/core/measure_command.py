"""What ``o2r bench`` and ``o2r trust`` have in common."""

import json
import os
import platform
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import autodiscover_modules

from o2r.core.measures import Family, Measure, suites


class MeasureCommand(BaseCommand):
    """Print figures beside their targets, and fail when one misses."""

    family: Family = "bench"
    module = "benchmarks"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "ids", nargs="*", metavar="ID", help="suites à mesurer ; toutes sinon (all)"
        )
        parser.add_argument("--json", action="store_true", help="une ligne JSON par chiffre")
        parser.add_argument("--full", action="store_true", help="la forme longue de chaque suite")

    def handle(self, *args: Any, **options: Any) -> None:
        autodiscover_modules(self.module)
        known = suites(self.family)
        asked = [name for name in options["ids"] if name != "all"]
        wanted = asked or list(known)
        if unknown := [name for name in wanted if name not in known]:
            raise CommandError(
                f"Suite inconnue : {', '.join(unknown)}. Suites : {', '.join(known)}."
            )
        machine = (
            f"{os.cpu_count()} cœurs, Python {platform.python_version()}, {platform.machine()}"
        )
        if not options["json"]:
            self.stdout.write(f"Machine : {machine}")
        missed = 0
        for name in wanted:
            for measure in known[name](full=options["full"]):
                missed += not measure.ok
                self._print(measure, as_json=options["json"], machine=machine)
        if missed:
            raise CommandError(f"{missed} chiffre(s) manque(nt) leur cible.")

    def _print(self, measure: Measure, *, as_json: bool, machine: str) -> None:
        if as_json:
            line = {**measure.as_line(), "machine": machine}
            self.stdout.write(json.dumps(line, ensure_ascii=False))
            return
        sign = {"lower": "≤", "higher": "≥", "equal": "="}[measure.better]
        verdict = self.style.SUCCESS("tenu") if measure.ok else self.style.ERROR("MANQUÉ")
        self.stdout.write(
            f"{measure.id:<34} {measure.value:>12.4g} {measure.unit:<10} "
            f"{sign} {measure.target:<10g} {verdict}"
        )
