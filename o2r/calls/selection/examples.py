"""The committee of a demonstration: an invented call, read, about to be decided."""

from dataclasses import dataclass

SLUG = "jeunes-en-rupture-exemple"
TITLE = "AMI jeunes en rupture (exemple)"
REGION = "84"
PERIMETER = (
    "dep:01 + dep:03 + dep:07 + dep:38 - epci:200085751 + dep:42 + epci:246300701 + dep:73 + dep:74"
)
ENVELOPE = 1_400_000
DEPARTMENTS = {"38": 300_000, "42": 350_000}
READERS = ("karim.tessier@mission-locale.example", "agnes.morin@observatoire.example")


@dataclass(frozen=True)
class ExampleProject:
    """An application that nobody sent. ``asked``: euros over two years; ``marks``: out of five."""

    title: str
    bodies: tuple[str, ...]
    zone: str
    asked: int
    places: int
    marks: tuple[str, str]


PROJECTS = (
    ExampleProject(
        "Cap Deux Rives",
        ("Association Deux Rives", "Foyer des Terrasses", "Atelier du Confluent"),
        "dep:42 + dep:07",
        412_000,
        120,
        ("4.5", "4.1"),
    ),
    ExampleProject(
        "Pas à pas Savoie",
        ("Pas à pas Savoie", "Mobilités des Bauges"),
        "dep:73 + dep:74",
        388_000,
        110,
        ("5", "3.2"),
    ),
    ExampleProject(
        "Horizon Limagne", ("Horizon Limagne",), "epci:246300701", 295_000, 70, ("4", "3.8")
    ),
    ExampleProject(
        "Nord-Isère Rebond",
        ("Nord-Isère Rebond", "Passerelle des Balmes"),
        "dep:38 - epci:200085751 + dep:01",
        350_000,
        95,
        ("3.7", "3.9"),
    ),
    ExampleProject("Jeunes d’Allier", ("Jeunes d’Allier",), "dep:03", 270_000, 60, ("3.8", "3.4")),
    ExampleProject(
        "Ensemble en Forez",
        ("Ensemble en Forez",),
        "epci:200065886 + epci:200035202 + dep:01",
        240_000,
        50,
        ("3", "3.2"),
    ),
)
FIRST = (
    "Scénario A : suivre le classement",
    ("Cap Deux Rives", "Pas à pas Savoie", "Horizon Limagne"),
)
SECOND = (
    "Scénario B : couvrir le nord de l’Isère",
    ("Cap Deux Rives", "Pas à pas Savoie", "Nord-Isère Rebond"),
)
REASON = "Aucune autre candidature ne couvre le nord de l’Isère."
"""Why the second scenario keeps the fourth; nothing yet says why it leaves the third."""
