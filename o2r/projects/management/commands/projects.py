import json
from argparse import ArgumentParser
from contextlib import suppress
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from o2r.projects.enums import Public
from o2r.projects.models import FundedProject, RegionalContact
from o2r.projects.selectors import (
    Nearby,
    UnknownCommune,
    commune_of,
    contact_for,
    covering,
    nearest,
)
from o2r.territory.geography import Commune, current_geography
from o2r.territory.search import commune_label, search_communes

PREFIX = "com:"


class Command(BaseCommand):
    help = "Dit quels projets peuvent venir dans une commune, pour un public."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--commune", required=True, help="code INSEE, code postal ou nom de la commune"
        )
        parser.add_argument("--public", choices=Public.values, help="code data·inclusion v1")
        parser.add_argument("--json", action="store_true", help="un objet JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        commune = self._commune(options["commune"])
        public = Public(options["public"]) if options["public"] else None
        found = covering(commune.code, public)
        near: list[Nearby] = []
        # Fictional projects never make an answer: the nearest real ones are offered all the same.
        if all(project.is_example for project in found):
            near = nearest(commune.code, public, projects=FundedProject.objects.published().real())
        contact = contact_for(commune)
        if options["json"]:
            document = _document(commune, public, found, near, contact)
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2))
        else:
            self._print(commune, public, found, near, contact)

    @staticmethod
    def _commune(text: str) -> Commune:
        """The only commune that the text can mean. Raises CommandError with the choices."""
        matches = {match.commune.code: match.label for match in search_communes(text, limit=6)}
        with suppress(UnknownCommune):
            # "com:69259", as in zones, is an INSEE code for sure.
            by_code = commune_of(text.removeprefix(PREFIX))
            if text.startswith(PREFIX):
                return by_code
            matches.setdefault(by_code.code, commune_label(current_geography(), by_code))
        if len(matches) == 1:
            return commune_of(next(iter(matches)))
        if not matches:
            raise CommandError(str(UnknownCommune(text)))
        choices = "\n".join(f"  {PREFIX}{code}  {label}" for code, label in matches.items())
        raise CommandError(
            f"« {text} » peut désigner plusieurs communes. Relancez avec l’un de ces codes :\n"
            f"{choices}"
        )

    def _print(
        self,
        commune: Commune,
        public: Public | None,
        found: list[FundedProject],
        near: list[Nearby],
        contact: RegionalContact | None,
    ) -> None:
        whom = f" pour le public « {public.label} »" if public else ""
        real = sum(not project.is_example for project in found)
        place = commune_label(current_geography(), commune)
        number = f"{real} projet{'s' if real > 1 else ''} réel{'s' if real > 1 else ''}"
        self.stdout.write(f"{place}{whom} : {number}.")
        for project in found:
            mark = " [exemple fictif]" if project.is_example else ""
            self.stdout.write(f"  · {project.title} – {project.bearer}{mark}")
        if near:
            self.stdout.write("Les plus proches, qui ne couvrent pas cette commune :")
        for nearby in near:
            self.stdout.write(
                f"  · {nearby.project.title} – {nearby.project.bearer}, à {nearby.distance_km} km "
                f"({nearby.commune.name})"
            )
        if contact:
            self.stdout.write(f"Contact régional : {contact.name}, {contact.url}")


def _document(
    commune: Commune,
    public: Public | None,
    found: list[FundedProject],
    near: list[Nearby],
    contact: RegionalContact | None,
) -> dict[str, Any]:
    return {
        "commune": {
            "code": commune.code,
            "name": commune.name,
            "label": commune_label(current_geography(), commune),
        },
        "public": public.value if public else None,
        "covering": [_row(project) for project in found if not project.is_example],
        "examples": [_row(project) for project in found if project.is_example],
        "nearest": [
            {
                **_row(nearby.project),
                "distance_km": nearby.distance_km,
                "nearest_commune": nearby.commune.code,
            }
            for nearby in near
        ],
        "regional_contact": contact and {"name": contact.name, "url": contact.url},
    }


def _row(project: FundedProject) -> dict[str, Any]:
    return {
        "slug": project.slug,
        "title": project.title,
        "bearer": project.bearer.name,
        "territory": project.territory_label,
        "publics": project.publics,
        "phone": project.phone,
        "email": project.email,
        "source_url": project.source_url,
        "example": project.is_example,
    }
