"""What no file brings in, whatever it says: known by its heading, or by its thirteen digits."""

import random
import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.outreach.exchange.never import FAMILIES, holds_nir, touched_by, why_never
from tests.outreach.mano_files import LABELLED, RAW

DOCUMENT = Path(__file__).resolve().parent.parent.parent / "docs/personal-data.md"


@pytest.mark.parametrize(
    "heading",
    [
        *("NIR", "N° sécu", "Numéro de Sécurité sociale", "n° SS", "Carte Vitale"),
        *("Nationalité", "Pays d’origine", "Titre de séjour", "Réfugié", "Demandeur d’asile"),
        *("Étranger", "OQTF", "Situation administrative", "pays de naissance"),
        *("Ethnie", "Origine", "Origine géographique", "Rom", "Gens du voyage"),
        *("Religion", "Confession", "Opinion politique", "Syndicat"),
        *("Orientation sexuelle", "Prostitution"),
        *("Infractions", "Casier judiciaire", "Suivi SPIP", "PJJ", "Incarcération", "Justice"),
        *("Diagnostic", "Pathologie", "Santé", "RQTH", "AAH", "Addictions", "Consommations"),
        *("Médecin traitant", "Couverture(s) médicale(s)", "Vulnérabilités", "Handicap"),
        *("entityKey", "encryptedEntityKey"),
    ],
)
def test_such_a_column_is_never_taken(heading: str) -> None:
    assert why_never(heading).startswith("Elle touche à ")
    assert why_never(f" {heading.upper()} ") == why_never(heading)


@pytest.mark.parametrize(
    "heading",
    [
        *("Nom", "Prénom", "Date de naissance", "Langue étrangère", "Équipe", "Téléphone"),
        *("Diagnostic social", "Quartier politique de la ville", "Origine du repérage"),
        *("Code Insee", "Commune", "Dernier contact", "Orienté par", "Séjour en hôtel"),
        *("Personne très vulnérable", "Description", "Promesse", "Prometteur", ""),
    ],
)
def test_an_ordinary_column_may_be(heading: str) -> None:
    assert why_never(heading) == ""


def test_of_an_export_of_mano_these_columns_stay_outside() -> None:
    assert [one for one in LABELLED if why_never(one)] == [
        "Nationalité",
        "Couverture(s) médicale(s)",
        "Structure de suivi médical",
        "Consommations",
        "Vulnérabilités",
        "Catégorie d'antécédents",
        "Informations complémentaires (antécédents)",
    ]
    assert [one for one in RAW if why_never(one)] == [
        "Nationalité",
        "encryptedEntityKey",
        "entityKey",
    ]


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """A number of sécurité sociale as Insee makes it, written as people write it."""
    department = draw(st.sampled_from(["01", "33", "69", "75", "2A", "2B", "97", "99"]))
    parts = [
        draw(st.sampled_from("1278")),
        f"{draw(st.integers(0, 99)):02}",
        f"{draw(st.integers(1, 12)):02}",
        department,
        f"{draw(st.integers(1, 990)):03}",
        f"{draw(st.integers(1, 999)):03}",
    ]
    digits = "".join(parts).replace("2A", "19").replace("2B", "18")
    separator = draw(st.sampled_from(["", " ", ".", "-", "\u00a0"]))
    written = separator.join(parts)
    if draw(st.booleans()):
        written += f"{separator}{97 - int(digits) % 97:02}"
    return draw(st.sampled_from([written, written.lower()]))


@given(numbers(), st.text(max_size=30), st.text(max_size=30))
def test_a_number_is_seen_wherever_it_is_written(number: str, before: str, after: str) -> None:
    assert holds_nir(number)
    assert holds_nir(f"{before} : {number}, {after}")


def test_a_wrong_key_is_another_number() -> None:
    assert holds_nir("1 85 05 78 006 084 91")
    assert not holds_nir("1 85 05 78 006 084 92")
    assert holds_nir("1850578006084")
    assert not holds_nir("1857878006084")


def test_other_long_numbers_are_not() -> None:
    rng = random.Random(20261129)
    phones = [f"0{rng.randint(1, 9)} {rng.randint(10, 99)} 22 33 44" for _ in range(500)]
    phones += [f"+336{rng.randint(10**7, 10**8 - 1)}" for _ in range(500)]
    ids = [str(uuid.UUID(int=rng.getrandbits(128), version=4)) for _ in range(5_000)]
    sirets = [str(rng.randint(10**13, 10**14 - 1)) for _ in range(500)]
    days = [datetime.fromtimestamp(n * 10**6, UTC).isoformat() for n in range(1_000)]
    wrong = [one for one in (*phones, *ids, *sirets, *days) if holds_nir(one)]
    assert wrong == []


@given(st.text(max_size=300))
def test_any_text_is_judged(text: str) -> None:
    assert holds_nir(text) in (True, False)
    assert touched_by(text) is None or len(touched_by(text) or ()) == 2
    assert isinstance(why_never(text), str)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Sort d’hospitalisation", "hospitalis"),
        ("a fait de la PRISON", "prison"),
        ("va à la mosquée le vendredi", "mosquee"),
        ("famille rom", "rom"),
        ("une OQTF en cours", "oqtf"),
    ],
)
def test_a_free_text_says_what_it_may_touch(text: str, word: str) -> None:
    touched = touched_by(text)
    assert touched is not None
    assert touched[1] == word


@pytest.mark.parametrize(
    "text", ["Rencontré à Rome, aime la musique", "Promesse tenue", "", "Crackers"]
)
def test_an_ordinary_text_touches_nothing(text: str) -> None:
    assert touched_by(text) is None


def test_the_document_of_the_dpo_says_what_is_never_taken() -> None:
    told = DOCUMENT.read_text(encoding="utf-8").split("## Ce qui n’entre par aucun fichier")[1]
    section = " ".join(told.split("\n## ")[0].split())
    for family in FAMILIES:
        assert family.why.split(" (")[0].rstrip(".") in section, family.what
