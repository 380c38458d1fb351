import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from o2r.projects.models import FundedProject, RegionalContact
from tests.projects.factories import ProjectFactory

HEADER = "identifiant;intitule;porteur;porteur_type;territoire\n"
RIGHT = "un-projet;Un projet;Porteur;association;dep:38\n"
WRONG = "faux;Faux;Porteur;association;dep:100\n"


def run(*arguments: object) -> tuple[str, str]:
    output, errors = io.StringIO(), io.StringIO()
    call_command(*map(str, arguments), stdout=output, stderr=errors)
    return output.getvalue(), errors.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "projets.csv"
    path.write_text(HEADER + RIGHT, encoding="utf-8")
    return path


def test_a_file_is_imported_then_exported(file: Path, tmp_path: Path) -> None:
    assert "1 à créer" in run("import_projects", file, "--dry-run")[0]
    assert not FundedProject.objects.exists()
    assert "1 créé" in run("import_projects", file)[0]
    ProjectFactory(example=True)
    target = tmp_path / "sortie.xlsx"
    assert "1 projets" in run("export_projects", target, "--without-examples")[0]
    FundedProject.objects.all().delete()
    assert "1 créé" in run("import_projects", target)[0]


def test_errors_are_printed_and_nothing_is_written(file: Path) -> None:
    file.write_text(HEADER + RIGHT + WRONG, encoding="utf-8")
    errors = io.StringIO()
    with pytest.raises(CommandError, match="--skip-invalid"):
        call_command("import_projects", str(file), stderr=errors, stdout=io.StringIO())
    assert errors.getvalue().startswith("ligne 3, colonne territoire\u00a0: ")
    assert not FundedProject.objects.exists()
    assert "1 créé" in run("import_projects", file, "--skip-invalid")[0]


@pytest.mark.parametrize("name", ["absent.csv", "projets.pdf"])
def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path, name: str) -> None:
    if name.endswith("pdf"):
        (tmp_path / name).write_bytes(b"x")
    with pytest.raises(CommandError):
        run("import_projects", tmp_path / name)


@pytest.mark.parametrize("name", ["absent/projets.csv", "projets.pdf"])
def test_an_impossible_export_is_one_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError):
        run("export_projects", tmp_path / name)


@pytest.mark.parametrize("place", ["69259", "com:69259", "Vénissieux", "venisieux"])
def test_the_question_of_the_site_from_the_console(place: str) -> None:
    ProjectFactory(slug="ici", zone="com:69259", publics=["jeunes"])
    ProjectFactory(slug="la-bas", zone="com:38185")
    RegionalContact.objects.create(region="84", name="DREETS", url="https://dreets.example/")
    answer = json.loads(run("projects", "--commune", place, "--public", "jeunes", "--json")[0])
    assert answer["commune"]["code"] == "69259"
    assert [project["slug"] for project in answer["covering"]] == ["ici"]
    assert answer["nearest"] == []
    assert answer["regional_contact"]["name"] == "DREETS"
    assert "1 projet réel" in run("projects", "--commune", place)[0]


def test_without_a_real_project_the_nearest_and_the_contact_are_offered(
    settings: Settings,
) -> None:
    settings.DEMONSTRATION = True
    ProjectFactory(slug="fiction", example=True, zone="dep:38")
    ProjectFactory(slug="rhone", zone="dep:69", title="Le Rhône")
    RegionalContact.objects.create(region="84", name="DREETS", url="https://dreets.example/")
    answer = json.loads(run("projects", "--commune", "38344", "--json")[0])
    assert answer["covering"] == []
    assert [project["slug"] for project in answer["examples"]] == ["fiction"]
    assert [project["slug"] for project in answer["nearest"]] == ["rhone"]
    printed = run("projects", "--commune", "38344", "--public", "jeunes")[0]
    assert "0 projet réel" in printed
    assert "[exemple fictif]" in printed
    assert "Le Rhône" in printed
    assert "Contact régional" in printed


def test_an_ambiguous_or_unknown_place_says_what_to_type() -> None:
    with pytest.raises(CommandError, match="plusieurs communes") as ambiguous:
        run("projects", "--commune", "Sainte-Colombe")
    assert "69189" in str(ambiguous.value)
    # 69200 is the INSEE code of a village and the postal code of Vénissieux.
    with pytest.raises(CommandError, match="com:69259") as both:
        run("projects", "--commune", "69200")
    assert "com:69200" in str(both.value)
    with pytest.raises(CommandError, match="pas le code d’une commune"):
        run("projects", "--commune", "zzzzzzzz")


def test_examples_may_be_generated_elsewhere(tmp_path: Path) -> None:
    target = tmp_path / "exemples" / "projets.csv"
    assert "projets fictifs" in run("generate_examples", "--seed", 7, "--output", target)[0]
    assert target.read_text(encoding="utf-8-sig").startswith("identifiant,")
