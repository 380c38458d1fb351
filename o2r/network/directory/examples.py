"""An invented directory around Vienne and Roussillon, for a demonstration: no real service.

Written as an export of data·inclusion v1, and loaded as one. Addresses end in ``.example``;
telephone numbers are those that the regulator keeps for fiction.
"""

from datetime import date, timedelta
from typing import Any

SOURCE = "exemple"
VIENNE, ROUSSILLON, PEAGE, PONT_EVEQUE = "38544", "38344", "38298", "38318"
SALAISE, CONDRIEU, BEAUREPAIRE, BOURGOIN = "38468", "69064", "38034", "38053"
VIENNE_CONDRIEU, BIEVRE_RHONE = "200077014", "200085751"
BOTH = (VIENNE_CONDRIEU, BIEVRE_RHONE)

STRUCTURES: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("mission-locale", "Mission locale (exemple)", VIENNE, ("mission-locale",)),
    ("france-travail", "France Travail (exemple)", VIENNE, ("france-travail",)),
    ("departement", "Maison du Département (exemple)", ROUSSILLON, ("departements",)),
    ("cap-emploi", "Cap emploi (exemple)", BOURGOIN, ("cap-emploi-reseau-cheops",)),
    ("ccas", "CCAS (exemple)", VIENNE, ("ccas-cias",)),
    ("garage", "Garage solidaire du Rhône (exemple)", SALAISE, ()),
    ("ecole", "École de la seconde chance (exemple)", VIENNE, ("ecoles-de-la-deuxieme-chance",)),
    ("escale", "L’Escale du quai (exemple)", VIENNE, ("federation-des-acteurs-de-la-solidarite",)),
    ("csapa", "CSAPA du Rhône (exemple)", ROUSSILLON, ("csapa",)),
    ("centre-social", "Centre social des Cités (exemple)", PEAGE, ("fcsf",)),
    ("france-services", "France services (exemple)", BEAUREPAIRE, ("france-service",)),
    ("chantier", "Chantier des berges (exemple)", CONDRIEU, ("aci",)),
)
"""Key, name, commune, networks."""

_YOUNG, _ALL = ("jeunes",), ("tous-publics",)
_WELFARE = ("beneficiaires-des-minimas-sociaux",)
_SEEKERS, _DISABLED = ("demandeurs-emploi",), ("personnes-en-situation-de-handicap",)

SERVICES: tuple[
    tuple[str, str, tuple[str, ...], tuple[str, ...], tuple[str, ...], int, str], ...
] = (
    ("mission-locale", "Un conseiller pour les 16-25 ans", BOTH, _YOUNG,
     ("preparer-sa-candidature--organiser-ses-demarches-de-recherche-demploi",
      "choisir-un-metier--decouvrir-un-metier-ou-un-secteur-dactivite"), 20, VIENNE),
    ("mission-locale", "Contrat d’engagement jeune", BOTH, _YOUNG,
     ("trouver-un-emploi--repondre-a-des-offres-demploi",), 45, VIENNE),
    ("mission-locale", "Garde d’enfants pendant les démarches", (VIENNE,), ("familles", "jeunes"),
     ("famille--garde-denfants",), 400, VIENNE),
    ("france-travail", "Inscription accompagnée", BOTH, _SEEKERS,
     ("difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives",),
     12, VIENNE),
    ("france-travail", "Atelier premiers candidats", BOTH, _SEEKERS,
     ("preparer-sa-candidature--realiser-un-cv-et-ou-une-lettre-de-motivation",), 90, VIENNE),
    ("departement", "Accompagnement social RSA", ("38",), _WELFARE,
     ("difficultes-financieres--acquerir-une-autonomie-budgetaire",
      "difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits"),
     60, ROUSSILLON),
    ("departement", "Aide au paiement du permis", ("38",), ("jeunes", *_WELFARE),
     ("mobilite--preparer-un-permis", "mobilite--financer-ma-mobilite"), 230, ROUSSILLON),
    ("cap-emploi", "Conseil emploi et handicap", ("38",), _DISABLED,
     ("trouver-un-emploi--maintien-dans-lemploi",
      "sante--constituer-un-dossier-mdph-invalidite"), 30, BOURGOIN),
    ("ccas", "Domiciliation", (VIENNE,), ("personnes-en-situation-durgence",),
     ("difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits",),
     75, VIENNE),
    ("ccas", "Épicerie sociale", (VIENNE,), _ALL,
     ("equipement-et-alimentation--alimentation",), 15, VIENNE),
    ("ccas", "Micro-crédit accompagné", (VIENNE,), _ALL,
     ("difficultes-financieres--prevenir-une-degradation-de-la-situation-financiere",),
     210, VIENNE),
    ("garage", "Prêt de scooter", BOTH, ("jeunes", "demandeurs-emploi"),
     ("mobilite--acceder-a-un-vehicule",), 25, SALAISE),
    ("garage", "Réparer sa voiture à petit prix", (BIEVRE_RHONE,), _ALL,
     ("mobilite--entretenir-reparer-son-vehicule",), 150, SALAISE),
    ("garage", "Permis pas à pas", BOTH, _YOUNG, ("mobilite--preparer-un-permis",), 40, SALAISE),
    ("ecole", "Reprendre une formation", BOTH, _YOUNG,
     ("se-former--trouver-sa-formation", "lecture-ecriture-calcul--maitriser-le-calcul"),
     33, VIENNE),
    ("ecole", "Français pour le travail", BOTH, ("personnes-exilees", "jeunes"),
     ("lecture-ecriture-calcul--maitriser-le-francais",), 80, VIENNE),
    ("escale", "Accueil de jour", BOTH, ("personnes-en-situation-durgence",),
     ("logement-hebergement--rechercher-une-solution-dhebergement-temporaire",
      "remobilisation--lien-social"), 5, VIENNE),
    ("escale", "Chercher un logement", BOTH, _ALL,
     ("logement-hebergement--louer-un-logement",), 110, VIENNE),
    ("csapa", "Écoute et soins, addictions", (BIEVRE_RHONE,), _ALL, ("sante--addictions",),
     50, ROUSSILLON),
    ("csapa", "Point santé mentale des jeunes", BOTH, _YOUNG, ("sante--sante-mentale",),
     95, ROUSSILLON),
    ("centre-social", "Café des projets", (BIEVRE_RHONE,), _ALL,
     ("remobilisation--lien-social", "remobilisation--bien-etre-confiance-en-soi"), 18, PEAGE),
    ("centre-social", "Boxe et parole", (PEAGE, ROUSSILLON, SALAISE), _YOUNG,
     ("remobilisation--activites-sportives-et-culturelles",), 28, PEAGE),
    ("centre-social", "Atelier smartphone", (BIEVRE_RHONE,), _ALL,
     ("numerique--maitriser-les-fondamentaux-du-numerique",), 260, PEAGE),
    ("france-services", "Démarches en ligne accompagnées", (BIEVRE_RHONE,), _ALL,
     ("numerique--acceder-a-des-services-en-ligne",
      "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives"),
     22, BEAUREPAIRE),
    ("chantier", "Chantier d’insertion, espaces verts", BOTH, ("demandeurs-emploi", *_WELFARE),
     ("trouver-un-emploi--repondre-a-des-offres-demploi",), 65, CONDRIEU),
)  # fmt: skip
"""Structure, name, zone, publics, thématiques, days since it was seen right, commune."""


def export(today: date) -> dict[str, list[dict[str, Any]]]:
    """The invented directory, as an export of data·inclusion v1 of that day."""
    structures = [
        {
            "source": SOURCE,
            "id": f"{SOURCE}--{key}",
            "nom": name,
            "date_maj": (today - timedelta(days=30)).isoformat(),
            "code_insee": commune,
            "reseaux_porteurs": list(networks),
            "telephone": f"01 99 00 12 {rank:02}",
            "courriel": f"accueil@{key}.example",
            "site_web": f"https://{key}.example/",
        }
        for rank, (key, name, commune, networks) in enumerate(STRUCTURES)
    ]
    services = [
        {
            "source": SOURCE,
            "id": f"{SOURCE}--{key}-{rank}",
            "structure_id": f"{SOURCE}--{key}",
            "nom": name,
            "description": f"{name} : service inventé pour la démonstration, il n’existe pas.",
            "date_maj": (today - timedelta(days=days)).isoformat(),
            "type": "accompagnement",
            "thematiques": list(themes),
            "publics": list(publics),
            "frais": "gratuit",
            "code_insee": commune,
            "zone_eligibilite": list(zone),
            "modes_accueil": ["en-presentiel"],
            "modes_mobilisation": ["telephoner", "envoyer-un-courriel"],
            "mobilisable_par": ["professionnels", "usagers"],
            "telephone": f"01 99 00 13 {rank:02}",
            "courriel": f"orientation@{key}.example",
        }
        for rank, (key, name, zone, publics, themes, days, commune) in enumerate(SERVICES)
    ]
    return {"structures": structures, "services": services}


NEEDS = (
    (VIENNE, "mobilite", "capacite", 7),
    (ROUSSILLON, "mobilite", "distance", 6),
    (BEAUREPAIRE, "mobilite", "distance", 3),
    (VIENNE, "logement-hebergement", "capacite", 9),
    (PONT_EVEQUE, "famille", "horaires", 2),
    (BEAUREPAIRE, "sante", "aucun-service-connu", 5),
)
"""Commune, theme, reason, how often."""
