"""One cell: what people write, what spreadsheets do to it, and what somebody hostile puts there."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.core.hostile_text import hostile_texts
from o2r.outreach.enums import Channel, PlaceKind
from o2r.outreach.exchange import values
from o2r.outreach.exchange.values import NotTaken
from o2r.people.enums import Gender, Housing
from o2r.projects.exchange.values import Refused
from tests.outreach.mano_files import NOW

PARIS = ZoneInfo("Europe/Paris")
DAY = values.day(NOW, PARIS)
READERS: dict[str, Callable[[str], Any]] = {
    "line": values.line_of_text(100),
    "nickname": values.nickname,
    "civil": values.civil_name,
    "split": lambda cell: values.split_name(cell, last_comes_first=True),
    "note": values.note,
    "day": DAY,
    "age": values.age,
    "count": values.count,
    "degrees": values.degrees(90),
    "phone": values.phone,
    "yes": values.yes_or_no,
    "gender": values.gender,
    "housing": values.housing,
    "language": values.language,
    "place": values.place_kind,
    "channel": values.channel,
    "commune": values.commune,
    "commune_code": values.commune_code,
}


@pytest.mark.parametrize("name", READERS)
@given(cell=st.text(max_size=450))
def test_any_cell_is_read_or_refused_in_words(name: str, cell: str) -> None:
    with suppress(Refused, NotTaken):
        READERS[name](cell)


@pytest.mark.parametrize("name", READERS)
def test_hostile_texts_are_read_or_refused_in_words(name: str) -> None:
    for hostile in hostile_texts():
        with suppress(Refused, NotTaken):
            READERS[name](hostile.text)


@pytest.mark.parametrize("name", [name for name in READERS if name != "split"])
def test_nothing_is_nothing(name: str) -> None:
    assert not READERS[name]("")


@pytest.mark.parametrize(
    "name",
    [
        "Momo",
        "Petit-Louis",
        "Léo 🐶",
        "محمد",
        "Нина",
        "O’Brien",
        "007",
        "Zoé\u200d",
        "D’Artagnan (le grand)",
    ],
)
def test_a_nickname_is_taken_as_it_is(name: str) -> None:
    assert values.nickname(f"  {name} ") == name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("x" * 400, "400 caractères, 100 au plus"),
        ("Momo\u202eelor", "U+202E"),
        ("Mo\u200fmo", "U+200F"),
        ("Momo\x00", "U+0000"),
        ("🐶🐶", "ni lettre ni chiffre"),
        ("…", "ni lettre ni chiffre"),
        ("=cmd|' /C calc'!A0", "formule"),
        ("@SUM(A1)", "formule"),
        ("-2+3", "formule"),
        ("\uff1dHYPERLINK()", "formule"),
    ],
)
def test_a_name_that_hides_something_is_refused(name: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        values.nickname(name)
    assert said in str(refused.value)


@pytest.mark.parametrize("name", ["Élise", "Jean-Marie", "N’Diaye", "Nguyễn", "Le Goff", "J."])
def test_a_civil_name_is_made_of_letters(name: str) -> None:
    assert values.civil_name(name) == name


@pytest.mark.parametrize("name", ["Léa2", "Léo 🐶", "Dupont (divorcé)", "A/B", "Jean_Luc"])
def test_a_civil_name_holds_nothing_else(name: str) -> None:
    with pytest.raises(Refused, match="n’a pas sa place"):
        values.civil_name(name)


@pytest.mark.parametrize(
    ("whole", "first", "last"),
    [
        ("DUPONT Jean", "Jean", "DUPONT"),
        ("Jean DUPONT", "Jean", "DUPONT"),
        ("LE GOFF Marie Anne", "Marie Anne", "LE GOFF"),
        ("Marie Anne LE GOFF", "Marie Anne", "LE GOFF"),
        ("Dupont Jean", "Jean", "Dupont"),
        ("DUPONT JEAN", "JEAN", "DUPONT"),
    ],
)
def test_capitals_then_the_order_say_where_to_cut(whole: str, first: str, last: str) -> None:
    assert values.split_name(whole, last_comes_first=True) == (first, last)


@pytest.mark.parametrize("whole", ["Le Goff Marie Anne", "Momo", "DE LA TOUR", "Jean LE Goff"])
def test_where_to_cut_is_never_guessed(whole: str) -> None:
    assert values.split_name(whole, last_comes_first=True) is None


def test_the_order_of_the_column_is_what_says_it() -> None:
    assert values.split_name("Jean Dupont", last_comes_first=False) == ("Jean", "Dupont")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("03/05/1980", date(1980, 5, 3)),
        ("1980-05-03", date(1980, 5, 3)),
        ("1980-05-03 00:00:00", date(1980, 5, 3)),
        # Mano keeps a birth date as the instant of midnight where the browser was.
        ("1980-05-02T22:00:00.000Z", date(1980, 5, 3)),
        ("2026-11-29T11:30:00Z", date(2026, 11, 29)),
    ],
)
def test_a_day_is_read_where_the_team_is(cell: str, expected: date) -> None:
    assert DAY(cell) == expected


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("31/02/1980", "n’est pas une date"),
        ("03/05/80", "n’est pas une date"),
        ("29344", "n’est pas une date"),
        ("hier", "n’est pas une date"),
        ("01/01/2085", "n’est pas encore venu"),
        ("30/11/2026", "n’est pas encore venu"),
        ("01/01/0980", "trop ancien"),
        ("0001-01-01T00:00:00+14:00", "date possible"),
        ("9999-12-31T23:59:59-14:00", "date possible"),
    ],
)
def test_an_impossible_day_says_why(cell: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        DAY(cell)
    assert said in str(refused.value)


@given(st.dates(date(1906, 1, 1), date(2026, 11, 28)))
def test_every_day_that_has_come_is_read_however_it_is_written(day: date) -> None:
    assert DAY(day.isoformat()) == DAY(f"{day:%d/%m/}{day.year}") == DAY(f"{day} 00:00:00") == day


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("06 12 34 56 78", "06 12 34 56 78"),
        ("06.12.34.56.78", "06 12 34 56 78"),
        ("612345678", "06 12 34 56 78"),
        ("33612345678", "+33612345678"),
        ("0033 6 12 34 56 78", "+33612345678"),
        ("\u202a06 12 34 56 78\u202c", "06 12 34 56 78"),
        ("+33 (0)6 12 34 56 78", "+33612345678"),
        ("0262 12 34 56", "02 62 12 34 56"),
    ],
)
def test_a_phone_is_read_as_people_keep_it(cell: str, expected: str) -> None:
    assert values.phone(cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "06 12 34 56 78 / 07 98 76 54 32",
        "06 12",
        "sa sœur",
        "06 12 34 56 78 le soir",
        "06+12345678",
    ],
)
def test_what_is_not_one_phone_is_refused(cell: str) -> None:
    with pytest.raises(Refused, match="téléphone"):
        values.phone(cell)


@pytest.mark.parametrize(
    ("reader", "cell", "expected"),
    [
        ("gender", "Femme transgenre", Gender.WOMAN),
        ("gender", "Homme transgenre", Gender.MAN),
        ("gender", "Non binaire", Gender.OTHER),
        ("gender", "Aucun", None),
        ("gender", "M", Gender.MAN),
        ("housing", "Chez un tiers", Housing.HOSTED),
        ("housing", "Mise à l'abri", Housing.SHELTER),
        ("housing", "SDF", Housing.NONE),
        ("language", "Pachto", "ps"),
        ("language", "ar", "ar"),
        ("place", "Squat", PlaceKind.LIVING_PLACE),
        ("place", "rue, place ou pied d’immeuble", PlaceKind.STREET),
        ("channel", "Maraude", Channel.STREET),
        ("yes", "true", True),
        ("yes", "Non", False),
        ("age", "19 ans", 19),
        ("count", "0", 0),
        ("degrees", "45,6971", Decimal("45.69710")),
        ("commune", "Vénissieux", "69259"),
        ("commune", "69200 Vénissieux", "69259"),
        ("commune", "Saint-Denis (93)", "93066"),
        ("commune", "Lyon 8e", "69123"),
        ("commune", "Paris", "75056"),
        ("commune", "75018", "75056"),
        ("commune_code", "69259", "69259"),
    ],
)
def test_what_people_write_is_understood(reader: str, cell: str, expected: object) -> None:
    assert READERS[reader](cell) == expected


@pytest.mark.parametrize("reader", ["gender", "housing", "language", "place", "channel"])
def test_a_word_that_is_not_known_is_left_and_said(reader: str) -> None:
    with pytest.raises(NotTaken, match="n’est pas repris"):
        READERS[reader]("zzz" * 40)


@pytest.mark.parametrize(
    ("reader", "cell"),
    [
        ("commune", "Vénissieu"),
        ("commune", "Saint-Denis"),
        ("commune", "dep:38"),
        ("commune", "Isère"),
        ("commune", "99999"),
        ("commune", "x" * 400),
        ("commune_code", "69200000"),
        ("yes", "peut-être"),
        ("age", "quinze"),
        ("age", "200"),
        ("count", "trois"),
        ("count", "-1"),
        ("count", "9" * 400),
        ("degrees", "180"),
        ("degrees", "45°41’"),
    ],
)
def test_what_cannot_be_is_refused(reader: str, cell: str) -> None:
    with pytest.raises(Refused) as refused:
        READERS[reader](cell)
    assert len(str(refused.value)) < 700


def test_five_figures_that_are_two_communes_are_not_guessed() -> None:
    """A postal code of one commune is the code Insee of another."""
    insee, postal = values._by_code()
    shared = next(code for code, found in postal.items() if code in insee and found != (code,))
    with pytest.raises(Refused, match="plusieurs communes"):
        values.commune(shared)
