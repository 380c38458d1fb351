"""What is asked of a participant of the FSE+, at each moment: one row per field. Pure.

Proposed from the common indicators (Reg. (EU) 2021/1057, annex I) and from what the decree of
19/12/2014 allowed to collect (ETSD1431235A, art. 2): the official list of 2021-2027 is not public.
The codes are those of ``data/pathways/fse/participant_sheet.csv``; a test compares. Neither the
number of the operation nor the evidence is here: they belong to the operation, and to its files.

EECO15 (minorities) is asked of nobody: in France, no ethnic origin is written of a person.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from o2r.pathways.fse.enums import Moment

Answers = Mapping[str, str]
"""Values by code of field. What is not answered is absent."""
Choices = tuple[tuple[str, str], ...]
Asked = Callable[[Answers], bool]

UNKNOWN, REFUSED = "nsp", "refus"
YES, NO = "oui", "non"
UNEMPLOYED, INACTIVE, EMPLOYED = "chomeur", "inactif", "emploi"


class Kind(Enum):
    """What a value looks like."""

    TEXT = "texte"
    DAY = "jour"
    WHOLE = "nombre entier"
    CHOICE = "choix"
    PHONE = "téléphone"
    EMAIL = "courriel"
    COMMUNE = "commune"


def _always(answers: Answers) -> bool:
    return True


def _never(answers: Answers) -> bool:
    return False


def _if_unemployed(answers: Answers) -> bool:
    return answers.get("statut_marche_travail") == UNEMPLOYED


def _if_not_reachable(answers: Answers) -> bool:
    return not (answers.get("telephone") or answers.get("courriel"))


@dataclass(frozen=True)
class Field:
    """One question. ``required``: whether the sheet is incomplete without it, given the others;
    ``asked``: whether it makes sense at all; ``feeds``: the indicators it serves."""

    code: str
    label: str
    moment: Moment
    kind: Kind = Kind.TEXT
    required: Asked = _always
    asked: Asked = _always
    choices: Choices = ()
    feeds: tuple[str, ...] = ()
    hint: str = ""
    longest: int = 120

    @property
    def may_be_refused(self) -> bool:
        """Whether « ne souhaite pas répondre » is an answer."""
        return any(value == REFUSED for value, _ in self.choices)

    def shown(self, value: str) -> str:
        """The value as people read it; a day the French way."""
        if self.kind is Kind.DAY and len(value) == 10:
            return f"{value[8:]}/{value[5:7]}/{value[:4]}"
        return dict(self.choices).get(value, value)


_YES_NO: Choices = ((YES, "oui"), (NO, "non"))
_VOLUNTARY: Choices = (
    *_YES_NO,
    (UNKNOWN, "ne sait pas"),
    (REFUSED, "ne souhaite pas répondre"),
)


def _voluntary(code: str, label: str, *feeds: str, hint: str = "") -> Field:
    """What a person may always leave unanswered (EECO12 to EECO16)."""
    return Field(
        *(code, label, Moment.ENTRY, Kind.CHOICE),
        required=_never,
        choices=_VOLUNTARY,
        feeds=feeds,
        hint=hint,
    )


_ENTRY = Moment.ENTRY
FIELDS: tuple[Field, ...] = (
    Field("date_entree", "Date de la première action", _ENTRY, Kind.DAY),
    Field("nom", "Nom", _ENTRY),
    Field("prenom", "Prénom", _ENTRY),
    Field(
        *("date_naissance", "Date de naissance", _ENTRY, Kind.DAY),
        feeds=("EECO03", "EECO06", "EECO07", "EECO08"),
    ),
    Field(
        *("commune_naissance_insee_ou_etranger", "Commune ou pays de naissance", _ENTRY),
        hint="La commune en France, ou le pays si la personne est née à l’étranger.",
    ),
    Field(
        *("sexe", "Sexe", _ENTRY, Kind.CHOICE),
        choices=(("F", "femme"), ("M", "homme"), ("X", "non binaire")),
    ),
    Field(
        *("adresse", "Adresse", _ENTRY),
        required=_never,
        hint="« Sans domicile fixe » est une réponse.",
        longest=200,
    ),
    Field(
        *("commune_residence_insee", "Commune où la personne vit", _ENTRY, Kind.COMMUNE),
        feeds=("EECO17",),
        hint="Sans domicile : la commune où elle passe le plus souvent.",
    ),
    Field(
        *("telephone", "Téléphone", _ENTRY, Kind.PHONE),
        required=_never,
        hint="Le téléphone ou le courriel suffit.",
    ),
    Field("courriel", "Courriel", _ENTRY, Kind.EMAIL, required=_never),
    Field(
        *("referent_joignable", "Professionnel par qui la joindre", _ENTRY),
        required=_if_not_reachable,
        hint="Demandé seulement si la personne n’a ni téléphone ni courriel.",
    ),
    Field(
        *("statut_marche_travail", "Situation le jour de l’entrée", _ENTRY, Kind.CHOICE),
        choices=(
            (UNEMPLOYED, "au chômage, inscrite ou non, et cherche un emploi"),
            (INACTIVE, "sans emploi et n’en cherche pas, ou en formation"),
            (EMPLOYED, "en emploi ou à son compte"),
        ),
        feeds=("EECO01", "EECO02", "EECO03", "EECO04", "EECO05", "EECR01", "EECR04", "EECR06"),
    ),
    Field(
        *("duree_recherche_mois", "Depuis combien de mois au chômage", _ENTRY, Kind.WHOLE),
        required=_if_unemployed,
        asked=_if_unemployed,
        feeds=("EECO03",),
        hint="Seulement si la personne est au chômage.",
    ),
    Field(
        *("en_formation", "En formation le jour de l’entrée", _ENTRY, Kind.CHOICE),
        choices=_YES_NO,
        feeds=("EECR02",),
    ),
    Field(
        *("niveau_cite", "Plus haut niveau d’études terminé", _ENTRY, Kind.CHOICE),
        choices=(
            ("0-2", "jusqu’au brevet, ou sans diplôme"),
            ("3-4", "CAP, BEP ou bac"),
            ("5-8", "après le bac : bac+2 ou plus"),
        ),
        feeds=("EECO09", "EECO10", "EECO11"),
    ),
    _voluntary("handicap", "En situation de handicap", "EECO12"),
    _voluntary(
        *("nationalite_hors_ue", "Nationalité d’un pays hors de l’Union européenne", "EECO13"),
        hint="Ne demandez aucun papier pour cette réponse.",
    ),
    _voluntary("parent_ne_etranger", "Un parent né à l’étranger", "EECO14"),
    _voluntary(
        *("exclusion_logement", "Sans domicile, ou mal logée", "EECO16"),
        hint="À la rue, hébergée, chez des proches faute de mieux, menacée d’expulsion.",
    ),
    _voluntary("minima_sociaux", "Touche un minimum social"),
    Field("date_sortie", "Date de la dernière action", Moment.LEAVING, Kind.DAY),
    Field(
        *("situation_sortie", "Situation à la sortie", Moment.LEAVING, Kind.CHOICE),
        choices=(
            ("emploi", "en emploi"),
            ("independant", "à son compte"),
            ("formation", "en formation ou à l’école"),
            ("recherche", "cherche un emploi"),
            ("inactif", "sans emploi et n’en cherche pas"),
            ("inconnu", "inconnue"),
        ),
        feeds=("EECR01", "EECR02", "EECR04"),
        hint="Entre le jour de la sortie et quatre semaines après.",
    ),
    Field(
        *("qualification_obtenue", "A obtenu une qualification", Moment.LEAVING, Kind.CHOICE),
        choices=_YES_NO,
        feeds=("EECR03",),
        hint="Un titre, un diplôme ou un certificat, reconnu.",
    ),
    Field(
        *("type_contrat_sortie", "Contrat de travail", Moment.LEAVING, Kind.CHOICE),
        required=_never,
        choices=(
            ("cdi", "CDI"),
            ("cdd-6", "CDD de six mois ou plus"),
            ("cdd", "CDD de moins de six mois"),
            ("interim", "intérim"),
            ("iae", "insertion par l’activité économique"),
            ("alternance", "apprentissage ou alternance"),
            ("autre", "autre"),
        ),
        hint="Seulement si la personne est en emploi.",
    ),
    Field(
        *("situation_6_mois", "Situation six mois après", Moment.LATER, Kind.CHOICE),
        required=_never,
        choices=(
            ("emploi", "en emploi ou à son compte"),
            ("amelioree", "en emploi, et dans une meilleure situation qu’à l’entrée"),
            ("autre", "autre situation"),
            ("injoignable", "n’a pas pu être jointe"),
        ),
        feeds=("EECR05", "EECR06"),
        hint="Six mois après la dernière action.",
    ),
)
BY_CODE: dict[str, Field] = {one.code: one for one in FIELDS}


def fields_of(moment: Moment) -> tuple[Field, ...]:
    """The questions of one moment, in order."""
    return tuple(one for one in FIELDS if one.moment == moment)


def asked_of(answers: Answers) -> dict[str, str]:
    """The answers that make sense together, the others left out: no duration of unemployment for
    somebody who works."""
    known = {code: value for code, value in answers.items() if code in BY_CODE and value}
    return {code: value for code, value in known.items() if BY_CODE[code].asked(known)}


def by_moment(answers: Answers) -> dict[Moment, dict[str, str]]:
    """The answers of each moment."""
    return {
        moment: {one.code: answers[one.code] for one in fields_of(moment) if one.code in answers}
        for moment in Moment
    }
