"""The words of the contrat de confiance: whole in every language, honest about who read them."""

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db.models import TextChoices
from pytest_django import Settings

from o2r.core.instance import holds_real_people
from o2r.people.contract_texts import (
    SOURCE,
    ContractText,
    Status,
    UnknownLanguage,
    UnreviewedText,
    WrongTexts,
    contract_texts,
    language_name,
    offers,
    source,
    usable,
)
from o2r.people.contract_texts.reading import HERE, direction_of, faults_of, placeholders
from o2r.people.contract_texts.texts import LISTS, SECTIONS, UNREVIEWED
from o2r.people.enums import AgreementProof, Purpose, SharedField, Support
from o2r.people.models import InformationGiven

LANGUAGES = ("fr", "ar", "en", "fr-falc", "prs", "uk")
RIGHT_TO_LEFT = {"ar", "prs"}


@pytest.fixture
def own(tmp_path: Path, settings: Settings) -> Path:
    """A folder of texts of this instance, where a file replaces that of the product."""
    settings.CONTRACT_TEXTS_DIR = str(tmp_path)
    return tmp_path


def put(folder: Path, code: str, **changes: str) -> None:
    """Write a file of the product in the folder of the instance, some of its lines replaced."""
    text = (HERE / f"{code}.toml").read_text(encoding="utf-8")
    for old, new in changes.items():
        key = f"{old} ="
        before = next(line for line in text.splitlines() if line.startswith(key))
        text = text.replace(before, f"{key} {new}", 1)
    (folder / f"{code}.toml").write_text(text, encoding="utf-8")


def reviewed(folder: Path, code: str) -> None:
    put(
        folder,
        code,
        status='"relue"\nreviewed_on = 2026-12-01',
        reviewer='"Samira H., traductrice"',
    )


def text(code: str = SOURCE) -> ContractText:
    return contract_texts()[code]


def test_french_comes_first_and_the_languages_asked_for_exist() -> None:
    assert tuple(contract_texts()) == LANGUAGES


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_is_whole(code: str) -> None:
    held = text(code)
    assert faults_of(held, text()) == []
    assert set(held.words) == set(text().words)
    assert all(placeholders(held[key]) == placeholders(text()[key]) for key in held.words)
    assert held.direction == ("rtl" if code in RIGHT_TO_LEFT else "ltr")
    assert held.author
    for kind in LISTS:
        assert held.codes(kind) == text().codes(kind)
        assert all(held.word(kind, one) for one in held.codes(kind))
    for name in SECTIONS:
        assert len(held.section(name).lines) == len(text().section(name).lines) > 0


@pytest.mark.parametrize("code", LANGUAGES)
def test_nobody_is_said_to_have_reviewed_a_text_of_the_product(code: str) -> None:
    held = text(code)
    assert held.status is (Status.ORIGINAL if code == SOURCE else Status.UNREVIEWED)
    assert (held.reviewer, held.reviewed_on) == ("", None)
    assert held.awaits_its_dpo is (code == SOURCE)


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("purposes", Purpose),
        ("fields", SharedField),
        ("supports", Support),
        ("proofs", AgreementProof),
    ],
)
def test_what_is_agreed_to_has_its_words(kind: str, codes: type[TextChoices]) -> None:
    """What could be shared without a word for it would be shared without being said."""
    assert text().codes(kind) == tuple(codes.values)


def test_what_was_explained_is_remembered_by_its_language_and_its_day() -> None:
    assert text("ar").version == "ar 2026-11-30"
    longest = InformationGiven._meta.get_field("text_version").max_length
    assert all(len(one.version) <= longest for one in contract_texts().values())


def test_a_language_is_named_as_those_who_speak_it_write_it() -> None:
    assert language_name("uk") == "Українська"
    assert language_name("Pachto") == "Pachto"


def test_french_is_set_with_its_spaces() -> None:
    assert "perdue\u00a0?" in text()["card.lost"]
    assert "'" not in "".join(text().words.values())


@pytest.mark.parametrize("code", [one for one in LANGUAGES if one != SOURCE])
def test_an_unreviewed_text_says_so_and_is_refused_where_real_people_are(code: str) -> None:
    assert usable(code, production=False).mentions == (UNREVIEWED, text(code)["mention"])
    with pytest.raises(UnreviewedText, match="ne peut pas être remise"):
        usable(code, production=True)


def test_french_is_always_usable_and_carries_no_mention() -> None:
    assert usable(SOURCE, production=True).mentions == ()
    assert source() is usable(SOURCE, production=False)


def test_the_screen_learns_which_languages_are_refused_and_why() -> None:
    refused = {offer.text.code: offer.refusal for offer in offers(production=True)}
    assert [code for code, why in refused.items() if not why] == [SOURCE]
    assert "faites relire cette version" in refused["ar"]
    assert not any(offer.refusal for offer in offers(production=False))


def test_a_language_nobody_wrote_is_refused() -> None:
    with pytest.raises(UnknownLanguage):
        usable("tlh", production=False)


def test_a_text_reviewed_in_the_folder_of_the_instance_is_usable(own: Path) -> None:
    reviewed(own, "ar")
    assert usable("ar", production=True).mentions == ()
    assert [one.text.code for one in offers(production=True) if not one.refusal] == ["fr", "ar"]


def test_a_reviewed_text_is_no_longer_so_when_the_french_one_changes(own: Path) -> None:
    reviewed(own, "ar")
    put(own, SOURCE, written_on="2027-01-04")
    assert usable("ar", production=False).is_outdated
    with pytest.raises(UnreviewedText, match="depuis que le texte français a changé"):
        usable("ar", production=True)


def test_the_dpo_of_an_operator_takes_over_the_french_text(own: Path) -> None:
    reviewed(own, SOURCE)
    assert not usable(SOURCE, production=True).awaits_its_dpo


def test_an_instance_adds_a_language(own: Path) -> None:
    shutil.copy(HERE / "prs.toml", own / "ps.toml")
    with pytest.raises(WrongTexts, match="porte le code « prs »"):
        contract_texts(str(own))
    contract_texts.cache_clear()
    added = (own / "ps.toml").read_text(encoding="utf-8").replace('code = "prs"', 'code = "ps"')
    (own / "ps.toml").write_text(added, encoding="utf-8")
    assert usable("ps", production=False).code == "ps"


@pytest.mark.parametrize("name", ["code", "author", "written_on", "status", "direction"])
def test_a_file_without_its_head_is_refused(own: Path, name: str) -> None:
    whole = (HERE / "en.toml").read_text(encoding="utf-8").splitlines()
    left = "\n".join(line for line in whole if not line.startswith(f"{name} ="))
    (own / "en.toml").write_text(left, encoding="utf-8")
    with pytest.raises(WrongTexts, match=f"en : fichier illisible .*{name}"):
        contract_texts(str(own))


@pytest.mark.parametrize(
    ("key", "sentence", "said"),
    [
        ("card.stop", None, "« card.stop » manque"),
        ("card.joke", "Ha", "« card.joke » n’est pas dans le texte français"),
        ("card.stop", " ", "« card.stop » est vide ou bordé d’espaces"),
        ("card.stop", "<b>Stop</b>", "« card.stop » contient <, > ou &"),
        ("card.stop", "Stop\u202e!", "« card.stop » contient un signe invisible"),
        ("card.stop", "Stop }", "« card.stop » contient une accolade seule"),
        ("card.stop", "Stop {operator}", "« card.stop » demande un mot que ce papier n’a pas"),
        ("kept.lines.0", "Always.", "« kept.lines.0 » n’a pas les mêmes mots entre accolades"),
        ("kept.lines.0", "{month}", "« kept.lines.0 » demande un mot que ce papier n’a pas"),
    ],
)
def test_a_sentence_that_would_be_printed_wrong_is_found(
    key: str, sentence: str | None, said: str
) -> None:
    words = dict(text("en").words)
    if sentence is None:
        del words[key]
    else:
        words[key] = sentence
    found = faults_of(replace(text("en"), words=words), text())
    assert any(said in fault for fault in found), found


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"direction": "rtl"}, "n’est pas celui de ses lettres"),
        ({"direction": "up"}, "sens d’écriture inconnu"),
        ({"status": Status.ORIGINAL}, "seul le texte français est un original"),
        ({"status": Status.REVIEWED}, "relue, sans dire par qui ni quand"),
        ({"reviewer": "Samira H."}, "sans le statut « relue »"),
        ({"author": " "}, "auteur, nom ou langue manquent"),
        ({"translates": None}, "de quel texte français"),
    ],
)
def test_a_head_that_claims_too_much_is_found(changes: dict[str, object], said: str) -> None:
    found = faults_of(replace(text("en"), **changes), text())  # type: ignore[arg-type]
    assert any(said in fault for fault in found), found


def test_nobody_reviews_a_text_before_it_is_written() -> None:
    early = replace(
        text("en"),
        status=Status.REVIEWED,
        reviewer="Samira H.",
        reviewed_on=text("en").written_on - timedelta(days=1),
    )
    assert faults_of(early, text()) == ["en : relue avant d’être écrite."]


def test_every_fault_is_told_at_once(own: Path) -> None:
    put(own, "en", direction='"rtl"', author='""')
    put(own, "uk", status='"finie"')
    with pytest.raises(WrongTexts) as told:
        contract_texts(str(own))
    assert [fault.split(" :")[0] for fault in told.value.faults] == ["uk", "en", "en"]


def test_without_french_there_is_nothing(own: Path) -> None:
    (own / "fr.toml").write_text("code = ", encoding="utf-8")
    with pytest.raises(WrongTexts, match="fr : fichier illisible"):
        contract_texts(str(own))


def test_the_direction_is_that_of_the_letters() -> None:
    assert direction_of("O2R برنامج عمومي في فرنسا") == "rtl"
    assert direction_of("O2R, برنامج, is a public scheme") == "ltr"
    assert direction_of("2026") == "ltr"


@pytest.mark.parametrize(
    ("debug", "demonstration", "real"),
    [(False, False, True), (True, False, False), (False, True, False)],
)
def test_real_people_are_neither_on_a_demonstration_nor_on_a_developers_machine(
    settings: Settings, debug: bool, demonstration: bool, real: bool
) -> None:
    settings.DEBUG, settings.DEMONSTRATION = debug, demonstration
    assert holds_real_people() is real


def test_a_day_is_a_day() -> None:
    assert type(text().written_on) is date
