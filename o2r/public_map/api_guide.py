"""The public API in words. A test compares it with the OpenAPI description."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Endpoint:
    """One address of the API: what it answers, what it takes, an example to try."""

    path: str
    text: str
    parameters: tuple[tuple[str, str], ...] = ()
    example: str = field(default="")

    def shown(self, base: str) -> dict[str, Any]:
        """The endpoint with full addresses, ``base`` being that of the API."""
        return {
            "path": self.path,
            "text": self.text,
            "parameters": self.parameters,
            "example": base + self.example if self.example else "",
        }


ENDPOINTS = (
    Endpoint(
        "/projects",
        "Les projets publiés, dans l’ordre du site. Les filtres, facultatifs, s’ajoutent.",
        (
            ("commune", "Code INSEE : les projets qui viennent dans cette commune"),
            ("public", "Code data·inclusion v1, par exemple jeunes"),
            ("region", "Code de région"),
            ("department", "Code de département"),
            ("epci", "SIREN d’une intercommunalité"),
            ("stage", "reperer, remobiliser, accompagner ou coordonner"),
            ("channel", "Canal de repérage, par exemple maraude"),
            ("origin", "Origine du projet, par exemple cej-jr"),
            ("limit", "Nombre de projets par page, de 1 à 100 (50 par défaut)"),
            ("cursor", "Donné par next : ne se construit pas à la main"),
        ),
        "/projects?commune=69259",
    ),
    Endpoint("/projects/{slug}", "Un projet.", (("slug", "Identifiant du projet"),)),
    Endpoint(
        "/answer",
        "Un projet peut-il venir jusqu’à cette personne ? Ceux qui viennent, sinon les plus "
        "proches et le contact régional.",
        (("commune", "Code INSEE"), ("public", "Code data·inclusion v1, facultatif")),
        "/answer?commune=38344&public=jeunes",
    ),
    Endpoint(
        "/communes",
        "Chercher une commune par nom, code postal ou code INSEE.",
        (("q", "Texte cherché"),),
        "/communes?q=69200",
    ),
    Endpoint(
        "/zone",
        "Lire un périmètre : phrase, nombre de communes, population, couverture minimale.",
        (("expression", "Unités officielles et signes, lus de gauche à droite"),),
        "/zone?expression=dep:38%20-%20epci:200085751",
    ),
)
