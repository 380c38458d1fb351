"""How somebody is reached, and what is known of them: written, corrected, refused at the field."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.core.crypto.fields import read_sealed
from o2r.people.ages import age_on, band_on
from o2r.people.enums import AgeBand, ContactKind, Housing, IdentityLevel, SharedField
from o2r.people.languages import language_name, languages
from o2r.people.models import ContactMeans, Person
from o2r.people.narrowing import IDENTITY_COLUMNS, identity_columns, reads_contact, reads_note
from o2r.people.reaching import is_hour_for, masked, phone_of, precautions
from o2r.people.services import (
    Given,
    Means,
    add_contact,
    change_contact,
    change_level,
    describe,
    remove_contact,
    rename,
)
from o2r.territory.models import LocalList, LocalUnit
from tests.people.factories import Operator, acting, person, said


@pytest.fixture
def place() -> Operator:
    return Operator()


@pytest.fixture
def momo(place: Operator) -> Person:
    return person(place.ines)


def phone(value: str = "0612345678", **more: object) -> Means:
    return Means(kind=ContactKind.PHONE, value=value, **more)  # type: ignore[arg-type]


def test_a_number_is_kept_with_its_precautions_sealed(place: Operator, momo: Person) -> None:
    ines = acting(place.ines)
    row = add_contact(by=ines, person=momo, means=phone(remark="celui de sa tante"))
    texts = read_sealed(row, "value", "remark", organisation=place.organisation.pk)
    assert texts == {"value": "06 12 34 56 78", "remark": "celui de sa tante"}
    assert b"06" not in bytes(row.value)
    # What nobody said is the most careful.
    assert (row.no_voicemail, row.wants_neutral_sender) == (True, True)
    momo.refresh_from_db()
    assert momo.revision == 1


@pytest.mark.parametrize(
    ("means", "field"),
    [
        (Means(ContactKind.PHONE, "06 12"), "value"),
        (Means(ContactKind.PHONE, " "), "value"),
        (Means(ContactKind.EMAIL, "momo(at)exemple"), "value"),
        (
            Means(ContactKind.PHONE, "0612345678", not_before=time(18), not_after=time(9)),
            "not_after",
        ),
    ],
)
def test_what_reaches_nobody_is_refused_at_its_field(
    place: Operator, momo: Person, means: Means, field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        add_contact(by=acting(place.ines), person=momo, means=means)
    assert refused.value.field == field


def test_one_means_at_most_is_preferred_and_any_can_go(place: Operator, momo: Person) -> None:
    ines = acting(place.ines)
    first = add_contact(by=ines, person=momo, means=phone(is_preferred=True))
    second = add_contact(by=ines, person=momo, means=phone("0712345678", is_preferred=True))
    kept = ContactMeans.objects.filter(person=momo, is_preferred=True)
    assert [one.pk for one in kept] == [second.pk]
    change_contact(by=ines, contact=first, means=phone(is_preferred=True, no_voicemail=False))
    assert [one.pk for one in kept.all()] == [first.pk]
    remove_contact(by=ines, contact=first)
    remove_contact(by=ines, contact=first)
    assert [one.pk for one in ContactMeans.objects.all()] == [second.pk]
    with pytest.raises(NotAllowed):
        add_contact(by=acting(place.bastien), person=momo, means=phone())


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("0612345678", "06 12 34 56 78"),
        ("06.12.34.56.78", "06 12 34 56 78"),
        ("+33 6 12 34 56 78", "06 12 34 56 78"),
        ("+33 (0)6 12 34 56 78", "06 12 34 56 78"),
        ("+212 612345678", "+212612345678"),
        ("12", None),
        ("chez sa tante", None),
    ],
)
def test_numbers_are_written_as_they_are_read(typed: str, read: str | None) -> None:
    assert phone_of(typed) == read


def test_a_masked_number_calls_nobody() -> None:
    assert masked(ContactKind.PHONE, "06 12 34 56 78") == "se termine par 78"
    assert masked(ContactKind.EMAIL, "momo@exemple.fr") == ""


def test_precautions_are_sentences_and_hours_close_the_call() -> None:
    row = ContactMeans(
        kind=ContactKind.PHONE,
        not_before=time(10),
        not_after=time(18, 30),
        is_read_by_others=True,
    )
    text = " ".join(precautions(row)).replace("\u00a0", " ")
    for word in (
        "Quelqu’un d’autre lit",
        "message vocal",
        "avant 10 h",
        "après 18 h 30",
    ):
        assert word in text
    assert [is_hour_for(row, time(hour)) for hour in (9, 10, 18, 19)] == [False, True, True, False]


@given(
    born=some.dates(min_value=date(1920, 1, 1), max_value=date(2025, 12, 31)),
    day=some.dates(min_value=date(2026, 1, 1), max_value=date(2040, 12, 31)),
)
def test_a_band_holds_the_age(born: date, day: date) -> None:
    age, band = age_on(day, born), band_on(day, born)
    limits = {
        AgeBand.UNDER_16: (0, 15),
        AgeBand.FROM_16_TO_17: (16, 17),
        AgeBand.FROM_18_TO_25: (18, 25),
        AgeBand.FROM_26_TO_29: (26, 29),
        AgeBand.FROM_30_TO_54: (30, 54),
        AgeBand.FROM_55: (55, 200),
    }
    low, high = limits[band]
    assert low <= age <= high


def test_coded_facts_change_one_by_one(place: Operator, momo: Person) -> None:
    ines = acting(place.ines)
    describe(by=ines, person=momo, changes={"language": "ar", "needs_interpreter": True})
    describe(by=ines, person=momo, changes={"commune": "69259", "housing": Housing.HOSTED})
    momo.refresh_from_db()
    assert (momo.language, momo.commune, momo.department) == ("ar", "69259", "69")
    assert momo.needs_interpreter
    describe(by=ines, person=momo, changes={"interpreter_caution": "Pas le voisin du 3e"})
    assert said(momo)["interpreter_caution"] == "Pas le voisin du 3e"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"language": "klingon"}, "language"),
        ({"commune": "00000"}, "commune"),
        ({"birth_date": date(2005, 3, 1)}, "birth_date"),
        ({"age_band": "40-41"}, "age_band"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(
    place: Operator, momo: Person, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        describe(by=acting(place.ines), person=momo, changes=changes)
    assert refused.value.field == field


def test_a_birth_date_once_declared_gives_the_band(place: Operator, momo: Person) -> None:
    ines = acting(place.ines)
    declared = Given(first_name="Mohamed")
    change_level(by=ines, person=momo, to=IdentityLevel.DECLARED, given=declared)
    born = clock.today() - timedelta(days=20 * 366)
    describe(by=ines, person=momo, changes={"birth_date": born})
    momo.refresh_from_db()
    assert momo.age_band == AgeBand.FROM_18_TO_25
    assert said(momo)["birth_date"] == born.isoformat()
    for wrong in (clock.today() + timedelta(days=1), date(1880, 1, 1)):
        with pytest.raises(DomainError, match="Vérifiez l’année"):
            describe(by=ines, person=momo, changes={"birth_date": wrong})


def test_a_declared_identity_has_a_name(place: Operator, momo: Person) -> None:
    with pytest.raises(DomainError, match="prénom ou le nom") as refused:
        change_level(by=acting(place.ines), person=momo, to=IdentityLevel.DECLARED)
    assert refused.value.field == "first_name"


def test_a_name_is_corrected_without_climbing(place: Operator, momo: Person) -> None:
    ines = acting(place.ines)
    rename(by=ines, person=momo, names={"known_as": "Momo le grand"})
    assert said(momo)["known_as"] == "Momo le grand"
    with pytest.raises(DomainError, match="pseudonyme"):
        rename(by=ines, person=momo, names={"last_name": "Diallo"})
    with pytest.raises(DomainError, match="au moins un surnom"):
        rename(by=ines, person=momo, names={"known_as": ""})


def test_the_territory_says_what_it_knows_of_a_commune(place: Operator, momo: Person) -> None:
    ines = acting(place.ines)
    describe(by=ines, person=momo, changes={"commune": "69259", "in_qpv": True})
    momo.refresh_from_db()
    # No list was imported: the person's word alone.
    assert (momo.in_frr, momo.in_qpv) == (None, True)
    for kind, code, communes in (("qpv", "QN06901I", ["69259"]), ("frr", "FR", ["69001"])):
        listed = LocalList.objects.create(
            kind=kind,
            dated=clock.today(),
            source="essai",
            sha256="0" * 64,
            vintage=2026,
            imported_at=clock.now(),
        )
        LocalUnit.objects.create(list=listed, code=code, name="Unité", communes=communes)
    describe(by=ines, person=momo, changes={"commune": "69001", "in_qpv": True})
    momo.refresh_from_db()
    assert (momo.in_frr, momo.in_qpv) == (True, False)
    describe(by=ines, person=momo, changes={"commune": "69259"})
    momo.refresh_from_db()
    assert momo.in_frr is False


def test_who_has_a_home_has_no_domiciliation(place: Operator, momo: Person) -> None:
    ines = acting(place.ines)
    facts = {"housing": Housing.NONE, "is_domiciled": True, "commune": "69259"}
    describe(by=ines, person=momo, changes=facts)
    momo.refresh_from_db()
    assert momo.is_domiciled is True
    describe(by=ines, person=momo, changes={"housing": Housing.HOME})
    momo.refresh_from_db()
    assert momo.is_domiciled is None


def test_languages_begin_with_french_and_keep_their_names() -> None:
    codes = [code for code, _ in languages()]
    assert codes[0] == "fr"
    assert codes[-1] == "autre"
    assert len(codes) == len(set(codes))
    assert language_name("prs") == "dari"
    assert language_name("zz") == "zz"


def test_agreements_open_their_fields_and_nothing_more() -> None:
    groups = frozenset({"identity", "contact", "narrative"})
    assert identity_columns(groups, None) == IDENTITY_COLUMNS
    named = frozenset({SharedField.FIRST_NAME, SharedField.PHONE})
    assert identity_columns(groups, named) == ("known_as", "first_name")
    assert identity_columns(frozenset({"contact"}), named) == ()
    assert reads_contact(ContactKind.PHONE, groups, named)
    assert not reads_contact(ContactKind.ADDRESS, groups, named)
    assert not reads_note("partagee", groups, named, writes_or_answers=False)
    told = named | {SharedField.NARRATIVE}
    assert reads_note("partagee", groups, told, writes_or_answers=False)
    assert not reads_note("equipe", groups, told, writes_or_answers=True)
    assert reads_note("equipe", groups, None, writes_or_answers=False)
    assert not reads_note("confidentielle", groups, None, writes_or_answers=False)
    assert reads_note("confidentielle", groups, None, writes_or_answers=True)
