"""What is never taken from a file, whatever it says, and why. Pure.

A column is known by its heading. A number of sécurité sociale is known wherever it is. A free text
cannot be judged by a machine: what it may touch is said, for somebody to read it again.
"""

import re
from dataclasses import dataclass

from o2r.territory.folding import fold


@dataclass(frozen=True)
class Family:
    """One kind of data that is not taken. ``headings``, ``words``: on folded texts.

    ``what`` completes « ce texte touche peut-être à … »; ``why`` is a whole sentence.
    """

    what: str
    why: str
    headings: re.Pattern[str]
    words: re.Pattern[str] | None = None


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:{pattern})" for pattern in patterns))


FAMILIES = (
    Family(
        "un numéro de sécurité sociale",
        "Aucun texte n’autorise la plateforme à tenir ce numéro (décret n° 2019-341).",
        _any(
            r"\bnir\b",
            r"\bnss\b",
            r"^(?:n|no|num|numero) (?:de |d )?(?:securite sociale|secu|ss|immatriculation)\b",
            r"^(?:securite sociale|secu|n secu|carte vitale)$",
        ),
    ),
    Family(
        "la nationalité, au pays d’origine ou au droit au séjour",
        "Aucune action de la plateforme n’en a besoin (RGPD, art. 5.1.c).",
        _any(
            r"\bnationalit",
            r"\bnationality",
            r"\bpays (?:d origine|de naissance|de depart)\b",
            r"\bapatrid",
            r"\bdroits? au sejour\b|\btitres? de sejour\b|\bcarte de (?:sejour|resident)\b",
            r"\basile\b|\brefugie|(?<!langue )(?<!langues )\betranger|\bprimo arrivant|\boqtf\b",
            r"\bsans papiers?\b|^visa\b|\bsituation administrative\b|\brecepisse\b",
        ),
        _any(
            r"\boqtf\b",
            r"\bsans papiers\b",
            r"\btitre de sejour\b",
            r"\bdeboute",
            r"\bclandestin",
            r"\bdemandeu\w+ d asile\b",
        ),
    ),
    Family(
        "l’origine ethnique",
        "Elle ne se collecte pas sur une personne (RGPD, art. 9).",
        _any(
            r"\bethni",
            r"^race\b",
            r"\bcouleur de (?:la )?peau\b",
            r"^origines?$|\borigines? (?:ethni|geographi|culturel|national|familial)",
            r"\broms?\b|\bgens du voyage\b|^communaute d appartenance\b",
        ),
        _any(r"\broms?\b", r"\bgitan", r"\btzigane", r"\bmanouche", r"\bgens du voyage\b"),
    ),
    Family(
        "la religion ou aux opinions",
        "Elles ne se collectent pas (RGPD, art. 9).",
        _any(
            r"\breligi",
            r"\bconfession",
            r"\bcroyance",
            r"\bcultes?\b",
            r"\bopinions?\b|\b(?:parti|orientation) politique\b|\bsyndica",
        ),
        _any(
            r"\bmusulman",
            r"\bislam",
            r"\bcatholique",
            r"\bprotestant",
            r"\bchretien",
            r"\bjuif\b|\bjuive\b",
            r"\bbouddhis",
            r"\bmosquee\b|\bsynagogue\b",
            r"\btemoins? de jehovah\b",
        ),
    ),
    Family(
        "la vie sexuelle",
        "Elle ne se collecte pas (RGPD, art. 9).",
        _any(r"\borientation sexuelle\b", r"\bvie sexuelle\b", r"\bsexualite\b", r"\bprostitu"),
        _any(r"\bhomosexuel", r"\blesbienne", r"\bbisexuel", r"\btransgenre", r"\bprostitu"),
    ),
    Family(
        "des infractions, des condamnations ou une détention",
        "La plateforme ne peut pas les tenir (RGPD, art. 10).",
        _any(
            r"\binfraction|\bdelits?\b|\bcondamn|\bcasier\b|\bpeines?\b",
            r"\bjudiciaire|\bpenal|\bjustice\b|\bspip\b|\bpjj\b|\bprobation\b",
            r"\bincarcer|\bdetention\b|\bdetenu|\becrou|\bprison\b|\bgarde a vue\b",
            r"\bsous main de justice\b|\bbracelet\b",
        ),
        _any(
            r"\bincarcer|\bdetention\b|\bprison\b|\bgarde a vue\b",
            r"\bcondamn|\bcasier judiciaire\b|\bsursis\b|\bbracelet electronique\b|\bspip\b",
        ),
    ),
    Family(
        "la santé, à un diagnostic ou à un traitement",
        "La plateforme ne tient qu’un niveau de difficulté, sans pathologie (RGPD, art. 9).",
        _any(
            r"\bdiagnos(?!tic (?:social|socio|numerique|partage|global|argumente|emploi|pro))",
            r"\bpatholog|\bmaladi|\bmedic|\bmedecin|\btraitements?\b|\bantecedent",
            r"\bsante\b|\bpsych|\bhandicap|\brqth\b|\bmdph\b|\baah\b|\binvalidite\b",
            r"\baddict|\bconsommations?\b|\balcool|\bdrogue|\btoxico|\bhospitalis",
            r"\bvih\b|\bsida\b|\bhepatite|\bgrossesse|\benceinte\b|\bvulnerabilit",
        ),
        _any(
            r"\bschizo|\bbipolair|\bdepressi|\bpsychiatr|\bpsychotique|\bpsychose",
            r"\bcancer|\bvih\b|\bsida\b|\bhepatite|\bdiabet|\bepilep",
            r"\bhospitalis|\baddict|\balcool|\bcocaine\b|\bcrack\b|\bheroine\b|\bmethadone\b",
            r"\bsubutex\b|\benceinte\b|\bavortement\b|\bhandicap",
        ),
    ),
    Family(
        "des clés de chiffrement",
        "Elles n’ont rien à faire dans un fichier : effacez-les.",
        _any(r"\bentitykey\b", r"\bencryptedentitykey\b", r"\bencryptionkey\b"),
    ),
)
_NIR = re.compile(
    r"""(?<![\dA-Za-z])
    [1-478] [ .\-/\u00a0\u202f]?              # sex
    (\d{2}) [ .\-/\u00a0\u202f]?              # year
    (0[1-9]|1[0-2]|[2-3]\d|4[0-2]|[5-9]\d) [ .\-/\u00a0\u202f]?   # month, or none known
    (\d{2}|2[AaBb]) [ .\-/\u00a0\u202f]?      # département
    (\d{3}) [ .\-/\u00a0\u202f]?              # commune
    (\d{3})                                   # order
    (?:[ .\-/\u00a0\u202f|]{0,3}(\d{2}))?     # key
    (?![\dA-Za-z])""",
    re.VERBOSE | re.ASCII,
)
_REAL_MONTHS = frozenset(f"{month:02}" for month in range(1, 13))


def why_never(heading: str) -> str:
    """Why a column is not taken, as whole French sentences; empty when it may be."""
    found = _family(heading)
    return f"Elle touche à {found.what}. {found.why}" if found else ""


def _family(heading: str) -> Family | None:
    folded = fold(heading)
    return next((one for one in FAMILIES if one.headings.search(folded)), None)


def holds_nir(text: str) -> bool:
    """Whether a text holds what looks like a number of sécurité sociale (Insee: 13 signs, a key).

    With its key, the key decides. Without, thirteen digits are one when the month is real: others
    are numbers of a counter or of a clock.
    """
    return any(_is_nir(found) for found in _NIR.finditer(text))


def _is_nir(found: re.Match[str]) -> bool:
    month, key = found[2], found[6]
    if key is None:
        return month in _REAL_MONTHS and found[4] != "000" and found[5] != "000"
    digits = re.sub(r"[^0-9A-Z]", "", found[0].upper())[:13]
    # Corsica: 2A counts as 19, 2B as 18 (Insee).
    return 97 - int(digits.replace("2A", "19").replace("2B", "18")) % 97 == int(key)


def touched_by(text: str) -> tuple[str, str] | None:
    """What a free text may touch, and the word that says so; None for nothing. A hint, no more."""
    folded = fold(text)
    for family in FAMILIES:
        found = family.words.search(folded) if family.words else None
        if found:
            return family.what, found[0]
    return None
