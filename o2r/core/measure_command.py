"""What ``o2r bench`` and ``o2r trust`` have in common."""

import json
import os
import platform
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.module_loading import autodiscover_modules

from o2r.core.measures import Family, Measure, Suite, suites


class MeasureCommand(BaseCommand):
    """Print figures beside their targets, and fail when one misses.

    A suite that breaks is one failed line, and the next ones run all the same. What could not be
    checked here fails only when ``--strict`` asks so; with ``--tell-speed``, a speed that misses is
    printed as missed, and does not fail.
    """

    family: Family = "bench"
    module = "benchmarks"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "ids",
            nargs="*",
            metavar="ID",
            help="suites à mesurer, en majuscules ou non ; toutes sinon (all)",
        )
        parser.add_argument("--list", action="store_true", help="les noms des suites, sans mesurer")
        parser.add_argument("--json", action="store_true", help="une ligne JSON par chiffre")
        parser.add_argument("--full", action="store_true", help="la forme longue de chaque suite")
        parser.add_argument(
            "--without", action="append", default=[], metavar="ID", help="une suite à laisser"
        )
        parser.add_argument(
            "--tell-speed",
            action="store_true",
            help="dire les vitesses sans échouer : pour une machine qui travaille à autre chose",
        )
        parser.add_argument(
            "--strict", action="store_true", help="échouer aussi sur ce qui n'est pas vérifié ici"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        autodiscover_modules(self.module)
        known = suites(self.family)
        if options["list"]:
            self.stdout.write("\n".join(known))
            return
        left = {name.lower() for name in options["without"]}
        wanted = [name for name in self._wanted(known, options["ids"]) if name.lower() not in left]
        shape = f"{os.cpu_count()} cœurs, Python {platform.python_version()}, {platform.machine()}"
        if not options["json"]:
            self.stdout.write(f"Machine : {shape}, {connection.vendor}")
        missed, unchecked, tells = 0, 0, options["tell_speed"]
        for name in wanted:
            self.stderr.write(f"{name} : en cours…", self.style.NOTICE)
            start = time.perf_counter()
            measures = _run(name, known[name], full=options["full"])
            seconds = round(time.perf_counter() - start, 1)
            self.stderr.write(f"{name} : {seconds} s", self.style.NOTICE)
            missed += sum(
                measure.checked and not measure.ok and not (measure.is_speed and tells)
                for measure in measures
            )
            unchecked += sum(not measure.checked for measure in measures)
            about = {"engine": connection.vendor, "seconds": seconds, "machine": shape}
            for measure in measures:
                self._print(measure, about if options["json"] else None)
        if missed:
            raise CommandError(f"{missed} chiffre(s) manque(nt) leur cible.")
        if unchecked and options["strict"]:
            raise CommandError(f"{unchecked} chiffre(s) non vérifié(s) ici.")

    def _wanted(self, known: dict[str, Suite], asked: list[str]) -> list[str]:
        """The suites asked for, each once, in the order typed. Raises CommandError if unknown."""
        names = {name.lower(): name for name in known}
        typed = [name for name in asked if name.lower() != "all"]
        if unknown := [name for name in typed if name.lower() not in names]:
            raise CommandError(
                f"Suite inconnue : {', '.join(unknown)}. Suites : {', '.join(known)}."
            )
        everything = not typed or len(typed) < len(asked)
        return list(known) if everything else list(dict.fromkeys(names[t.lower()] for t in typed))

    def _print(self, measure: Measure, about: dict[str, Any] | None) -> None:
        """One line: JSON with what is known ``about`` the run, or columns for people."""
        if about is not None:
            line = measure.as_line()
            self.stdout.write(json.dumps(line | about | line, ensure_ascii=False))
            return
        sign = {"lower": "≤", "higher": "≥", "equal": "="}[measure.better]
        target = f"{sign} {measure.target:<10g}"
        if not measure.checked:
            verdict = self.style.WARNING(f"{measure.unit} ({measure.detail['reason']})")
            self.stdout.write(f"{measure.id:<34} {'—':>12} {'':<10} {target} {verdict}")
            return
        verdict = self.style.SUCCESS("tenu") if measure.ok else self.style.ERROR("MANQUÉ")
        if error := measure.detail.get("error"):
            verdict += f" : {error}"
        self.stdout.write(
            f"{measure.id:<34} {measure.value:>12.4g} {measure.unit:<10} {target} {verdict}"
        )


def _run(name: str, suite: Suite, *, full: bool) -> list[Measure]:
    """The figures of a suite; one that breaks keeps those it had, and adds a failed one."""
    measures = []
    try:
        for measure in suite(full=full):
            measures.append(measure)
    # Whatever breaks a suite must neither hide the figures of the others nor pass for a success.
    except Exception as error:  # noqa: BLE001
        detail = {"error": f"{type(error).__name__} : {error}"}
        measures.append(Measure(f"{name}.error", 1, "erreur", 0, "equal", detail))
    return measures
