"""Reading one cell of a person, a place or a passage: text in, value out, or why not. Pure.

``Refused`` stops the file; ``NotTaken`` leaves the cell and says so. Neither repeats what could be
a number of sécurité sociale: those lines were refused before.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import TypeVar

from o2r.core.exports import neutral
from o2r.outreach.enums import Channel, PlaceKind
from o2r.people.enums import Gender, Housing
from o2r.projects.exchange import values
from o2r.projects.exchange.values import Refused
from o2r.territory.enums import UnitKind
from o2r.territory.folding import fold
from o2r.territory.geography import current_geography
from o2r.territory.search import MatchKind, search_communes
from o2r.territory.unit_names import UnitNameError, UnknownName
from o2r.territory.unit_spellings import read_unit
from o2r.territory.zones import ZoneError

LONGEST_NAME, LONGEST_TEXT, LONGEST_NOTE = 100, 200, 5_000
OLDEST = 120
"""Years: nobody older is met."""
MOST_AT_ONCE = 1_000
_SHOWN = 40
_JOINERS = "\u200c\u200d\ufe0e\ufe0f"
"""Inside an emoji and in Persian or Hindi names: they are part of the word."""
_SPACES = re.compile(r"\s+")
_PHONE_NOISE = re.compile(r"\(0\)|[^\d+]")
_PHONE = re.compile(r"0[1-9]\d{8}|\+\d{8,15}", re.ASCII)
_EATEN = (
    (re.compile(r"[1-9]\d{8}", re.ASCII), "0"),
    (re.compile(r"33[1-9]\d{8}", re.ASCII), "+"),
)
"""Numbers of France that a spreadsheet took for numbers, and the sign that it ate."""
_COORDINATE = re.compile(r"-?\d{1,3}(?:[.,]\d{1,15})?")
_CODE = re.compile(r"\d[\dAB]\d{3}", re.IGNORECASE)
_FIVE_DECIMALS = Decimal("0.00001")
Code = TypeVar("Code")


class NotTaken(Exception):
    """A cell that is left, which does not stop its line; the message is the reason, in French."""


def shown(cell: str) -> str:
    """What a message repeats of a cell."""
    return cell if len(cell) <= _SHOWN else f"{cell[:_SHOWN]}…"


# --- Names and texts ------------------------------------------------------------------------------


def line_of_text(longest: int) -> Callable[[str], str]:
    """One line, without what is invisible, in composed letters (NFC)."""

    def read(cell: str) -> str:
        text = _SPACES.sub(" ", unicodedata.normalize("NFC", cell)).strip()
        if len(text) > longest:
            raise Refused(f"le texte a {len(text)} caractères, {longest} au plus")
        for sign in text:
            if unicodedata.category(sign)[0] == "C" and sign not in _JOINERS:
                raise Refused(
                    f"le texte contient un caractère invisible (U+{ord(sign):04X}), qui peut "
                    "changer le sens de lecture : retapez-le"
                )
        return text

    return read


def nickname(cell: str) -> str:
    """How a team calls somebody: letters, digits, even an emoji, but no formula."""
    text = line_of_text(LONGEST_NAME)(cell)
    if text and not any(sign.isalnum() for sign in text):
        raise Refused("ce nom n’a ni lettre ni chiffre : donnez un surnom qui se lise")
    if text and neutral(text) != text:
        raise Refused("ce nom commence comme une formule de tableur : retirez le premier signe")
    return text


def civil_name(cell: str) -> str:
    """A name of the état civil: letters, spaces, hyphens, apostrophes."""
    text = nickname(cell)
    for sign in text:
        if not (sign.isalpha() or unicodedata.category(sign)[0] == "M" or sign in " -'’.·‐"):
            raise Refused(
                f"« {sign} » n’a pas sa place dans un nom : corrigez, ou mettez un surnom dans la "
                "colonne du surnom"
            )
    return text


def split_name(cell: str, *, last_comes_first: bool) -> tuple[str, str] | None:
    """First name and last name written together; None when where to cut is not sure.

    Capitals say which is the last name, whatever the order of the column.
    """
    words = civil_name(cell).split()
    capitals = [len(word) > 1 and word.isupper() for word in words]
    count = sum(capitals)
    if 0 < count < len(words):
        if all(capitals[:count]):
            return " ".join(words[count:]), " ".join(words[:count])
        if all(capitals[-count:]):
            return " ".join(words[:-count]), " ".join(words[-count:])
    if len(words) != 2:
        return None
    return (words[1], words[0]) if last_comes_first else (words[0], words[1])


def note(cell: str) -> str:
    """A free text, with its lines. What it may touch is said elsewhere."""
    return values.text(LONGEST_NOTE)(unicodedata.normalize("NFC", cell))


# --- Days and numbers -----------------------------------------------------------------------------


def moment(now: datetime, zone: tzinfo) -> Callable[[str], datetime | None]:
    """An instant that has come, with its hour or without; or nothing."""

    def read(cell: str) -> datetime | None:
        if not cell:
            return None
        try:
            found = values.instant(cell, zone).astimezone(zone)
        except OverflowError:
            raise Refused(f"« {shown(cell)} » n’est pas une date possible") from None
        if found > now:
            raise Refused(f"le {found:%d/%m/%Y} n’est pas encore venu : vérifiez l’année")
        if found.year < now.year - OLDEST:
            raise Refused(f"le {found:%d/%m/}{found.year:04} est trop ancien : vérifiez l’année")
        return found

    return read


def day(now: datetime, zone: tzinfo) -> Callable[[str], date | None]:
    """A day that has come, in ``zone``; or nothing."""

    def read(cell: str) -> date | None:
        found = moment(now, zone)(cell)
        return found.date() if found else None

    return read


def age(cell: str) -> int | None:
    """Years of age, or nothing."""
    found = re.fullmatch(r"(\d{1,3})(?: ans)?", cell.strip(), re.IGNORECASE | re.ASCII)
    if cell and (found is None or int(found[1]) > OLDEST):
        raise Refused(f"« {shown(cell)} » n’est pas un âge : un nombre d’années")
    return int(found[1]) if found else None


def years_between(born: date, today: date) -> int:
    """How old somebody is."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def count(cell: str) -> int | None:
    """How many people, or nothing."""
    if cell and not (cell.isascii() and cell.isdigit() and int(cell[:9]) <= MOST_AT_ONCE):
        raise Refused(f"« {shown(cell)} » n’est pas un nombre de personnes, {MOST_AT_ONCE} au plus")
    return int(cell) if cell else None


def degrees(limit: int) -> Callable[[str], Decimal | None]:
    """An angle between ``-limit`` and ``limit``, with five decimals (one metre); or nothing."""

    def read(cell: str) -> Decimal | None:
        if not cell:
            return None
        found = Decimal(limit + 1)
        if _COORDINATE.fullmatch(cell):
            try:
                found = Decimal(cell.replace(",", "."))
            except InvalidOperation:
                pass
        if abs(found) > limit:
            raise Refused(f"« {shown(cell)} » n’est pas un angle de -{limit} à {limit} degrés")
        return found.quantize(_FIVE_DECIMALS, rounding=ROUND_HALF_UP)

    return read


# --- Ways to reach somebody -----------------------------------------------------------------------


def phone(cell: str) -> str:
    """One phone number: a telephone book writes signs around it, a spreadsheet eats its zero."""
    plain = "".join(sign for sign in cell if unicodedata.category(sign) != "Cf")
    digits = re.sub(r"^00", "+", _PHONE_NOISE.sub("", plain))
    if not digits:
        if plain.strip():
            raise Refused(f"« {shown(cell)} » n’est pas un numéro de téléphone")
        return ""
    for eaten, given_back in _EATEN:
        if eaten.fullmatch(digits):
            digits = f"{given_back}{digits}"
    if not _PHONE.fullmatch(digits) or re.search(r"[^\W\d_]", plain):
        raise Refused(
            f"« {shown(cell)} » ne se lit pas comme un seul numéro de téléphone : un numéro par "
            "cellule, le reste dans les notes"
        )
    return values.phone(" ".join(re.findall(r"\+\d+|\d\d", digits)))


# --- Codes ----------------------------------------------------------------------------------------


def yes_or_no(cell: str) -> bool | None:
    """Yes, no, or nothing said."""
    said = fold(cell)
    if said in ("oui", "o", "true", "vrai", "yes", "1", "x"):
        return True
    if said in ("non", "n", "false", "faux", "no", "0"):
        return False
    if cell.strip():
        raise Refused(f"« {shown(cell)} » : écrivez oui ou non")
    return None


def _coded(words: Mapping[str, Code], silence: frozenset[str]) -> Callable[[str], Code | None]:
    """A code by one of its words; nothing for ``silence``; NotTaken for another word."""

    def read(cell: str) -> Code | None:
        said = fold(cell)
        if not said or said in silence:
            return None
        if said not in words:
            raise NotTaken(f"« {shown(cell)} » n’est pas connu ici : ce n’est pas repris")
        return words[said]

    return read


_SILENCE = frozenset(fold(w) for w in ("aucun", "nsp", "ne sait pas", "inconnu", "non renseigné"))
_GENDERS = {
    **dict.fromkeys(("femme", "f", "feminin", "mme", "madame", "femme transgenre"), Gender.WOMAN),
    **dict.fromkeys(("homme", "h", "m", "masculin", "mr", "monsieur"), Gender.MAN),
    "homme transgenre": Gender.MAN,
    **dict.fromkeys(("autre", "non binaire", "x"), Gender.OTHER),
}
_HOUSING = {
    **dict.fromkeys(("logement", "un logement a soi", "locataire", "proprietaire"), Housing.HOME),
    **dict.fromkeys(
        ("heberge", "hebergee", "chez un tiers", "chez quelqu un", "chez des amis", "famille"),
        Housing.HOSTED,
    ),
    **dict.fromkeys(
        ("hebergement association", "mise a l abri", "logement accompagne", "urgence", "insertion")
        + ("hotel", "hotel ou hebergement", "foyer", "chrs", "structure", "residence sociale"),
        Housing.SHELTER,
    ),
    **dict.fromkeys(
        ("sans domicile", "sdf", "rue", "a la rue", "sans abri", "squat"), Housing.NONE
    ),
}
_LANGUAGES = {
    "fr": "francais",
    "en": "anglais",
    "ar": "arabe",
    "es": "espagnol",
    "pt": "portugais",
    "it": "italien",
    "ro": "roumain",
    "bg": "bulgare",
    "ru": "russe",
    "uk": "ukrainien",
    "tr": "turc",
    "ku": "kurde",
    "sq": "albanais",
    "ka": "georgien",
    "hy": "armenien",
    "fa": "persan",
    "prs": "dari",
    "ps": "pachto",
    "ur": "ourdou",
    "bn": "bengali",
    "ta": "tamoul",
    "zh": "chinois",
    "vi": "vietnamien",
    "ti": "tigrinya",
    "am": "amharique",
    "so": "somali",
    "ln": "lingala",
    "bm": "bambara",
    "snk": "soninke",
    "ff": "peul",
    "wo": "wolof",
    "fsl": "langue des signes francaise",
}
"""Codes ISO 639 of the languages that a team may write, by their French names, folded."""
_PLACES = {
    **{fold(one.label): one for one in PlaceKind},
    **{fold(one.value): one for one in PlaceKind},
    **dict.fromkeys(("place", "pied d immeuble", "espace public"), PlaceKind.STREET),
    **dict.fromkeys(("gare", "arret de bus", "metro", "tram"), PlaceKind.STATION),
    **dict.fromkeys(("hotel 115", "chrs", "foyer", "hebergement"), PlaceKind.HOTEL),
    **dict.fromkeys(("squat", "campement", "bidonville", "terrain"), PlaceKind.LIVING_PLACE),
    **dict.fromkeys(("centre social", "cafe social", "tiers lieu", "mediatheque"),
                    PlaceKind.THIRD_PLACE),
    **dict.fromkeys(("marche", "centre commercial", "bar"), PlaceKind.SHOP),
    **dict.fromkeys(("lycee", "college", "ecole"), PlaceKind.SCHOOL),
}  # fmt: skip
_CHANNELS = {
    **{fold(one.label): one for one in Channel},
    **{fold(one.value): one for one in Channel},
    **dict.fromkeys(("maraude", "tournee"), Channel.STREET),
    **dict.fromkeys(("sms", "appel", "tel"), Channel.PHONE),
    **dict.fromkeys(("accueil", "permanence", "bureau"), Channel.OFFICE),
    **dict.fromkeys(("visite a domicile", "vad"), Channel.HOME),
}
gender = _coded(_GENDERS, _SILENCE)
housing = _coded(_HOUSING, _SILENCE)
language = _coded(
    {name: code for code, name in _LANGUAGES.items()} | {code: code for code in _LANGUAGES},
    _SILENCE,
)
place_kind = _coded(_PLACES, _SILENCE)
channel = _coded(_CHANNELS, _SILENCE)


def commune(cell: str) -> str:
    """The Insee code of a commune, or nothing."""
    text = cell.strip()
    if not text:
        return ""
    if _CODE.fullmatch(text):
        return _commune_of_code(text.upper())
    try:
        unit = read_unit(_postal_last(text), (UnitKind.COM,))
    except UnknownName as error:
        # « Lyon 8e » is a part of a commune, which the search knows.
        found = search_communes(text, 1) if len(text) <= LONGEST_TEXT else []
        if found and found[0].kind is MatchKind.DISTRICT:
            return found[0].commune.code
        raise Refused(error.message) from None
    except UnitNameError as error:
        raise Refused(error.message) from None
    except ZoneError as error:
        raise Refused(str(error)) from None
    if unit.kind is not UnitKind.COM:
        raise Refused(f"« {shown(text)} » n’est pas une commune")
    return unit.code


def commune_code(cell: str) -> str:
    """A code Insee, or nothing."""
    code = cell.strip().upper()
    if code and code not in _by_code()[0]:
        raise Refused(f"« {shown(code)} » n’est le code Insee d’aucune commune")
    return code


def _postal_last(text: str) -> str:
    """« 69200 Vénissieux » as « Vénissieux (69200) », the way a label is written."""
    found = re.fullmatch(r"(\d{5})\s+(.+)", text, re.ASCII)
    return f"{found[2]} ({found[1]})" if found else text


@lru_cache(maxsize=1)
def _by_code() -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    postal: dict[str, list[str]] = {}
    communes = current_geography().communes
    for one in communes:
        for code in one.postal_codes:
            postal.setdefault(code, []).append(one.code)
    return frozenset(one.code for one in communes), {k: tuple(v) for k, v in postal.items()}


def _commune_of_code(code: str) -> str:
    """Five signs alone are a postal code or a code Insee: taken when only one commune answers."""
    insee, postal = _by_code()
    found = {*postal.get(code, ()), *({code} & insee)}
    if len(found) != 1:
        reason = "désigne plusieurs communes" if found else "n’est le code d’aucune commune"
        raise Refused(f"« {code} » {reason} : écrivez son nom, avec le code postal")
    return found.pop()
