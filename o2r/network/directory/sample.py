"""An invented partner directory, for tests and benchmarks: same seed, same records.

Every record is fictional: domains end in ``.example``, phone numbers are those that the regulator
keeps for fiction (01 99 00 …), no SIRET.
"""

import random
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from data_inclusion.schema import v1

from o2r.territory.geography import Commune, current_geography

SOURCE = "exemple"
SERVICES_PER_STRUCTURE = 4
_DAY = date(2026, 1, 1)

_STRUCTURES = ("Le Relais", "L’Escale", "La Boussole", "Le Tremplin", "La Passerelle", "L’Étape")
_OF_WHAT = ("des Tilleuls", "du Lavoir", "des Quatre-Vents", "de la Halle", "du Vieux-Pont")
_SERVICES = {
    "mobilite": ("Prêt de vélo", "Permis de conduire pas à pas", "Aide au covoiturage"),
    "logement-hebergement": ("Recherche d’un logement", "Médiation avec le bailleur"),
    "sante": ("Point santé", "Écoute psychologique", "Accompagnement vers les soins"),
    "numerique": ("Atelier smartphone", "Démarches en ligne accompagnées"),
    "lecture-ecriture-calcul": ("Français pour le travail", "Remise à niveau"),
    "remobilisation": ("Café des projets", "Atelier d’écriture", "Marche du jeudi"),
    "trouver-un-emploi": ("Coup de pouce candidature", "Rencontre avec un employeur"),
    "famille": ("Halte-garderie solidaire", "Groupe de parents"),
}
_SENTENCES = (
    "Un entretien d’accueil permet de faire le point et de choisir la suite ensemble.",
    "Les séances ont lieu en petit groupe, deux fois par semaine, le matin ou l’après-midi.",
    "L’équipe se déplace dans les communes voisines sur rendez-vous.",
    "Une participation peut être demandée selon les ressources ; elle n’est jamais un obstacle.",
    "Un interprète ou une personne de confiance peut accompagner les premières rencontres.",
    "Apportez un justificatif de domicile et, si vous en avez une, une pièce d’identité.",
    "Les transports et la garde des enfants sont étudiés avant le début.",
    "Un bilan partagé est fait au bout de trois mois avec la personne et son référent.",
    "Le lieu est accessible en fauteuil roulant et les animaux y sont acceptés.",
    "Des ateliers de cuisine, de jardin et de réparation complètent l’accompagnement.",
    "Une permanence téléphonique répond chaque jour ouvré, sans condition d’inscription.",
    "Le prêt d’un véhicule, d’un ordinateur ou d’un téléphone est possible pendant la durée.",
)
_TOPICS = [topic.value for topic in v1.Thematique]
_PUBLICS = [public.value for public in v1.Public if public is not v1.Public.TOUS_PUBLICS]


class _Communes:
    """Communes drawn by number of inhabitants, as services are."""

    def __init__(self) -> None:
        self._communes = [c for c in current_geography().communes if c.lat is not None]
        self._weights = list(accumulate(c.population for c in self._communes))

    def draw(self, rng: random.Random) -> Commune:
        return self._communes[bisect_left(self._weights, rng.randrange(self._weights[-1]) + 1)]


def directory(
    services: int, seed: int = 2026
) -> tuple[Iterator[dict[str, Any]], Iterator[dict[str, Any]]]:
    """Structures and services, in the schema data·inclusion v1. ``services`` is their number."""
    structures = max(1, -(-services // SERVICES_PER_STRUCTURE))
    return _structures(structures, seed), _services(services, structures, seed)


def _structure_places(number: int, seed: int) -> Iterator[Commune]:
    rng, communes = random.Random(f"places-{seed}"), _Communes()  # noqa: S311
    return (communes.draw(rng) for _ in range(number))


def _structures(number: int, seed: int) -> Iterator[dict[str, Any]]:
    rng = random.Random(f"structures-{seed}")  # noqa: S311
    for rank, commune in enumerate(_structure_places(number, seed)):
        name = f"{rng.choice(_STRUCTURES)} {rng.choice(_OF_WHAT)} ({commune.name})"
        yield {
            "source": SOURCE,
            "id": f"{SOURCE}--structure-{rank}",
            "nom": name[:150],
            "date_maj": (_DAY - timedelta(days=rng.randrange(700))).isoformat(),
            "description": "Structure inventée pour les essais de la plateforme.",
            "commune": commune.name,
            "code_insee": commune.code,
            "code_postal": commune.postal_codes[0] if commune.postal_codes else None,
            "site_web": f"https://structure-{rank}.example/",
        }


def _services(number: int, structures: int, seed: int) -> Iterator[dict[str, Any]]:
    rng = random.Random(f"services-{seed}")  # noqa: S311
    said = random.Random(f"descriptions-{seed}")  # noqa: S311
    places = list(_structure_places(structures, seed))
    for rank in range(number):
        structure = rank % structures
        commune = places[structure]
        category = rng.choice(sorted(_SERVICES))
        topics = [topic for topic in _TOPICS if topic.startswith(f"{category}--")]
        everyone = rng.random() < 0.4
        assert commune.lat is not None  # noqa: S101 - drawn among communes with a centre
        assert commune.lon is not None  # noqa: S101
        yield {
            "source": SOURCE,
            "structure_id": f"{SOURCE}--structure-{structure}",
            "id": f"{SOURCE}--service-{rank}",
            "nom": rng.choice(_SERVICES[category]),
            "description": _description(said, commune),
            "date_maj": (_DAY - timedelta(days=rng.randrange(700))).isoformat(),
            "type": rng.choice([kind.value for kind in v1.TypeService]),
            "thematiques": sorted(rng.sample(topics, rng.randint(1, len(topics)))),
            "publics": (
                ["tous-publics"] if everyone else sorted(rng.sample(_PUBLICS, rng.randint(1, 3)))
            ),
            "frais": "gratuit",
            "commune": commune.name,
            "code_insee": commune.code,
            "latitude": round(commune.lat + rng.uniform(-0.02, 0.02), 5),
            "longitude": round(commune.lon + rng.uniform(-0.02, 0.02), 5),
            "telephone": f"01 99 00 {rng.randrange(100):02} {rng.randrange(100):02}",
            "courriel": f"service-{rank}@structure-{structure}.example",
            "modes_accueil": ["en-presentiel"],
            "modes_mobilisation": ["telephoner"],
            "mobilisable_par": ["professionnels", "usagers"],
            "zone_eligibilite": _zone(rng, commune),
        }


def _description(rng: random.Random, commune: Commune) -> str:
    """As long as those that are published: a few sentences."""
    sentences = " ".join(rng.sample(_SENTENCES, rng.randint(2, 7)))
    return f"Service inventé pour les essais, à {commune.name}. {sentences}"


def _zone(rng: random.Random, commune: Commune) -> list[str]:
    draw = rng.random()
    if draw < 0.1:
        return ["france"]
    if draw < 0.4 or not commune.epci:
        return [commune.department]
    return [commune.epci] if draw < 0.8 else [commune.code]
