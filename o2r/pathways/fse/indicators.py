"""The common indicators of the FSE+, counted from the sheets (Reg. (EU) 2021/1057, annex I). Pure.

EECO01 to EECO17 at entry; EECR01 to EECR04 on leaving; EECR05 and EECR06 six months after, by a
sample. EECO15, EECO18 and EECO19 are of the operation, never of a person. What the definitions of
the Commission leave to be checked is in ``Definitions``, whose values are dated rules.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from o2r.pathways.fse.answers import day_in
from o2r.pathways.fse.fields import EMPLOYED, INACTIVE, NO, UNEMPLOYED, YES, Answers
from o2r.people.ages import age_on

Rural = Callable[[str], bool | None]
"""Whether a commune is rural (DEGURBA 3); None: nobody knows."""
WORKS = ("emploi", "independant")


@dataclass(frozen=True)
class Definitions:
    """What is still to be checked. Unemployed for long: more than ``young_months`` below
    ``young_age`` years, more than ``months`` from that age. ``only_new_jobs``: whether EECR05
    leaves out who was already in employment at entry."""

    young_age: int = 25
    young_months: int = 6
    months: int = 12
    only_new_jobs: bool = True


@dataclass
class Count:
    """How many participants, and how many of them by sex; ``unsaid``: their sex is not written."""

    total: int = 0
    women: int = 0
    men: int = 0
    other: int = 0
    unsaid: int = 0

    def add(self, answers: Answers) -> None:
        """Count one more participant."""
        self.total += 1
        name = {"F": "women", "M": "men", "X": "other"}.get(answers.get("sexe", ""), "unsaid")
        setattr(self, name, getattr(self, name) + 1)

    @property
    def cells(self) -> tuple[int, int, int, int, int]:
        return (self.total, self.women, self.men, self.other, self.unsaid)


@dataclass(frozen=True)
class OfOperation:
    """What is told of the whole operation: nobody is counted one by one. None: not told."""

    minorities: int | None = None
    public_services: int | None = None
    small_firms: int | None = None


@dataclass
class Figures:
    """The counts by code; None: cannot be counted. ``asked``: who answered at six months."""

    counts: dict[str, Count | None] = field(default_factory=dict)
    asked: int = 0


_Holds = Callable[[Answers, Definitions], bool]


def _is(code: str, *values: str) -> _Holds:
    return lambda answers, _: answers.get(code, "") in values


def _age(answers: Answers) -> int | None:
    """Whole years on the day of entry."""
    born, entered = day_in(answers, "date_naissance"), day_in(answers, "date_entree")
    return age_on(entered, born) if born and entered else None


def _aged(youngest: int, oldest: int) -> _Holds:
    def holds(answers: Answers, _: Definitions) -> bool:
        age = _age(answers)
        return age is not None and youngest <= age <= oldest

    return holds


def _for_long(answers: Answers, defined: Definitions) -> bool:
    months, age = answers.get("duree_recherche_mois", ""), _age(answers)
    if answers.get("statut_marche_travail") != UNEMPLOYED or not months or age is None:
        return False
    limit = defined.young_months if age < defined.young_age else defined.months
    return int(months) > limit


def _both(*rules: _Holds) -> _Holds:
    return lambda answers, defined: all(rule(answers, defined) for rule in rules)


def _not(rule: _Holds) -> _Holds:
    return lambda answers, defined: not rule(answers, defined)


def _left(answers: Answers, _: Definitions) -> bool:
    return bool(answers.get("date_sortie"))


def _works_later(answers: Answers, defined: Definitions) -> bool:
    if answers.get("situation_6_mois") not in ("emploi", "amelioree"):
        return False
    # Who was in employment at entry is the matter of EECR06.
    return not (defined.only_new_jobs and _employed(answers, defined))


_unemployed = _is("statut_marche_travail", UNEMPLOYED)
_inactive = _is("statut_marche_travail", INACTIVE)
_employed = _is("statut_marche_travail", EMPLOYED)
_OLDEST = 200
RULES: dict[str, _Holds] = {
    # Calculated from the statuses at entry, as the annex says: 02 + 04 + 05.
    "EECO01": _is("statut_marche_travail", UNEMPLOYED, INACTIVE, EMPLOYED),
    "EECO02": _unemployed,
    "EECO03": _for_long,
    "EECO04": _inactive,
    "EECO05": _employed,
    "EECO06": _aged(0, 17),
    "EECO07": _aged(18, 29),
    "EECO08": _aged(55, _OLDEST),
    "EECO09": _is("niveau_cite", "0-2"),
    "EECO10": _is("niveau_cite", "3-4"),
    "EECO11": _is("niveau_cite", "5-8"),
    "EECO12": _is("handicap", YES),
    "EECO13": _is("nationalite_hors_ue", YES),
    "EECO14": _is("parent_ne_etranger", YES),
    "EECO16": _is("exclusion_logement", YES),
    "EECR01": _both(_left, _inactive, _is("situation_sortie", "recherche")),
    "EECR02": _both(_left, _is("situation_sortie", "formation"), _is("en_formation", NO)),
    "EECR03": _both(_left, _is("qualification_obtenue", YES)),
    "EECR04": _both(_left, _is("situation_sortie", *WORKS), _not(_employed)),
    "EECR05": _both(_left, _works_later),
    "EECR06": _both(_left, _employed, _is("situation_6_mois", "amelioree")),
}
RURAL, MINORITIES, PUBLIC_SERVICES, SMALL_FIRMS = "EECO17", "EECO15", "EECO18", "EECO19"
CODES = tuple(sorted([*RULES, RURAL, MINORITIES, PUBLIC_SERVICES, SMALL_FIRMS]))


def unknown(commune: str) -> None:
    """No list of rural communes is here: nothing is made up."""
    return


def figures(
    sheets: Iterable[Answers],
    *,
    operation: OfOperation,
    defined: Definitions,
    rural: Rural = unknown,
) -> Figures:
    """Every indicator, from the answers of each participant once."""
    found = {code: Count() for code in RULES}
    countryside, is_known, asked = Count(), True, 0
    for answers in sheets:
        for code, rule in RULES.items():
            if rule(answers, defined):
                found[code].add(answers)
        lives = rural(answers.get("commune_residence_insee", ""))
        is_known &= lives is not None
        if lives:
            countryside.add(answers)
        asked += answers.get("situation_6_mois", "injoignable") != "injoignable"
    counts: dict[str, Count | None] = {**found, RURAL: countryside if is_known else None}
    for code, told in (
        (MINORITIES, operation.minorities),
        (PUBLIC_SERVICES, operation.public_services),
        (SMALL_FIRMS, operation.small_firms),
    ):
        counts[code] = None if told is None else Count(total=told)
    return Figures({code: counts[code] for code in CODES}, asked)
