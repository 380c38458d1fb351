"""What a file of pathways may hold, and what its columns most likely are. Pure.

Who the person is, is read as outreach reads a file of persons: the same columns, the same rules.
What is added here says where their pathway stands.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from o2r.outreach.enums import ImportKind
from o2r.outreach.exchange.columns import PERSONS, Target
from o2r.outreach.exchange.columns import guess as guess_persons
from o2r.outreach.exchange.columns import problems_of as problems_of_persons
from o2r.outreach.exchange.never import why_never
from o2r.territory.folding import fold
from o2r.territory.typography import typographic

KIND = ImportKind.PERSONS


def _t(code: str, label: str, help: str, names: str) -> Target:
    folded = tuple(dict.fromkeys(fold(name) for name in names.split("|")))
    return Target(code, typographic(label), typographic(help), folded)


PATHWAY = (
    _t(
        "state",
        "État du parcours",
        "« Repéré », « accompagnement », « en pause »… Vide : déduit des dates.",
        "état|état du parcours|statut|statut du parcours|étape|phase|situation du parcours",
    ),
    _t(
        "spotted_on",
        "Repéré le",
        "Le jour où l’équipe a repéré la personne. Vide : le début du suivi.",
        "repéré le|repérée le|repéré(e) le|date de repérage|repérage",
    ),
    _t(
        "entered_on",
        "Entrée le",
        "Le jour où la personne est entrée dans le parcours.",
        "entrée le|entré le|entré(e) le|date d’entrée|entrée|date d’entrée dans le dispositif"
        "|date d’inclusion",
    ),
    _t(
        "intensive_from",
        "Accompagnement depuis le",
        "Le jour où l’accompagnement intensif a commencé : la durée légale part de là.",
        "accompagnement depuis le|début de l’accompagnement|accompagnement intensif depuis le"
        "|début accompagnement|date de début d’accompagnement",
    ),
    _t(
        "ground",
        "Motif d’entrée",
        "« Non inscrite », « sans offre adaptée », « sans contact »… Demandé pour qui est "
        "accompagné.",
        "motif d’entrée|éligibilité|motif d’éligibilité|critère d’entrée|critère|public",
    ),
    _t(
        "body_contact_on",
        "Dernier contact avec l’organisme référent",
        "France Travail, mission locale, conseil départemental : pour le motif « sans contact ».",
        "dernier contact organisme référent|dernier contact france travail"
        "|dernier contact avec l’organisme référent|dernier contact mission locale",
    ),
    _t(
        "ended_on",
        "Sortie le",
        "Le jour de la sortie. La situation de sortie se dit ensuite dans le parcours.",
        "sortie le|sorti le|sorti(e) le|date de sortie|sortie|fin d’accompagnement",
    ),
    _t(
        "next_appointment",
        "Prochain rendez-vous",
        "Le jour, avec l’heure ou sans. Noté dans le dossier, à mettre dans l’agenda.",
        "prochain rendez-vous|prochain rdv|rdv|date du prochain rendez-vous|rendez-vous",
    ),
)
TARGETS = (*PATHWAY, *PERSONS)
_OURS = {one.code for one in PATHWAY}
_DATES = frozenset({"spotted_on", "entered_on", "intensive_from", "state"})


@dataclass(frozen=True)
class Split:
    """A mapping, cut: what each part reads."""

    persons: dict[str, str]
    pathway: dict[str, str]


def labels() -> dict[str, str]:
    """What a column may be, by code, in French."""
    return {target.code: target.label for target in TARGETS}


def split(mapping: Mapping[str, str]) -> Split:
    """What says who the person is; and, by code, the column that says where the pathway stands."""
    persons = {column: "" if code in _OURS else code for column, code in mapping.items() if column}
    return Split(persons, {code: column for column, code in mapping.items() if code in _OURS})


def guess(columns: Iterable[str]) -> dict[str, str]:
    """What each column most likely is; empty for none. Ours first: they are the narrower ones."""
    headings = [column for column in columns if column]
    found: dict[str, str] = {}
    for target in PATHWAY:
        for name in target.names:
            same = [one for one in headings if fold(one) == name and one not in found]
            if same and not why_never(same[0]):
                found[same[0]] = target.code
                break
    left = [one for one in headings if one not in found]
    theirs = guess_persons(KIND, left)
    return {one: found.get(one, theirs.get(one, "")) for one in headings}


def proposed(columns: Iterable[str], known: Mapping[str, str]) -> dict[str, str]:
    """What each column is: as a former file said, else as its heading says best."""
    guessed = guess(columns)
    codes = {target.code for target in TARGETS}
    many = {target.code for target in TARGETS if target.many}
    found: dict[str, str] = {}
    for column, code in guessed.items():
        said = known.get(column)
        chosen = said if said is not None and said in {"", *codes} else code
        if chosen in found.values() and chosen not in many:
            chosen = ""
        found[column] = "" if why_never(column) else chosen
    return found


def problems_of(mapping: Mapping[str, str]) -> list[str]:
    """What keeps a file from being read with this mapping, in whole French sentences."""
    parts, wrong = split(mapping), []
    given = [code for code in mapping.values() if code in _OURS]
    for code in dict.fromkeys(given):
        if given.count(code) > 1:
            label = labels()[code]
            wrong.append(f"Plusieurs colonnes sont « {label} ». Gardez-en une seule.")
    if not _DATES & set(parts.pathway):
        wrong.append(
            "Dites quelle colonne donne l’état du parcours, ou l’une de ses dates : sans elle, "
            "importez le fichier comme des personnes."
        )
    for column, code in mapping.items():
        if code in _OURS and (why := why_never(column)):
            wrong.append(f"La colonne « {column[:60]} » ne peut pas être reprise. {why}")
    return [*(typographic(one) for one in wrong), *problems_of_persons(KIND, parts.persons)]
