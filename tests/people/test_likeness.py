"""Two writings of one person are seen, relatives and namesakes are not taken for them."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.people.likeness import SHOWN_FROM, Commonness, Identity, rank, score
from o2r.people.likeness.births import Birth, compare_births
from o2r.people.likeness.contacts import Phone, compare_phones, dialled
from o2r.people.likeness.names import Level, Name, compare
from o2r.people.likeness.sounds import bones, sound
from o2r.people.likeness.writing import words


@pytest.fixture(autouse=True)
def _keys() -> None:
    """Nothing here is sealed."""


MOHAMED = Identity(
    first_name="Mohamed",
    last_name="Diallo",
    birth=date(2003, 5, 14),
    phones=("06 12 34 56 78",),
    place="Vénissieux",
)

NAMES = st.text(st.sampled_from("aàbcdeéfghijklmnoôpqrstuvwxyz '-ıłşNDG"), max_size=14)
DATES = st.none() | st.dates(date(1950, 1, 1), date(2012, 12, 31))
BANDS = st.none() | st.tuples(st.integers(1950, 1990), st.integers(1990, 2012))
PHONES = st.lists(st.from_regex(r"\A0[1-7]( ?[0-9]{2}){4}\Z"), max_size=2).map(tuple)
IDENTITIES = st.builds(
    Identity,
    first_name=NAMES,
    last_name=NAMES,
    known_as=NAMES,
    birth=DATES,
    born_between=BANDS,
    phones=PHONES,
    place=st.sampled_from(("", "Lyon 3e", "St-Fons", "Saint-Fons")),
)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("N'Diaye-Le Gall", ("ndiaye", "le", "gall")),
        ("M’Changama", ("mchangama",)),
        ("Øzdemir  YILDIZ", ("ozdemir", "yildiz")),
        ("Yıldırım Şahin", ("yildirim", "sahin")),
        ("Nguyễn Thị Hương", ("nguyen", "thi", "huong")),
        ("D.", ("d",)),
        ("Łukasz-Đặng", ("lukasz", "dang")),
        ("Мельник", ("melnyk",)),
        ("محمد", ("mhmd",)),
        ("123 !?", ()),
        ("", ()),
    ],
)
def test_names_are_folded(typed: str, expected: tuple[str, ...]) -> None:
    assert words(typed) == expected


@pytest.mark.parametrize(
    "writings",
    [
        "mohamed mohammed mouhamed muhammad mohamad",
        "ouattara wattara",
        "diallo jallow dialo",
        "cisse sisse",
        "shevchenko chevtchenko",
        "yusuf youssouf yousouf",
        "redouane redwan",
        "leila layla",
        "louis luis luiz",
        "traore traaore",
        "khadija kadija qadija",
        "coulibaly koulibali",
        "gauthier gautier",
        "philippe filip",
        "aicha aisha aicha",
        "mariia maria mariya",
        "oumar umar",
        "sow so",
        "ouedraogo wedraogo",
    ],
)
def test_one_sound_has_one_code(writings: str) -> None:
    assert len({sound(word) for word in writings.split()}) == 1


def test_different_names_sound_different() -> None:
    names = "martin bernard diallo traore nguyen yilmaz karimi melnyk silva rakoto hassan".split()
    assert len({sound(name) for name in names}) == len(names)
    assert len({bones(sound(name)) for name in names}) == len(names)


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Mohamed", "MOHAMED", Level.EQUAL),
        ("Mohamed", "Muhammad", Level.SOUND),
        ("El Amrani", "Elamrani", Level.EQUAL),
        ("El Amrani", "Amrani", Level.EQUAL),
        ("Elamrani", "Amrani", Level.SOUND),
        ("Jean-Pierre", "jeanpierre", Level.EQUAL),
        ("Jean-Baptiste", "JB", Level.DIMINUTIVE),
        ("Mohamed", "Momo", Level.DIMINUTIVE),
        ("Fatoumata", "Fatou", Level.DIMINUTIVE),
        ("Oleksandr", "Sacha", Level.DIMINUTIVE),
        ("Abdelkader", "Kader", Level.DIMINUTIVE),
        ("Gérard", "Gégé", Level.DIMINUTIVE),
        ("Nicolas", "Nico", Level.DIMINUTIVE),
        ("José", "Zé", Level.DIMINUTIVE),
        ("Mykola", "Nicolas", Level.DIMINUTIVE),
        ("Bensaïd", "Bensiad", Level.TYPO),
        ("Camara", "Cmaara", Level.TYPO),
        ("Rui", "Ri", Level.NEAR),
        ("Diallo", "D.", Level.INITIAL),
        ("Marie Claire", "Marie Laure", Level.ONE_PART),
        ("Fatima", "Hugo", Level.DIFFERENT),
        ("", "Hugo", Level.ABSENT),
        ("Ben", "", Level.ABSENT),
    ],
)
def test_names_agree_by_levels(one: str, other: str, level: Level) -> None:
    assert compare(Name.of(one), Name.of(other)).level == level
    assert compare(Name.of(other), Name.of(one)).level == level


def test_a_part_that_is_missing_is_partial() -> None:
    found = compare(Name.of("Silva Ferreira"), Name.of("Ferreira"))
    assert found.partial
    assert found.level == Level.EQUAL
    assert [word.text for word in found.words] == ["ferreira"]


@pytest.mark.parametrize(
    ("one", "other", "birth"),
    [
        (date(2003, 5, 14), date(2003, 5, 14), Birth.SAME),
        (date(2003, 1, 1), date(2003, 1, 1), Birth.SAME_JANUARY),
        (date(2003, 5, 4), date(2003, 4, 5), Birth.REVERSED),
        (date(2003, 5, 14), date(2003, 5, 15), Birth.ONE_DIGIT),
        (date(2003, 5, 12), date(2003, 5, 21), Birth.ONE_DIGIT),
        (date(2003, 5, 14), date(2013, 5, 14), Birth.ONE_DIGIT),
        (date(2009, 5, 14), date(2010, 5, 14), Birth.OTHER_YEAR),
        (date(2003, 5, 14), date(2003, 1, 1), Birth.UNKNOWN_DAY),
        (date(2003, 1, 1), date(2005, 1, 1), Birth.JANUARY_NEAR),
        (date(2003, 5, 14), date(2003, 9, 14), Birth.ONE_DIGIT),
        (date(2003, 5, 14), date(2003, 9, 15), Birth.TWO_DIGITS),
        (date(2003, 5, 14), date(2003, 11, 30), Birth.SAME_YEAR),
        (date(2003, 5, 14), date(1998, 11, 30), Birth.DIFFERENT),
        (date(2003, 1, 1), date(1990, 1, 1), Birth.DIFFERENT),
        (None, date(2003, 5, 14), Birth.ABSENT),
    ],
)
def test_births_agree_by_kinds(one: date | None, other: date | None, birth: Birth) -> None:
    left, right = Identity(birth=one), Identity(birth=other)
    assert compare_births(left, right) == compare_births(right, left) == birth


def test_an_age_band_is_compared_with_a_date() -> None:
    band = Identity(born_between=(1996, 2000))
    assert compare_births(band, Identity(birth=date(1998, 3, 2))) == Birth.IN_BAND
    assert compare_births(band, Identity(birth=date(2003, 3, 2))) == Birth.OUT_OF_BAND
    assert compare_births(band, Identity(born_between=(1990, 1996))) == Birth.IN_BAND
    with pytest.raises(ValueError, match="disorder"):
        Identity(born_between=(2000, 1990))


@pytest.mark.parametrize(
    "written",
    ["06 12 34 56 78", "0612345678", "+33 6 12 34 56 78", "0033612345678", "+33 (0)6.12.34.56.78"],
)
def test_a_number_is_one_whatever_its_writing(written: str) -> None:
    assert dialled(written) == "612345678"


@pytest.mark.parametrize(
    ("one", "other", "phone"),
    [
        ("0612345678", "+33612345678", Phone.SAME),
        ("04 72 00 00 01", "0472000001", Phone.SAME_FIXED),
        ("0612345678", "0612345679", Phone.ONE_DIGIT),
        ("0612345678", "0612345687", Phone.ONE_DIGIT),
        ("0612345678", "0798765432", Phone.DIFFERENT),
        ("+221 77 123 45 67", "00221771234567", Phone.SAME),
        ("12", "12", Phone.ABSENT),
        ("", "0612345678", Phone.ABSENT),
    ],
)
def test_phones_agree_by_kinds(one: str, other: str, phone: Phone) -> None:
    left, right = ({dialled(number)} - {""} for number in (one, other))
    assert compare_phones(frozenset(left), frozenset(right)) == phone


@pytest.mark.parametrize(
    "again",
    [
        replace(MOHAMED, first_name="Momo"),
        replace(MOHAMED, first_name="", known_as="Momo"),
        replace(MOHAMED, first_name="Diallo", last_name="Mohamed"),
        replace(MOHAMED, first_name="Mouhamed", last_name="Jallow"),
        replace(MOHAMED, birth=date(2003, 1, 1)),
        replace(MOHAMED, birth=None, born_between=(2000, 2008)),
        replace(MOHAMED, phones=("07 98 76 54 32",), birth=date(2003, 5, 15)),
        replace(MOHAMED, last_name="Diallo Bah", place="Bron"),
        replace(MOHAMED, last_name=""),
    ],
)
def test_the_same_person_written_again_is_told(again: Identity) -> None:
    assert score(MOHAMED, again).probability >= SHOWN_FROM


@pytest.mark.parametrize(
    "somebody",
    [
        replace(MOHAMED, first_name="Ibrahima", birth=date(2005, 8, 2)),
        replace(MOHAMED, first_name="Aïssatou"),
        Identity("Mohamed", "Diallo", birth=date(1988, 11, 30), phones=("0755555555",)),
        Identity("Mohamed", place="Vénissieux"),
        Identity(known_as="Momo", place="Vénissieux"),
        Identity(birth=MOHAMED.birth, place="Vénissieux"),
        Identity(),
    ],
    ids=["brother", "twin", "namesake", "first name", "nickname", "birth", "nobody"],
)
def test_somebody_else_is_not_told(somebody: Identity) -> None:
    assert score(MOHAMED, somebody).probability < SHOWN_FROM


def test_a_hint_says_why_and_why_not() -> None:
    found = score(MOHAMED, replace(MOHAMED, first_name="Momo", birth=date(1990, 11, 30)))
    told = [str(reason) for reason in found.reasons]
    assert told == [
        "même téléphone",
        "même nom : Diallo",
        "prénoms proches : Mohamed / Momo",
        "même lieu",
    ]
    assert found.doubts == ("dates de naissance différentes",)
    swapped = score(MOHAMED, replace(MOHAMED, first_name="Diallo", last_name="Mohamed"))
    assert "nom et prénom peut-être inversés" in {reason.text for reason in swapped.reasons}
    assert not any("Mohamed" in reason.text for reason in (*found.reasons, *swapped.reasons))


def test_namesakes_share_the_odds() -> None:
    typed = Identity("Mohamed", "Diallo", born_between=(2000, 2008), place="Bron")
    alone = rank(typed, [("a", typed)], Commonness())
    many = rank(typed, [(name, typed) for name in "abcdef"], Commonness())
    assert alone[0][1].probability > 2 * many[0][1].probability
    assert sum(found.probability for _, found in many) <= 1


def test_a_rare_name_says_more() -> None:
    typed = Identity("Mohamed", "Diallo", place="Bron")
    key, files = "mmt", 2_000
    rare, common = Commonness({key: 1}, files), Commonness({key: 300}, files)
    assert (
        rank(typed, [(1, typed)], rare)[0][1].weight
        > rank(typed, [(1, typed)], common)[0][1].weight
    )


def test_more_files_ask_for_more_evidence() -> None:
    typed = Identity("Mohamed", "Diallo", place="Bron")
    few, many = (rank(typed, [(1, typed)], Commonness(), n)[0][1] for n in (2_000, 200_000))
    assert many.probability < few.probability


@given(IDENTITIES, IDENTITIES)
def test_a_score_is_symmetric(one: Identity, other: Identity) -> None:
    there, back = score(one, other), score(other, one)
    assert there.weight == pytest.approx(back.weight)
    assert [r.text for r in there.reasons] == [r.text for r in back.reasons]
    assert there.doubts == back.doubts


@given(IDENTITIES, st.permutations("Mohamed Fatou Ngoc Diallo Martin Şahin Zabihullah".split()))
def test_swapped_boxes_cost_little(person: Identity, names: list[str]) -> None:
    person = replace(person, first_name=names[0], last_name=names[1], known_as="")
    swapped = replace(person, first_name=names[1], last_name=names[0])
    cost = score(person, person).weight - score(person, swapped).weight
    assert 0 <= cost <= 3


@given(IDENTITIES)
def test_nothing_known_is_never_somebody(person: Identity) -> None:
    assert score(person, Identity()).probability < SHOWN_FROM
    assert score(Identity(place="Bron"), Identity(place="Bron")).probability < SHOWN_FROM


@given(IDENTITIES, st.lists(IDENTITIES, max_size=5))
def test_probabilities_are_shares(typed: Identity, others: list[Identity]) -> None:
    found = rank(typed, list(enumerate(others)), Commonness())
    assert sorted(key for key, _ in found) == list(range(len(others)))
    assert sum(likeness.probability for _, likeness in found) <= 1 + 1e-9
    assert all(0 <= likeness.probability <= 1 for _, likeness in found)
