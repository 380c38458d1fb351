import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from o2r.territory import zones
from o2r.territory.geography import GeographyError, available_vintages, geography
from o2r.territory.unit_names import AmbiguousName, UnitNameError, find_unit
from o2r.territory.zones.vintages import VintageReport, compare

SHOWN_COMMUNES = 12


class Command(BaseCommand):
    help = "Calcule une zone : communes, habitants, phrase, codes, EPCI coupés."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "expression",
            help="par exemple « dep:38 - epci:200085751 » ; avec --find, un nom à chercher",
        )
        parser.add_argument("--json", action="store_true", help="écrire un objet JSON")
        parser.add_argument(
            "--cog", type=int, help="millésime du code officiel géographique (le dernier sinon)"
        )
        parser.add_argument(
            "--compare",
            type=int,
            metavar="MILLÉSIME",
            help="dire aussi ce qui a changé depuis ce millésime",
        )
        parser.add_argument(
            "--find", action="store_true", help="donner le code du territoire qui porte ce nom"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["find"]:
                self._find(options["expression"])
            else:
                self._zone(**options)
        except AmbiguousName as error:
            self.stdout.write("\n".join(f"{u.term}  {u.name}" for u in error.candidates))
            raise CommandError(error.message, returncode=2) from error
        except (zones.ZoneError, UnitNameError, GeographyError) as error:
            raise CommandError(str(error), returncode=2) from error
        except DatabaseError as error:
            # Only qpv: and frr: terms read the database.
            raise CommandError(
                "La base de données n’est pas prête : lancez « o2r migrate ».", returncode=2
            ) from error

    def _find(self, text: str) -> None:
        unit = find_unit(text)
        self.stdout.write(f"{unit.term}  {unit.name}")

    def _zone(self, **options: Any) -> None:
        target = geography(options["cog"] or available_vintages()[-1])
        report = None
        if options["compare"]:
            before = geography(options["compare"])
            report = compare(options["expression"], before, target)
            if report.after is None:
                self._say_unreadable(report)
        zone = zones.resolve(options["expression"], target)
        if options["json"]:
            data = _as_data(zone) | ({"comparison": _comparison(report)} if report else {})
            self.stdout.write(json.dumps(data, ensure_ascii=False))
            return
        self._say(zone)
        if report:
            self._say_changes(report)

    def _say(self, zone: zones.Zone) -> None:
        self.stdout.write(zone.label)
        self.stdout.write(f"{_number(len(zone))} communes, {_number(zone.population)} habitants")
        self.stdout.write(f"Recette : {zone.expression} (COG {zone.vintage})")
        for note in zone.notes:
            self.stdout.write(note.message)
        cover = zone.cover()
        self.stdout.write(f"Couverture en {len(cover)} codes : {' '.join(cover)}")
        partial = zone.partial_epci()
        if partial:
            self.stdout.write(f"EPCI coupés par la zone : {len(partial)}")
        for unit in partial:
            self.stdout.write(f"  {unit.code} {unit.name} : {unit.share}")

    def _say_unreadable(self, report: VintageReport) -> None:
        for problem in report.problems:
            self.stderr.write(problem.message)
            for term, name, inside, total in problem.replacements:
                self.stderr.write(
                    f"  → {term} {name} : {inside} communes reprises, {total} au total"
                )
        if report.proposal:
            self.stderr.write(f"Proposition à vérifier : {report.proposal}")
        raise CommandError(
            f"La recette de {report.before.vintage} ne se lit pas en {report.target}.", returncode=2
        )

    def _say_changes(self, report: VintageReport) -> None:
        year = report.before.vintage
        if report.same_territory:
            self.stdout.write(f"Depuis {year} : même territoire.")
        for title, names in (
            ("communes gagnées", [commune.name for commune in report.gained]),
            ("communes perdues", [commune.name for commune in report.lost]),
            ("communes agrandies au-delà de la zone", [c.name for c in report.enlarged]),
            ("communes créées ou recréées", [commune.name for commune in report.created]),
            ("communes fusionnées", [f"{row.name} → {row.successor}" for row in report.merged]),
        ):
            if names:
                more = f" et {len(names) - SHOWN_COMMUNES} autres" * (len(names) > SHOWN_COMMUNES)
                shown = ", ".join(names[:SHOWN_COMMUNES]) + more
                self.stdout.write(f"Depuis {year}, {title} ({len(names)}) : {shown}")


def _number(value: int) -> str:
    return f"{value:,}".replace(",", "\u202f")


def _as_data(zone: zones.Zone) -> dict[str, Any]:
    return {
        "expression": zone.expression,
        "label": zone.label,
        "communes": len(zone),
        "population": zone.population,
        "codes": list(zone.codes()),
        "cover": list(zone.cover()),
        "partial_epci": [
            {"code": u.code, "name": u.name, "inside": u.inside, "total": u.total}
            for u in zone.partial_epci()
        ],
        "cog": zone.vintage,
    }


def _comparison(report: VintageReport) -> dict[str, Any]:
    return {
        "cog": report.before.vintage,
        "same_territory": report.same_territory,
        "communes": len(report.before),
        "population": report.before.population,
        "gained": [commune.code for commune in report.gained],
        "lost": [commune.code for commune in report.lost],
        "enlarged": [commune.code for commune in report.enlarged],
        "created": [commune.code for commune in report.created],
        "merged": [{"code": row.code, "successor": row.successor} for row in report.merged],
    }
