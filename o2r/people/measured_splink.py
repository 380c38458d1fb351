"""The rival of ``o2r bench duplicates``: Splink, trained without labels, as its documentation says.

Splink 5 (Ministry of Justice of the United Kingdom, MIT) on DuckDB. It is given what a careful user
would give it in France: names folded, a French phonetic code, numbers in one writing, boxes
swapped, day and month reversed, births of a 1st of January, age bands, weights by the frequency of
names and dates, and a phone that says nothing when first names differ. These were chosen for it on
the traditions that are not held out. It sees the bases of all the draws at once, hence more to
learn from than one operator has, and compares only inside one. Absent: ``Missing``, and nothing is
claimed.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

from o2r.people.measured_disturbance import Draw
from o2r.people.measured_people import Person

MISSING = (
    "Splink n’est pas installé : le rival ne peut pas être mesuré. "
    "Installez les outils de développement (requirements/dev.txt), puis relancez."
)
PAIRS_SAMPLED = 2e6
# One digit of nine, in a hundred million mobile numbers: too rare for a sample to tell.
NEIGHBOUR_NUMBER = 81 / 1e8

# Soundex français, as usually published: letters that sound alike share a digit.
_GROUPS = {
    **dict.fromkeys("bp", "1"),
    **dict.fromkeys("ckq", "2"),
    **dict.fromkeys("dt", "3"),
    "l": "4",
    **dict.fromkeys("mn", "5"),
    "r": "6",
    **dict.fromkeys("gj", "7"),
    **dict.fromkeys("xzs", "8"),
    **dict.fromkeys("fv", "9"),
}


class Missing(Exception):
    """Splink, or what it needs, is not installed."""


def scored(draws: Iterable[Draw]) -> Iterator[tuple[int, int, int, float]]:
    """Pairs that Splink finds: rank of the draw, of the search, of the person; the match weight.

    Raises Missing.
    """
    try:
        splink, arrow = import_module("splink"), import_module("pyarrow")
        library = import_module("splink.comparison_library")
        levels = import_module("splink.comparison_level_library")
        api = splink.DuckDBAPI()
    except ImportError as error:
        raise Missing(MISSING) from error
    searched, base = [], []
    for number, draw in enumerate(draws):
        base += [_row(number, rank, one) for rank, one in enumerate(draw.persons)]
        searched += [_row(number, rank, one.person) for rank, one in enumerate(draw.searches)]
    tables = [
        api.register(arrow.Table.from_pylist(rows, schema=_schema(arrow)), table_name=name)
        for rows, name in ((searched, "a_searched"), (base, "b_base"))
    ]
    linker = splink.Linker(tables, _settings(splink, library, levels), log_level="ERROR")
    _train(linker, splink.block_on)
    found = linker.inference.predict(threshold_match_weight=-15).as_record_list()
    for pair in found:
        number, search = _place(pair["unique_id_l"])
        yield number, search, _place(pair["unique_id_r"])[1], pair["match_weight"]


def _place(identifier: str) -> tuple[int, int]:
    number, _, rank = identifier.partition("-")
    return int(number), int(rank)


def _row(number: int, rank: int, person: Person) -> dict[str, Any]:
    given, surname = _folded(person.given), _folded(person.surname)
    birth = person.birth.isoformat() if person.birth else None
    years = (person.birth.year, person.birth.year) if person.birth else person.born_between
    return {
        "unique_id": f"{number}-{rank}",
        "draw": str(number),
        "given": given,
        "surname": surname,
        "given_sound": _codes(given),
        "surname_sound": _codes(surname),
        "given_first": given and _soundex(given.split()[0]),
        "surname_last": surname and _soundex(surname.split()[-1]),
        "nickname": _folded(person.nickname),
        "birth": birth,
        "reversed": birth and f"{birth[:4]}-{birth[8:]}-{birth[5:7]}",
        "year": birth and birth[:4],
        "year_from": years and years[0],
        "year_to": years and years[1],
        "phone": _dialled(person.phone),
        "place": _folded(person.place),
    }


def _schema(arrow: Any) -> Any:
    words = arrow.list_(arrow.string())
    columns = (
        "unique_id draw given surname given_first surname_last nickname birth reversed year "
        "phone place"
    ).split()
    fields = [(name, arrow.string()) for name in columns]
    fields += [("year_from", arrow.int32()), ("year_to", arrow.int32())]
    return arrow.schema([*fields, ("given_sound", words), ("surname_sound", words)])


def _settings(splink: Any, library: Any, levels: Any) -> Any:
    on = splink.block_on
    return splink.SettingsCreator(
        link_type="link_only",
        comparisons=[
            _given(library, levels),
            _surname(library, levels),
            _births(library, levels),
            _phones(library, levels),
            library.ExactMatch("place").configure(term_frequency_adjustments=True),
            library.ExactMatch("nickname").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[
            on("draw", "birth"),
            on("draw", "phone"),
            on("draw", "given", "surname"),
            "l.draw = r.draw and l.given = r.surname and l.surname = r.given",
            on("draw", "given_first", "surname_last"),
            on("draw", "given_first", "year"),
            on("draw", "surname_last", "year"),
            "l.draw = r.draw and l.birth = r.reversed",
            on("draw", "surname", "place"),
            on("draw", "given", "place"),
            on("draw", "nickname", "place"),
        ],
        retain_matching_columns=False,
        max_iterations=25,
    )


def _given(library: Any, levels: Any) -> Any:
    """The levels of Splink for a name, and the two columns reversed as for a pair of names."""
    return library.CustomComparison(
        output_column_name="given",
        comparison_levels=[
            levels.NullLevel("given"),
            levels.ExactMatchLevel("given", term_frequency_adjustments=True),
            levels.ColumnsReversedLevel("given", "surname", symmetrical=True),
            *_near(levels, "given"),
        ],
    )


def _surname(library: Any, levels: Any) -> Any:
    """Reversed columns are counted once, with the first name."""
    reversed_ = levels.ColumnsReversedLevel("given", "surname", symmetrical=True)
    return library.CustomComparison(
        output_column_name="surname",
        comparison_levels=[
            levels.Or(levels.NullLevel("surname"), reversed_).configure(is_null_level=True),
            levels.ExactMatchLevel("surname", term_frequency_adjustments=True),
            *_near(levels, "surname"),
        ],
    )


def _near(levels: Any, column: str) -> list[Any]:
    return [
        levels.JaroWinklerLevel(column, 0.92),
        levels.JaroWinklerLevel(column, 0.88),
        levels.ArrayIntersectLevel(f"{column}_sound", 1),
        levels.JaroWinklerLevel(column, 0.7),
        levels.ElseLevel(),
    ]


def _phones(library: Any, levels: Any) -> Any:
    """A phone shared by two first names that do not resemble is one of a household."""
    far = "jaro_winkler_similarity(given_l, given_r) < 0.8 and given_l != surname_r"
    return library.CustomComparison(
        output_column_name="phone",
        comparison_levels=[
            levels.NullLevel("phone"),
            levels.CustomLevel(f"phone_l = phone_r and {far}").configure(is_null_level=True),
            levels.ExactMatchLevel("phone", term_frequency_adjustments=True),
            levels.DamerauLevenshteinLevel("phone", 1).configure(
                u_probability=NEIGHBOUR_NUMBER, fix_u_probability=True
            ),
            levels.ElseLevel(),
        ],
    )


def _births(library: Any, levels: Any) -> Any:
    same_year = "substr(birth_l, 1, 4) = substr(birth_r, 1, 4)"
    january = "(substr(birth_l, 6) = '01-01' or substr(birth_r, 6) = '01-01')"
    undated = "(birth_l is null or birth_r is null)"
    meet = "year_from_l <= year_to_r and year_from_r <= year_to_l"
    return library.CustomComparison(
        output_column_name="birth",
        comparison_levels=[
            levels.NullLevel("year_from"),
            levels.CustomLevel(f"{undated} and {meet}", "âges compatibles"),
            levels.CustomLevel(undated, "âges incompatibles"),
            levels.ExactMatchLevel("birth", term_frequency_adjustments=True),
            levels.CustomLevel("birth_l = reversed_r", "jour et mois inversés"),
            levels.CustomLevel(f"{same_year} and {january}", "1er janvier"),
            levels.DamerauLevenshteinLevel("birth", 1),
            levels.CustomLevel(same_year, "même année"),
            levels.ElseLevel(),
        ],
    )


def _train(linker: Any, on: Any) -> None:
    """Without a label: u by random pairs, m by expectation-maximisation, each on other columns."""
    certain = [
        on("draw", "given", "surname", "birth"),
        on("draw", "given", "phone"),
        on("draw", "surname", "phone", "birth"),
    ]
    training = linker.training
    training.estimate_probability_two_random_records_match(certain, recall=0.5)
    training.estimate_u_using_random_sampling(max_pairs=PAIRS_SAMPLED, seed=1)
    for rule in (on("draw", "birth"), on("draw", "given", "surname")):
        training.estimate_parameters_using_expectation_maximisation(rule)


def _folded(text: str) -> str | None:
    plain = unicodedata.normalize("NFKD", text.lower().translate(str.maketrans("ıđ’", "id'")))
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.sub("[^a-z0-9]+", " ", bare).split()) or None


def _codes(name: str | None) -> list[str] | None:
    """One French code for each word of a name, as Splink asks for its phonetic level."""
    return sorted({_soundex(word) for word in name.split()}) if name else None


def _soundex(word: str) -> str:
    code, last = word[0].upper(), _GROUPS.get(word[0], "")
    for letter in word[1:]:
        digit = _GROUPS.get(letter, "")
        if digit and digit != last:
            code += digit
        last = digit
    return code[:4].ljust(4, "0")


def _dialled(phone: str) -> str | None:
    digits = re.sub(r"\D", "", phone)
    return digits[-9:] or None
