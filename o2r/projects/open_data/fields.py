"""The columns of ``projets-o2r.csv``: how each is filled, and how the schema describes it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from o2r.accounts.enums import OrganisationKind
from o2r.projects.enums import AttentionPoint, Channel, Origin, Public, Stage
from o2r.projects.open_data.rows import OpenProject

SEPARATOR = "|"
Published = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Field:
    """One published column. ``value`` reads it from a row; lists are tuples of codes."""

    name: str
    type: str
    title: str
    description: str
    value: Callable[[OpenProject], Any]
    example: Any
    constraints: dict[str, Any] = field(default_factory=dict)
    format: str = "default"
    codes: tuple[str, ...] = ()

    def written(self, row: OpenProject) -> Published:
        """The value of a cell: a list is joined with « | », a date is written AAAA-MM-JJ."""
        value = self.value(row)
        if isinstance(value, tuple):
            return SEPARATOR.join(value)
        written: Published = value.isoformat() if isinstance(value, date) else value
        return written


def _list_of(codes: list[str]) -> dict[str, Any]:
    one = "|".join(codes)
    return {"pattern": rf"^({one})(\|({one}))*$"}


REQUIRED = {"required": True}
_DEPARTMENT = r"[0-9AB]{2,3}"

FIELDS = (
    Field(
        "identifiant",
        "string",
        "Identifiant du projet",
        "Identifiant stable, en minuscules, chiffres et tirets. Il ne change jamais.",
        lambda row: row.id,
        "o2r-portes-du-sud",
        {**REQUIRED, "unique": True, "pattern": r"^[a-z0-9]+(-[a-z0-9]+)*$"},
    ),
    Field(
        "intitule",
        "string",
        "Intitulé",
        "Nom du projet.",
        lambda row: row.title,
        "O2R Portes du Sud",
        REQUIRED,
    ),
    Field(
        "porteur",
        "string",
        "Porteur",
        "Organisation qui porte le projet, chef de file quand elles sont plusieurs.",
        lambda row: row.bearer.name,
        "Innovation et Développement",
        REQUIRED,
    ),
    Field(
        "porteur_type",
        "string",
        "Nature du porteur",
        "Nature de l’organisation porteuse.",
        lambda row: row.bearer.kind,
        "association",
        {**REQUIRED, "enum": list(OrganisationKind.values)},
    ),
    Field(
        "porteur_siret",
        "string",
        "SIRET du porteur",
        "14 chiffres ; vide quand il n’est pas connu.",
        lambda row: row.bearer.siret,
        "13003013300016",
        {"pattern": r"^[0-9]{14}$"},
    ),
    Field(
        "porteur_site",
        "string",
        "Site du porteur",
        "Adresse du site internet du porteur.",
        lambda row: row.bearer.website,
        "https://esperer-95.org/",
        format="uri",
    ),
    Field(
        "partenaires",
        "string",
        "Partenaires",
        "Noms des autres organisations du projet, séparés par « | ».",
        lambda row: tuple(partner.name for partner in row.partners),
        "Elantiel|Léo Lagrange Formation",
    ),
    Field(
        "territoire",
        "string",
        "Territoire",
        "Le territoire en une phrase, pour la lecture. Les codes font foi.",
        lambda row: row.territory,
        "Isère (hors CC Entre Bièvre et Rhône)",
        REQUIRED,
    ),
    Field(
        "territoire_expression",
        "string",
        "Expression du territoire",
        "La recette du territoire : unités officielles ajoutées et retirées, de gauche à droite.",
        lambda row: row.territory_expression,
        "dep:38 - epci:200085751",
        REQUIRED,
    ),
    Field(
        "territoire_codes",
        "string",
        "Codes du territoire",
        "Le plus petit nombre de codes officiels qui font le territoire (dep, epci, com), séparés "
        "par « | ». La liste des communes est dans territoires-projets.csv.",
        lambda row: row.territory_codes,
        "dep:26",
        {**REQUIRED, "pattern": r"^(dep|epci|com):[0-9AB]+(\|(dep|epci|com):[0-9AB]+)*$"},
    ),
    Field(
        "cog_millesime",
        "integer",
        "Millésime du code officiel géographique",
        "Année des codes de territoire.",
        lambda row: row.vintage,
        2026,
        {**REQUIRED, "minimum": 2024},
    ),
    Field(
        "communes_nombre",
        "integer",
        "Nombre de communes",
        "Nombre de communes du territoire.",
        lambda row: len(row.commune_codes),
        4,
        {**REQUIRED, "minimum": 1},
    ),
    Field(
        "population",
        "integer",
        "Habitants",
        "Habitants du territoire (population municipale).",
        lambda row: row.population,
        106406,
        {**REQUIRED, "minimum": 0},
    ),
    Field(
        "departements",
        "string",
        "Départements",
        "Codes des départements que le territoire touche, séparés par « | ».",
        lambda row: row.departments,
        "69",
        {**REQUIRED, "pattern": rf"^{_DEPARTMENT}(\|{_DEPARTMENT})*$"},
    ),
    Field(
        "regions",
        "string",
        "Régions",
        "Codes des régions que le territoire touche, séparés par « | ».",
        lambda row: row.regions,
        "84",
        {**REQUIRED, "pattern": r"^[0-9]{2,3}(\|[0-9]{2,3})*$"},
    ),
    Field(
        "commune_principale",
        "string",
        "Commune la plus peuplée",
        "Code de la commune la plus peuplée du territoire, où se place le repère de la carte.",
        lambda row: row.marker_code,
        "69259",
        {**REQUIRED, "pattern": r"^[0-9AB]{5}$"},
    ),
    Field(
        "latitude",
        "number",
        "Latitude",
        "Latitude du centre de cette commune (WGS84).",
        lambda row: row.latitude,
        45.6978,
        {"minimum": -90, "maximum": 90},
    ),
    Field(
        "longitude",
        "number",
        "Longitude",
        "Longitude du centre de cette commune (WGS84).",
        lambda row: row.longitude,
        4.8868,
        {"minimum": -180, "maximum": 180},
    ),
    Field(
        "publics",
        "string",
        "Publics",
        "Codes « publics » de data·inclusion v1, séparés par « | » ; vide quand ils ne sont pas "
        "connus.",
        lambda row: row.publics,
        "jeunes|personnes-exilees",
        _list_of(Public.values),
        codes=tuple(Public.values),
    ),
    Field(
        "points_attention",
        "string",
        "Points d’attention",
        "Publics que l’offre recherche en priorité, séparés par « | ».",
        lambda row: row.attention_points,
        "non-inscrits",
        _list_of(AttentionPoint.values),
        codes=tuple(AttentionPoint.values),
    ),
    Field(
        "etapes",
        "string",
        "Étapes",
        "Étapes de l’offre que le projet assure, séparées par « | » ; vide quand elles ne sont pas "
        "connues.",
        lambda row: row.stages,
        "reperer|remobiliser",
        _list_of(Stage.values),
        codes=tuple(Stage.values),
    ),
    Field(
        "canaux",
        "string",
        "Canaux de repérage",
        "Façons d’aller vers les personnes, séparées par « | ».",
        lambda row: row.channels,
        "permanence-mobile",
        _list_of(Channel.values),
        codes=tuple(Channel.values),
    ),
    Field(
        "description",
        "string",
        "Description",
        "Ce que fait le projet.",
        lambda row: row.description,
        "Un véhicule tient des permanences dans les quartiers.",
    ),
    Field(
        "telephone",
        "string",
        "Téléphone",
        "Téléphone professionnel.",
        lambda row: row.phone,
        "01 99 00 12 34",
        {"pattern": r"^\+?[0-9]+( [0-9]+)*$"},
    ),
    Field(
        "courriel",
        "string",
        "Adresse électronique",
        "Boîte générique publiée ; vide quand le porteur préfère le formulaire.",
        lambda row: row.email,
        "contact@passerelles.example",
        format="email",
    ),
    Field(
        "formulaire",
        "string",
        "Formulaire du porteur",
        "Adresse d’un formulaire de contact sur le site du porteur.",
        lambda row: row.form_url,
        "https://passerelles.example/contact",
        format="uri",
    ),
    Field(
        "contact_par_la_plateforme",
        "boolean",
        "Formulaire de la plateforme",
        "Vrai quand la page du projet permet d’écrire au porteur.",
        lambda row: row.has_relay,
        True,
        REQUIRED,
    ),
    Field(
        "horaires",
        "string",
        "Horaires et permanences",
        "Jours, heures et lieux, en texte libre.",
        lambda row: row.opening_hours,
        "Mardi de 9 h à 12 h, mairie",
    ),
    Field("date_debut", "date", "Début", "Premier jour.", lambda row: row.starts_on, "2025-01-01"),
    Field("date_fin", "date", "Fin", "Dernier jour.", lambda row: row.ends_on, "2027-12-31"),
    Field(
        "origine",
        "string",
        "Origine",
        "Programme que le projet continue.",
        lambda row: row.origin,
        "inconnue",
        {**REQUIRED, "enum": list(Origin.values)},
    ),
    Field(
        "source",
        "string",
        "Source",
        "Page publique d’où viennent les informations.",
        lambda row: row.source_url,
        "https://pro.cap-metiers.fr/paroles-dacteurs/un-territoire-un-public",
        format="uri",
    ),
    Field(
        "point_a_confirmer",
        "string",
        "Point à confirmer",
        "Ce que la source ne permet pas d’affirmer.",
        lambda row: row.uncertain_note,
        "Périmètre à confirmer : la source dit « en Eure-et-Loir ».",
    ),
    Field(
        "date_confirmation",
        "date",
        "Dernière confirmation",
        "Jour où le porteur a confirmé la fiche ; vide s’il ne l’a jamais fait.",
        lambda row: row.confirmed_on,
        "2026-10-01",
    ),
    Field(
        "date_maj",
        "date",
        "Mise à jour",
        "Jour de la dernière modification de la fiche.",
        lambda row: row.updated_on,
        "2026-11-22",
        REQUIRED,
    ),
    Field(
        "page",
        "string",
        "Page du projet",
        "Adresse de la page du projet.",
        lambda row: row.page_url,
        "https://o2r.example/projets/o2r-portes-du-sud/",
        REQUIRED,
        format="uri",
    ),
    Field(
        "exemple",
        "boolean",
        "Exemple fictif",
        "Vrai pour un projet inventé : il n’y en a que dans une instance de démonstration.",
        lambda row: row.is_example,
        False,
        REQUIRED,
    ),
)
