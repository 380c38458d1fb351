"""A scale is offered with its published wording, its source and its licence, or not at all."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from o2r.pathways.measures.scales.wording import wordings_in
from o2r.pathways.measures.wordings import offered
from o2r.people.models import Person
from tests.accounts.factories import enter
from tests.pathways.measures.scale_files import SCALES, worded
from tests.people.factories import Operator

FASKU = SCALES["fasku3"]


def fault_of(folder: Path, text: str, name: str = "fasku3.fr.toml") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    found = wordings_in([folder], SCALES)
    assert not found.usable
    return found.faults[name]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"source": ""}, "source"),
        ({"licence": " "}, "licence"),
        ({"version": "1999"}, "version"),
        ({"scale": "outcomes_star"}, "n’existe pas"),
        ({"language": "en"}, "s’appeler"),
    ],
)
def test_a_wording_that_lacks_something_is_not_used(
    tmp_path: Path, changes: dict[str, str], said: str
) -> None:
    assert said in fault_of(tmp_path, worded(FASKU, **changes))


def test_a_wording_with_other_questions_is_not_used(tmp_path: Path) -> None:
    text = worded(FASKU)
    assert "Il faut 3 questions" in fault_of(tmp_path, text.replace('"Question d’essai 2", ', ""))
    assert "Il faut 5 réponses" in fault_of(tmp_path, text.replace('"réponse 2", ', ""))
    assert "vide" in fault_of(tmp_path, text.replace("Question d’essai 2", " "))
    assert "TOML" in fault_of(tmp_path, "scale = ")


def test_one_list_of_answers_stands_for_all_the_questions(tmp_path: Path) -> None:
    head = worded(FASKU).split("answers = ")[0]
    text = head + 'answers = [["un", "deux", "trois", "quatre", "cinq"]]'
    (tmp_path / "fasku3.fr.toml").write_text(text, encoding="utf-8")
    wording = wordings_in([tmp_path], SCALES).of(FASKU)
    assert wording is not None
    assert [one[0] for one in wording.choices] == [(1, "un")] * 3


def test_a_person_reads_their_language_when_it_is_there(tmp_path: Path) -> None:
    for language in ("fr", "ar"):
        (tmp_path / f"fasku3.{language}.toml").write_text(worded(FASKU, language), encoding="utf-8")
    found = wordings_in([tmp_path, tmp_path / "absent"], SCALES)
    read = [found.of(FASKU, language) for language in ("ar", "prs", "")]
    assert [one and one.language for one in read] == ["ar", "fr", "fr"]


def test_without_wording_nothing_is_offered_and_the_page_says_what_is_missing(
    client: Client, place: Operator, momo: Person
) -> None:
    assert offered() == []
    enter(client, place.ines)
    listed = client.get(reverse("measures:questionnaire", args=[momo.pk]))
    named = client.get(reverse("measures:questionnaire", args=[momo.pk]) + "?echelle=who5")
    for page in (listed, named):
        assert "Aucun questionnaire ne peut être proposé" in page.content.decode()
    page = client.get(reverse("measures:scales")).content.decode()
    assert "10.23668/psycharchives.4659" in page
    assert page.count("texte à ajouter") == len(SCALES)


def test_the_page_of_scales_says_which_file_is_wrong(
    client: Client, place: Operator, tmp_path: Path, settings: Settings
) -> None:
    settings.SCALE_WORDINGS_DIR = str(tmp_path)
    (tmp_path / "fasku3.fr.toml").write_text(worded(FASKU), encoding="utf-8")
    (tmp_path / "who5.fr.toml").write_text("x", encoding="utf-8")
    page = client_page(client, place)
    assert "peut être proposée" in page
    assert "who5.fr.toml" in page


def client_page(client: Client, place: Operator) -> str:
    return enter(client, place.ines).get(reverse("measures:scales")).content.decode()
