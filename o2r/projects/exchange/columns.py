"""The columns of a file of projects, as documented on the import screen and in ``docs/``."""

from dataclasses import dataclass

from o2r.accounts.enums import OrganisationKind
from o2r.projects.enums import AttentionPoint, Channel, Origin, Public, PublicationState, Stage

LIST_SEPARATOR = "|"
FIELD_SEPARATOR = ";"
YES, NO = "oui", "non"

STATE_CODES = {
    PublicationState.DRAFT: "brouillon",
    PublicationState.PUBLISHED: "publie",
    PublicationState.WITHDRAWN: "retire",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the header, what to write in it, an example."""

    name: str
    help: str
    example: str
    required: bool = False
    codes: tuple[str, ...] = ()


COLUMNS = (
    Column(
        "identifiant",
        "Nom stable du projet dans les adresses et les fichiers : minuscules sans accent, "
        "chiffres, tirets. Une ligne dont l’identifiant existe déjà met le projet à jour.",
        "o2r-portes-du-sud",
        required=True,
    ),
    Column("intitule", "Intitulé du projet.", "O2R Portes du Sud", required=True),
    Column(
        "porteur",
        "Organisation qui porte le projet (le chef de file d’un groupement).",
        "Les Passerelles du Val d’Essai",
        required=True,
    ),
    Column(
        "porteur_type",
        "Nature du porteur.",
        "association",
        required=True,
        codes=tuple(OrganisationKind.values),
    ),
    Column("porteur_siret", "SIRET du porteur : 14 chiffres, ou rien.", ""),
    Column("porteur_site", "Site internet du porteur.", "https://passerelles.example/"),
    Column(
        "partenaires",
        f"Un partenaire par « {LIST_SEPARATOR} » ; pour chacun : nom {FIELD_SEPARATOR} nature "
        f"{FIELD_SEPARATOR} SIRET ou rien {FIELD_SEPARATOR} consortium ou associe.",
        "La Fabrique d’Aubrelieu ; organisme-formation ;  ; consortium",
    ),
    Column(
        "territoire",
        "Expression de zone : unités officielles et signes, lues de gauche à droite.",
        "dep:38 - epci:200085751",
        required=True,
    ),
    Column(
        "millesime",
        "Année du code officiel géographique de l’expression ; vide : la plus récente.",
        "2026",
    ),
    Column(
        "point_a_confirmer",
        "Ce que la source ne dit pas, par exemple le périmètre exact.",
        "Périmètre à confirmer : la page cite le « nord du département ».",
    ),
    Column(
        "publics",
        f"Codes data·inclusion v1, séparés par « {LIST_SEPARATOR} ».",
        "jeunes|residents-qpv-frr",
        codes=tuple(Public.values),
    ),
    Column(
        "points_attention",
        f"Publics recherchés en priorité, séparés par « {LIST_SEPARATOR} ».",
        "non-inscrits|qpv",
        codes=tuple(AttentionPoint.values),
    ),
    Column(
        "etapes",
        f"Étapes assurées, séparées par « {LIST_SEPARATOR} ».",
        "reperer|remobiliser|coordonner",
        codes=tuple(Stage.values),
    ),
    Column(
        "canaux",
        f"Façons d’aller vers les personnes, séparées par « {LIST_SEPARATOR} ».",
        "maraude|permanence-mobile",
        codes=tuple(Channel.values),
    ),
    Column("description", "Ce que fait le projet, en quelques phrases.", "Un véhicule…"),
    Column("telephone", "Téléphone professionnel publié.", "01 99 00 12 34"),
    Column("courriel", "Adresse générique publiée.", "contact@passerelles.example"),
    Column("formulaire", "Adresse d’un formulaire de contact.", "https://passerelles.example/"),
    Column(
        "relais_seulement",
        "oui : aucune adresse n’est affichée, les messages passent par la plateforme.",
        NO,
        codes=(YES, NO),
    ),
    Column(
        "courriel_relais",
        "Boîte qui reçoit les messages du formulaire de la plateforme, jamais affichée.",
        "equipe@passerelles.example",
    ),
    Column("horaires", "Horaires, lieux et jours des permanences.", "Mardi 9 h – 12 h, mairie"),
    Column("date_debut", "Début du projet : AAAA-MM-JJ ou JJ/MM/AAAA.", "2025-01-01"),
    Column("date_fin", "Fin du projet : AAAA-MM-JJ ou JJ/MM/AAAA.", "2027-12-31"),
    Column(
        "origine",
        "Ce que le projet continue ; vide : origine non connue.",
        "cej-jr",
        codes=tuple(Origin.values),
    ),
    Column("source", "Page publique d’où vient la ligne.", "https://region.example/laureats"),
    Column(
        "date_confirmation",
        "Dernière fois que le porteur a confirmé la fiche : AAAA-MM-JJ ou JJ/MM/AAAA.",
        "2026-10-01",
    ),
    Column(
        "etat",
        "Publication de la fiche ; vide : brouillon pour un projet nouveau, inchangé sinon.",
        "publie",
        codes=tuple(STATE_CODES.values()),
    ),
    Column("exemple", "oui : projet fictif d’une démonstration.", NO, codes=(YES, NO)),
)

NAMES = tuple(column.name for column in COLUMNS)
REQUIRED = tuple(column.name for column in COLUMNS if column.required)
