"""``o2r zone``."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db

EBER = "dep:38 - epci:200085751"


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("zone", *arguments, stdout=out)
    return out.getvalue().replace("\u00a0", " ").replace("\u202f", " ")


def fail(*arguments: str) -> tuple[str, str, str]:
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("zone", *arguments, stdout=out, stderr=err)
    assert caught.value.returncode == 2
    texts = (str(caught.value), out.getvalue(), err.getvalue())
    return tuple(text.replace("\u00a0", " ") for text in texts)  # type: ignore[return-value]


def test_the_json_has_the_documented_keys() -> None:
    data = json.loads(run(EBER.replace(" ", ""), "--json"))
    assert list(data) == [
        *("expression", "label", "communes", "population", "codes", "cover", "partial_epci", "cog"),
    ]
    assert data["expression"] == EBER
    assert data["label"] == "Isère (hors CC Entre Bièvre et Rhône)"
    assert data["communes"] == len(data["codes"]) == 475
    assert data["cog"] == 2026
    assert "epci:200040715" in data["cover"]
    vienne = {"code": "200077014", "name": "CA Vienne Condrieu", "inside": 18, "total": 30}
    assert vienne in data["partial_epci"]


def test_another_vintage() -> None:
    assert json.loads(run("reg:84", "--json", "--cog", "2024"))["cog"] == 2024


def test_the_text_says_everything_in_french() -> None:
    text = run("dep:38 - epci:200077014")
    for line in (
        "Isère (hors CA Vienne Condrieu [18 communes sur 30])",
        "494 communes, 1 223 539 habitants",
        "Recette : dep:38 - epci:200077014 (COG 2026)",
        "« - epci:200077014 » (CA Vienne Condrieu) n’était qu’en partie dans la zone",
        "Couverture en 23 codes : epci:",
        "EPCI coupés par la zone : 1",
        "  200040111 CC Coeur de Chartreuse : 7 communes sur 17",
    ):
        assert line in text


def test_the_difference_with_another_vintage() -> None:
    text = run("reg:84", "--compare", "2024")
    assert "Depuis 2024 : même territoire." in text
    assert "communes fusionnées (7)" in text
    assert "communes créées ou recréées (5)" in text
    comparison = json.loads(run("reg:84", "--compare", "2024", "--json"))["comparison"]
    assert comparison["same_territory"] is True
    assert {"code": "42072", "successor": "42217"} in comparison["merged"]
    assert len(comparison["merged"]) == 7
    assert (comparison["gained"], comparison["lost"]) == ([], [])


def test_a_recipe_that_no_longer_reads_proposes_another() -> None:
    said, _, details = fail("com:26371 + dep:38", "--compare", "2024")
    assert "ne se lit pas en 2026" in said
    assert "com:26371" in details
    assert "Proposition à vérifier : com:" in details


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["dep:99"], "dep:99"),
        (["dep:38 +"], "manque un terme"),
        (["com:38021"], "com:38225"),
        (["qpv:QN00001X"], "o2r import_qpv"),
        (["dep:38", "--cog", "1999"], "2024, 2025, 2026"),
        (["dep:38", "--compare", "1999"], "2024, 2025, 2026"),
        (["Rousillon", "--find"], "Roussillon (Isère"),
    ],
)
def test_errors_are_sentences_with_status_two(arguments: list[str], said: str) -> None:
    assert said in fail(*arguments)[0]


def test_a_name_can_be_looked_up() -> None:
    assert run("Entre Bièvre et Rhône", "--find") == "epci:200085751  CC Entre Bièvre et Rhône\n"
    said, candidates, _ = fail("Saint-Denis", "--find")
    assert "désigne 4 territoires" in said
    assert "com:93066  Saint-Denis" in candidates
