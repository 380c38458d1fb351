"""What the cells of a dossier say of a project: territory, publics, stages, places, money. Pure.

The State service wrote the questions, and the candidates the answers: what cannot be read is said
with its words, never guessed nor dropped.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from django.db.models import TextChoices

from o2r.core.money import BadAmount, euros, read_amount
from o2r.projects.enums import Public, Stage
from o2r.territory.folding import fold
from o2r.territory.official import Unit
from o2r.territory.typography import typographic
from o2r.territory.unit_names import UnitNameError, UnknownName
from o2r.territory.unit_spellings import LONGEST_NAME, read_unit
from o2r.territory.zones import ZoneError, resolve

ZONE, PUBLICS, STAGES, PLACES = "zone", "publics", "stages", "places"
REQUESTED, EACH_YEAR, COST = "requested", "requested-each-year", "stated-cost"
MOST_PLACES = 1_000_000
MOST_PIECES = 500
"""Names looked for in one line of one cell."""
LONGEST_CELL = 20_000
"""Characters read: a longer one is a text, in which no name is looked for."""
_CENT = Decimal("0.01")
_ALIASES: dict[str, tuple[str, ...]] = {
    ZONE: (
        *("territoire", "territoires", "territoire du projet", "territoire d intervention"),
        *("territoires d intervention", "zone d intervention", "communes", "communes concernees"),
        *("perimetre", "departements concernes", "epci"),
    ),
    PUBLICS: ("publics", "public", "publics vises", "public vise", "public cible"),
    STAGES: ("etapes", "etapes du parcours", "etapes prises en charge"),
    PLACES: (
        *("personnes accompagnees par an", "nombre de personnes accompagnees par an"),
        *("places", "nombre de places", "places par an"),
    ),
    REQUESTED: (
        *("montant demande", "montant total demande", "aide demandee", "subvention demandee"),
        *("montant de la subvention demandee", "aide demandee pour toute la duree"),
    ),
    EACH_YEAR: ("montant annuel demande", "montant demande par an", "aide demandee par an"),
    COST: ("cout total du projet", "cout total", "budget total", "budget total du projet"),
}
"""The questions, folded, that most forms put in these words."""
_OF_YEAR = re.compile(r"(?:montant|aide|subvention) demandee? (?:annee|an) (\d)")
_STAGE_NOUNS = {
    "reperage": Stage.OUTREACH,
    "aller vers": Stage.OUTREACH,
    "remobilisation": Stage.REMOBILISATION,
    "accompagnement": Stage.SUPPORT,
    "coordination": Stage.COORDINATION,
}
_PUBLIC_WORDS = {
    "tout public": Public.EVERYONE,
    "jeune": Public.YOUNG,
    "femme": Public.WOMEN,
    "senior": Public.SENIORS,
    "beneficiaires du rsa": Public.MINIMUM_INCOME,
    "allocataires du rsa": Public.MINIMUM_INCOME,
    "personnes handicapees": Public.DISABLED,
    "refugies": Public.EXILED,
    "personnes refugiees": Public.EXILED,
}
_LINES = re.compile(r"[\n;|•]+")
_COMMAS = re.compile(r",(?![^(]*\))")
_BULLET = re.compile(r"^[\s\-–—*·]+")
_RANK = re.compile(r"^(?:etape )?\d+ ")
_COUNT = re.compile(
    r"(\d+)(?:\s+(?:personnes?|places?|participants?)(?: accompagnées)?)?(?:\s*(?:par|/)\s*an)?",
    re.IGNORECASE,
)
_SPACES = re.compile(r"(?<=\d)[\s\u00a0\u202f](?=\d{3}(?!\d))")
_UNITS_OF_MONEY = re.compile(r"\s*(?:euros?|eur|€)\.?$", re.IGNORECASE)


@dataclass(frozen=True)
class Facts:
    """What a dossier says of its project. ``requested``: by year, in euros, none when unsaid."""

    zone: str = ""
    publics: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    places: int | None = None
    requested: tuple[Decimal, ...] = ()
    stated_cost: Decimal | None = None


def of_year(year: int) -> str:
    """The code of the aid asked for one year of the project, the first being 1."""
    return f"{REQUESTED}-{year}"


def fact_labels(years: int) -> dict[str, str]:
    """What a column may be, apart from a text, for a project of some years."""
    return {
        ZONE: "Territoire : communes, intercommunalités ou départements",
        PUBLICS: "Publics",
        STAGES: "Étapes prises en charge",
        PLACES: "Personnes accompagnées par an",
        REQUESTED: "Aide demandée, pour toute la durée",
        EACH_YEAR: "Aide demandée par an, la même chaque année",
        **{of_year(year): f"Aide demandée, année {year}" for year in range(1, years + 1)},
        COST: "Coût total du projet",
    }


def guess_fact(folded: str, years: int) -> str:
    """The fact that a column most likely is, by its folded name; empty for none."""
    if found := _OF_YEAR.fullmatch(folded):
        return of_year(int(found[1])) if 1 <= int(found[1]) <= years else ""
    return next((code for code, names in _ALIASES.items() if folded in names), "")


def read_facts(cells: Mapping[str, str], years: int) -> tuple[Facts, tuple[str, ...]]:
    """The facts of one dossier, and what could not be read of them, in French sentences.

    ``cells``: what is written, by the codes of ``fact_labels``.
    """
    notes: list[str] = []
    labels = fact_labels(years)

    def written(code: str) -> str:
        return cells.get(code, "").strip()

    def taken(code: str, read: Callable[[str], Decimal | int | None]) -> Decimal | int | None:
        try:
            return read(written(code)) if written(code) else None
        except ValueError as error:
            notes.append(f"{labels[code]} : « {written(code)[:200]} » {error}")
            return None

    zone, unread = read_zone(written(ZONE))
    notes += [f"Territoire : {one}" for one in unread]
    publics = _codes(written(PUBLICS), Public, _PUBLIC_WORDS, "un public", notes)
    stages = _codes(written(STAGES), Stage, _STAGE_NOUNS, "une étape", notes)
    amounts = {
        code: Decimal(read)
        for code in (REQUESTED, EACH_YEAR, *map(of_year, range(1, years + 1)), COST)
        if (read := taken(code, _amount)) is not None
    }
    places = taken(PLACES, _count)
    facts = Facts(
        zone=zone,
        publics=publics,
        stages=stages,
        places=None if places is None else int(places),
        requested=_requested(amounts, years, notes),
        stated_cost=amounts.get(COST),
    )
    return facts, tuple(typographic(note) for note in notes)


# --- Territory ------------------------------------------------------------------------------------


def read_zone(cell: str) -> tuple[str, tuple[str, ...]]:
    """The expression of the territories that a cell names, and why the others are not read."""
    if not cell:
        return "", ()
    if len(cell) > LONGEST_CELL:
        return "", (f"la réponse dépasse {LONGEST_CELL} caractères, elle n’est pas lue.",)
    if ":" in cell and _COMMAS.search(cell) is None:
        try:
            return resolve(cell).expression, ()
        except ZoneError:
            pass
    found: list[Unit] = []
    unread: list[str] = []
    for line in _parts(_LINES, cell):
        _units_of(line, found, unread)
    terms, covered = [], 0
    for unit in sorted(found, key=lambda one: -len(one)):
        if unit.bits & ~covered:
            terms.append(unit.term)
            covered |= unit.bits
    return (resolve(" + ".join(terms)).expression if terms else ""), tuple(unread)


def _units_of(line: str, found: list[Unit], unread: list[str]) -> None:
    """A whole line is one territory, or several between commas: « Fontaine, Échirolles »."""
    try:
        found.append(read_unit(line))
    except (UnitNameError, ZoneError) as error:
        pieces = list(_parts(_COMMAS, line))
        if len(pieces) > MOST_PIECES:
            unread.append(f"plus de {MOST_PIECES} noms sur une ligne : ils ne sont pas lus.")
        elif len(pieces) > 1 and isinstance(error, UnknownName):
            for piece in pieces:
                _units_of(piece, found, unread)
        else:
            unread.append(error.message)


# --- Lists, counts and amounts --------------------------------------------------------------------


def _parts(separator: re.Pattern[str], text: str) -> Iterator[str]:
    for part in separator.split(text):
        if bare := _BULLET.sub("", part).strip().rstrip("."):
            yield bare


def _codes(
    cell: str,
    choices: type[TextChoices],
    others: Mapping[str, TextChoices],
    what: str,
    notes: list[str],
) -> tuple[str, ...]:
    """The codes of a list that a cell names, in the order of the list."""
    names = {fold(str(one.label)): one for one in choices} | {fold(one): one for one in choices}
    names |= others
    found = set()
    if len(cell) > LONGEST_CELL:
        notes.append(f"« {cell[:60]}… » est trop long pour y lire {what} de nos listes.")
        cell = ""
    for line in _parts(_LINES, cell):
        for part in [line] if fold(line) in names else _parts(_COMMAS, line):
            said = _RANK.sub("", fold(part))
            # « Jeunes de 16 à 25 ans » is one of ours, with more words.
            known = [name for name in names if said == name or said.startswith(f"{name} ")]
            if known:
                found.add(names[max(known, key=len)])
            else:
                notes.append(f"« {part[:200]} » n’est pas {what} de nos listes.")
    return tuple(one.value for one in choices if one in found)


def _count(text: str) -> int:
    read = _COUNT.fullmatch(_SPACES.sub("", text[:LONGEST_NAME]))
    if read is None or not 1 <= int(read[1][:10]) <= MOST_PLACES:
        raise ValueError("n’est pas un nombre de personnes par an.")
    return int(read[1])


def _amount(text: str) -> Decimal | None:
    try:
        return read_amount(_UNITS_OF_MONEY.sub("", text[:LONGEST_NAME]))
    except BadAmount as error:
        raise ValueError("n’est pas un montant en euros.") from error


def _requested(amounts: Mapping[str, Decimal], years: int, notes: list[str]) -> tuple[Decimal, ...]:
    """The aid asked, year by year. A total alone is shared, and it is said."""
    total, each = amounts.get(REQUESTED), amounts.get(EACH_YEAR)
    by_year = tuple(amounts.get(of_year(year), Decimal(0)) for year in range(1, years + 1))
    if not any(by_year) and each is not None:
        by_year = (each,) * years
    if any(by_year):
        if total is not None and total != sum(by_year):
            notes.append(
                f"Aide demandée : le total écrit est {euros(total)} et les années font "
                f"{euros(sum(by_year))}. Ce sont les années qui sont reprises."
            )
        return by_year
    if not total:
        return ()
    share = (total / years).quantize(_CENT, rounding=ROUND_DOWN)
    if years > 1:
        notes.append(
            f"Aide demandée : {euros(total)} au total, sans le détail des années. Le montant est "
            f"partagé également sur {years} ans."
        )
    return (*[share] * (years - 1), total - share * (years - 1))
