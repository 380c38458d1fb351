"""What a file may hold of persons, places and passages, and what its columns most likely are.

The headings of Mano are those of its two exports: « Personnes suivies », « Passages »… with labels,
and ``data.xlsx``, which names the fields as the code does (mano-sesan/mano, ``ExportFormattedData``
and ``ExportData``, read in 2026; Apache-2.0).
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from o2r.outreach.enums import ImportKind
from o2r.outreach.exchange.never import why_never
from o2r.territory.folding import fold
from o2r.territory.typography import typographic


@dataclass(frozen=True)
class Target:
    """Something that a column may be. ``names``: its usual headings, folded, the surest first.

    ``many``: several columns may be it, and are put together.
    """

    code: str
    label: str
    help: str
    names: tuple[str, ...]
    many: bool = False


def _t(code: str, label: str, help: str, names: str, *, many: bool = False) -> Target:
    folded = dict.fromkeys(fold(name) for name in names.split("|"))
    return Target(code, typographic(label), typographic(help), tuple(folded), many)


_REFERENCE = _t(
    "reference",
    "Identifiant dans votre fichier",
    "Relie un passage à sa personne, et fait qu’une ligne n’est reprise qu’une fois.",
    "_id|id|identifiant|numéro de dossier|n° dossier|référence",
)
_TEAM = _t(
    "team",
    "Équipe",
    "Le nom d’une équipe de votre organisation.",
    "équipe|équipes en charge|assignedTeams|team|équipe en charge",
)
_COMMUNE = _t(
    "commune",
    "Commune",
    "« Vénissieux », « Saint-Denis (93) » ou « 69200 Vénissieux ».",
    "commune|ville|commune de résidence|localité|code postal|cp",
)
_COMMUNE_CODE = _t(
    "commune_code", "Code Insee de la commune", "", "code insee|code commune|code insee commune"
)

PERSONS = (
    _t(
        "known_as",
        "Surnom, ou nom d’usage dans l’équipe",
        "Repris tel quel, sous un pseudonyme : sans nom ni prénom à part, la date de naissance "
        "n’est pas gardée, seulement l’âge.",
        "pseudonyme|pseudo|surnom|nom prénom ou pseudonyme|nom d’usage|name|alias",
    ),
    _t("first_name", "Prénom", "", "prénom|prénoms|firstname|prénom usager"),
    _t("last_name", "Nom de famille", "", "nom|nom de famille|lastname|nom de naissance"),
    _t(
        "last_first",
        "Nom puis prénom, dans la même colonne",
        "« DUPONT Jean ». Ce qui ne se coupe pas sûrement est repris comme un surnom.",
        "nom prénom|nom et prénom|nom, prénom|noms prénoms|nom complet",
    ),
    _t(
        "first_last",
        "Prénom puis nom, dans la même colonne",
        "« Jean DUPONT ». Ce qui ne se coupe pas sûrement est repris comme un surnom.",
        "prénom nom|prénom et nom|prénom, nom|prénoms noms",
    ),
    _t("other_names", "Autres surnoms", "", "autres pseudos|othernames|autres noms|dit", many=True),
    _t(
        "birth_date",
        "Date de naissance",
        "JJ/MM/AAAA. Gardée avec un nom et un prénom ; sinon, seulement l’âge.",
        "date de naissance|né(e) le|birthdate|ddn|naissance|date naissance|né le|née le",
    ),
    _t("age", "Âge", "En années, quand la date de naissance n’est pas connue.", "âge|age"),
    _t(
        "gender",
        "Genre",
        "Femme, homme ou autre. « Femme transgenre » est repris comme femme, « homme transgenre » "
        "comme homme : la plateforme ne tient rien de plus.",
        "genre|sexe|gender|civilité|h/f|f/h",
    ),
    _COMMUNE,
    _COMMUNE_CODE,
    _t(
        "housing",
        "Domicile",
        "Logement à soi, chez quelqu’un, hôtel ou hébergement, sans domicile.",
        "domicile|type d’hébergement|addressDetail|hébergement|logement|situation logement",
    ),
    _t("is_domiciled", "Domiciliation", "Oui ou non.", "domiciliation|domicilié|domicilié(e)"),
    _t("language", "Langue", "En français : « arabe », « dari ».", "langue|langue parlée|langues"),
    _t(
        "needs_interpreter",
        "Besoin d’un interprète",
        "Oui ou non.",
        "interprète|besoin d’un interprète|besoin d’interprète",
    ),
    _t("phone", "Téléphone", "Un seul numéro.", "téléphone|phone|tél|portable|mobile|n° tél"),
    _t("email", "Adresse électronique", "", "email|e-mail|mail|courriel|adresse mail"),
    _t(
        "may_leave_message",
        "Peut-on laisser un message vocal ?",
        "Oui ou non. Vide : non, par prudence.",
        "message vocal|laisser un message|messagerie autorisée|message vocal autorisé",
    ),
    _t(
        "usual_places",
        "Lieux fréquentés",
        "Où la personne se trouve d’habitude.",
        "lieux fréquentés|lieu de rencontre|lieu habituel|lieu|où la trouver",
        many=True,
    ),
    _TEAM,
    _t(
        "referent",
        "Référent",
        "Son adresse professionnelle, celle de son compte.",
        "référent|référente|intervenant|travailleur social|référent o2r|suivi par",
    ),
    _t(
        "followed_since",
        "Suivi depuis",
        "Premier jour du suivi.",
        "suivi depuis|suivi(e) depuis le / créé(e) le|followedSince|suivi(e) depuis le"
        "|date de premier contact|premier contact|date de repérage|date d’entrée|créée le"
        "|createdAt",
    ),
    _t(
        "last_contact_on",
        "Dernier contact",
        "La durée de conservation part de là. À défaut, le jour de la dernière mise à jour.",
        "dernier contact|date de dernier contact|date du dernier contact|dernière rencontre"
        "|date de dernière interaction|dernier passage|mise à jour le|updatedAt",
    ),
    _t(
        "is_protected",
        "Dossier protégé",
        "Oui ou non. Oui : dès l’import, son référent seul le rencontre.",
        "dossier protégé|protégé|protégée|fiche protégée",
    ),
    _t(
        "left_active_list",
        "Sortie de la file active",
        "Oui ou non. Une personne sortie n’est pas reprise.",
        "sortie de file active|outofactivelist|sorti(e)|sortie file active|dossier clos|clos",
    ),
    _t(
        "note",
        "Ce que l’équipe a noté",
        "Scellé avec le dossier. Relisez : ni santé, ni justice, ni origine sans nécessité.",
        "note|notes|description|commentaire|commentaires|observations|remarques|remarque",
        many=True,
    ),
    _REFERENCE,
)
PLACES = (
    _t("name", "Nom du lieu", "", "nom|name|lieu|nom du lieu|territoire|lieu fréquenté"),
    _t(
        "kind",
        "Nature du lieu",
        "Rue, gare, hôtel, distribution alimentaire, squat… ; à défaut, « autre ».",
        "nature|type|types|type de lieu|catégorie",
    ),
    _COMMUNE,
    _COMMUNE_CODE,
    _t(
        "sector", "Secteur", "Quartier ou zone de l’équipe.", "secteur|quartier|périmètre|perimeter"
    ),
    _t("latitude", "Latitude", "En degrés : 45,697.", "latitude|lat"),
    _t("longitude", "Longitude", "En degrés : 4,887.", "longitude|lon|lng|long"),
    _TEAM,
    _t(
        "note",
        "À savoir",
        "Horaires, accès, sécurité : sur le lieu, jamais sur une personne.",
        "description|note|notes|commentaire|horaires|à savoir|sécurité|accès",
        many=True,
    ),
    _REFERENCE,
)
PASSAGES = (
    _t(
        "at",
        "Jour et heure",
        "JJ/MM/AAAA, avec l’heure ou sans.",
        "date|observé le|observedAt|jour|date et heure|date du passage|date de rencontre",
    ),
    _t(
        "person_reference",
        "Identifiant de la personne",
        "Celui de la colonne « identifiant » du fichier des personnes.",
        "personne suivie - id|person|id personne|identifiant de la personne",
    ),
    _t(
        "person_name",
        "Personne",
        "Son surnom ou son nom, comme dans le fichier des personnes. Vide : passage anonyme.",
        "personne suivie - nom|personne|nom|usager|nom de la personne",
    ),
    _t(
        "place",
        "Lieu",
        "Son nom ou son identifiant, comme dans le fichier des lieux.",
        "lieu|territoire - nom|territory|territoire|place|lieu de rencontre",
    ),
    _t("channel", "Canal", "En rue, porte-à-porte, téléphone…", "canal|modalité|mode de contact"),
    _t(
        "women",
        "Femmes non connues",
        "Combien, sans nom.",
        "femmes|nombre de femmes|personsFemale|nombre de personnes non connues femmes rencontrées",
    ),
    _t(
        "men",
        "Hommes non connus",
        "Combien, sans nom.",
        "hommes|nombre d’hommes|personsMale|nombre de personnes non connues hommes rencontrées",
    ),
    _t(
        "people",
        "Personnes non connues, en tout",
        "Combien, sans nom.",
        "nombre de personnes|nombre de personnes rencontrées|effectif|personnes rencontrées|nombre",
    ),
    _TEAM,
    _t(
        "note",
        "Ce qui a été dit",
        "Scellé avec le dossier de la personne ; d’un passage anonyme, non repris.",
        "commentaire|comment|note|notes|observation|compte rendu",
        many=True,
    ),
    _REFERENCE,
)
TARGETS = {ImportKind.PERSONS: PERSONS, ImportKind.PLACES: PLACES, ImportKind.PASSAGES: PASSAGES}
_SHEETS = {
    ImportKind.PERSONS: (
        "personnes suivies",
        "personnes creees",
        "personne",
        "personnes",
        "persons",
    ),
    ImportKind.PLACES: ("lieux frequentes", "lieux", "territoires", "territoire"),
    ImportKind.PASSAGES: ("passages", "rencontres", "observations", "observations de territoires"),
}
_NAMING = ("known_as", "first_name", "last_name", "last_first", "first_last")
_DATING = ("last_contact_on", "followed_since")
_OF_SOMEBODY = re.compile(
    r" (?:de la|du|de l|des|de) (?:personne|usager|usagere|beneficiaire|jeune|participant)s?$"
)
_SURE, _SHORTEST, _LONGEST = 0.9, 6, 80
"""How alike two headings are, and within how many letters, to be one with a slip of the finger."""


def labels(kind: ImportKind) -> dict[str, str]:
    """What a column may be, by code, in French."""
    return {target.code: target.label for target in TARGETS[kind]}


def kind_of(sheet: str) -> ImportKind | None:
    """What the lines of a sheet are, from its name; None when it says nothing."""
    folded = fold(sheet)
    return next((kind for kind, names in _SHEETS.items() if folded in names), None)


def guess(kind: ImportKind, columns: Iterable[str]) -> dict[str, str]:
    """What each column most likely is; empty for none. What is never taken is never guessed.

    A target that holds one column goes to the heading that says it best.
    """
    headings = [column for column in columns if column]
    bare = {column: _bare(column) for column in headings if not why_never(column)}
    said = {column: {heading, fold(column)} for column, heading in bare.items()}
    found = dict.fromkeys(headings, "")
    for target in TARGETS[kind]:
        for name in target.names:
            same = [column for column, ways in said.items() if name in ways]
            for column in same if target.many else same[:1]:
                if not found[column]:
                    found[column] = target.code
            if same and not target.many:
                break
    taken = set(found.values())
    for column in (column for column, code in found.items() if not code and column in bare):
        target_found = _with_a_slip(kind, bare[column])
        if target_found and (target_found.many or target_found.code not in taken):
            found[column] = target_found.code
            taken.add(target_found.code)
    return found


def proposed(kind: ImportKind, columns: Iterable[str], known: Mapping[str, str]) -> dict[str, str]:
    """What each column is: as ``known`` says of a former file, else as its heading says best."""
    headings = [column for column in columns if column]
    targets = {target.code: target for target in TARGETS[kind]}
    said = {
        column: known[column]
        for column in headings
        if known.get(column, "-") in {"", *targets} and not why_never(column)
    }
    taken = {code for code in said.values() if code and not targets[code].many}
    return {
        column: said.get(column, "" if code in taken else code)
        for column, code in guess(kind, headings).items()
    }


def _bare(heading: str) -> str:
    return _OF_SOMEBODY.sub("", fold(heading))


def _with_a_slip(kind: ImportKind, heading: str) -> Target | None:
    if not _SHORTEST <= len(heading) <= _LONGEST:
        return None
    names = {name: target for target in TARGETS[kind] for name in target.names}
    close = difflib.get_close_matches(heading, names, n=1, cutoff=_SURE)
    return names[close[0]] if close else None


def left_out(columns: Iterable[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """Why each column that is not taken is not, in French."""
    return {
        column: typographic(why_never(column) or "Rien ne lui correspond ici : elle est laissée.")
        for column in columns
        if column and not mapping.get(column)
    }


def problems_of(kind: ImportKind, mapping: Mapping[str, str]) -> list[str]:
    """What keeps a file from being read with this mapping, in whole French sentences."""
    targets = {target.code: target for target in TARGETS[kind]}
    given = [code for code in mapping.values() if code]
    found = [
        f"La colonne « {column[:60]} » ne peut pas être reprise. {why}"
        for column, code in mapping.items()
        if code and (why := why_never(column))
    ]
    for code in dict.fromkeys(given):
        if code not in targets:
            found.append(f"« {code[:40]} » n’est rien de ce qu’une colonne peut être.")
        elif given.count(code) > 1 and not targets[code].many:
            found.append(f"Plusieurs colonnes sont « {targets[code].label} ». Gardez-en une seule.")
    found += [said for codes, said in _NEEDED[kind] if not set(codes) & set(given)]
    return [typographic(one) for one in found]


_NEEDED: dict[ImportKind, tuple[tuple[tuple[str, ...], str], ...]] = {
    ImportKind.PERSONS: (
        (_NAMING, "Dites quelle colonne nomme la personne : un surnom suffit."),
        (
            _DATING,
            "Dites quelle colonne donne le dernier contact, ou le début du suivi : la durée de "
            "conservation part de là.",
        ),
    ),
    ImportKind.PLACES: ((("name",), "Dites quelle colonne donne le nom du lieu."),),
    ImportKind.PASSAGES: ((("at",), "Dites quelle colonne donne le jour du passage."),),
}
