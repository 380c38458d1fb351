"""Searching a commune as people type it, on the official geography."""

import random
from collections import Counter

import pytest

from o2r.territory.official import Geography
from o2r.territory.search import CommuneIndex, MatchKind, commune_label, search_communes


@pytest.fixture(scope="module")
def index(france: Geography) -> CommuneIndex:
    return CommuneIndex(france)


def codes(query: str, limit: int = 8) -> list[str]:
    return [match.commune.code for match in search_communes(query, limit)]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("Vénissieux", "69259"),
        ("venissieux", "69259"),
        ("  VÉNISSIEUX  ", "69259"),
        ("vénis", "69259"),
        ("69200", "69259"),
        ("69259", "69259"),
        ("Vénissieux (Rhône, 69200)", "69259"),
        ("69200 Vénissieux", "69259"),
        ("Lyon", "69123"),
        ("Lyon 7e", "69123"),
        ("Lyon 7", "69123"),
        ("lyon 7ème", "69123"),
        ("Lyon 7ᵉ arrondissement", "69123"),
        ("Lyon 07", "69123"),
        ("Lyon 69007", "69123"),
        ("69007", "69123"),
        ("69387", "69123"),
        ("Paris 18e", "75056"),
        ("paris 20 eme", "75056"),
        ("75118", "75056"),
        ("75116", "75056"),
        ("Marseille 1er", "13055"),
        ("marseile", "13055"),
        ("St-Étienne", "42218"),
        ("st etienne", "42218"),
        ("Saint Étienne", "42218"),
        ("Ste Foy les Lyon", "69202"),
        ("Sainte-Foy-lès-Lyon", "69202"),
        ("L'Haÿ les Roses", "94038"),
        ("l’hay-les-roses", "94038"),
        ("Œuilly", "51410"),
        ("oeuilly", "51410"),
        ("Le Péage de Roussillon", "38298"),
        ("peage roussillon", "38298"),
        ("Salaise s/ Sanne", "38468"),
        ("Saint Maurice de l'Exil", "38425"),
        ("Saint-Denis 93", "93066"),
        ("Saint Denis (93)", "93066"),
        ("saint-denis 974", "97411"),
        ("Saint-Denis (La Réunion)", "97411"),
        ("Roussillon Vaucluse", "84102"),
        ("roussilon", "38344"),
        ("rousillon", "38344"),
        ("vemissieux", "69259"),
        ("vnissieux", "69259"),
        ("evnissieux", "69259"),
        ("vénissieuxx", "69259"),
        ("Ajacio", "2A004"),
        ("2A004", "2A004"),
        ("2a004", "2A004"),
        ("Y", "80829"),
        ("Château-Chinon (Ville)", "58062"),
        ("Châtillon-en-Michaille", "01033"),
        ("38021", "38225"),
    ],
)
def test_the_first_answer(query: str, code: str) -> None:
    assert codes(query)[:1] == [code]


@pytest.mark.parametrize("query", ["", "   ", "'", "zzzzzz", "00000", "(", "()", "💡", "a" * 500])
def test_nothing_to_find(query: str) -> None:
    assert codes(query) == []


@pytest.mark.parametrize(
    ("query", "label", "kind"),
    [
        ("Vénissieux", "Vénissieux (Rhône, 69200)", MatchKind.NAME),
        ("vemissieux", "Vénissieux (Rhône, 69200)", MatchKind.TYPO),
        ("69200", "Vénissieux (Rhône, 69200)", MatchKind.POSTAL_CODE),
        ("69259", "Vénissieux (Rhône, 69200)", MatchKind.INSEE_CODE),
        ("Lyon", "Lyon (Rhône, 69001 à 69009)", MatchKind.NAME),
        ("Paris", "Paris (Paris, 75001 à 75020)", MatchKind.NAME),
        ("69007", "Lyon 7e arrondissement (Rhône, 69007)", MatchKind.DISTRICT),
        ("69387", "Lyon 7e arrondissement (Rhône, 69007)", MatchKind.DISTRICT),
        ("Annecy", "Annecy (Haute-Savoie, 74000 et 4 autres)", MatchKind.NAME),
        (
            "La Terre-Adélie",
            "La Terre-Adélie (Terres australes et antarctiques françaises, code 98414)",
            MatchKind.NAME,
        ),
        (
            "Châtillon-en-Michaille",
            "Valserhône (Ain, 01200), anciennement Châtillon-en-Michaille",
            MatchKind.FORMER,
        ),
    ],
)
def test_labels_always_say_the_departement_and_a_code(
    query: str, label: str, kind: MatchKind
) -> None:
    match = search_communes(query)[0]
    assert (match.label, match.kind) == (label, kind)


def test_homonyms_are_ranked_by_population(france: Geography) -> None:
    found = search_communes("Sainte-Colombe", 30)
    exact = [match.commune for match in found if match.commune.name == "Sainte-Colombe"]
    assert len(exact) >= 10
    assert [c.population for c in exact] == sorted((c.population for c in exact), reverse=True)
    # All of them come before the longer names.
    assert [match.commune for match in found[: len(exact)]] == exact


def test_quality_of_the_match_comes_before_population() -> None:
    names = [match.commune.name for match in search_communes("Roussillon")]
    assert names[:2] == ["Roussillon", "Roussillon"]
    assert names[2] == "Roussillon-en-Morvan"
    # Larger, but the word is not at the beginning.
    assert names.index("Canet-en-Roussillon") > names.index("Roussillon-en-Morvan")


def test_every_commune_of_a_postal_code_is_proposed() -> None:
    assert codes("38150")[0] == "38344"
    assert {"38344", "38468"} <= set(codes("38150", 30))


def test_an_insee_code_is_not_lost_among_the_communes_of_the_same_postal_code(
    france: Geography, index: CommuneIndex
) -> None:
    sharing = Counter(code for commune in france.communes for code in commune.postal_codes)
    crowded = [c for c in france.communes if sharing[c.code] >= 8 and c.code not in c.postal_codes]
    assert len(crowded) > 100
    for commune in crowded:
        found = [match.commune for match in index.search(commune.code)]
        assert commune in found, commune.code
        assert len(found) == 8


def test_a_short_form_is_also_a_beginning() -> None:
    names = [match.commune.name for match in search_communes("st")]
    assert "Strasbourg" in names
    assert "Saint-Denis" in names


def test_a_label_of_a_former_commune_can_be_typed_back() -> None:
    label = search_communes("Châtillon-en-Michaille")[0].label
    assert "anciennement" in label
    assert search_communes(label)[0].commune.name == "Valserhône"


def test_a_beginning_of_code_finds_the_largest() -> None:
    assert codes("69")[:3] == ["69123", "69266", "69259"]
    assert codes("2A")[0] == "2A004"


def test_what_narrows_down_wrongly_does_not_hide_the_homonyms() -> None:
    assert {"93066", "97411"} <= set(codes("Saint-Denis 38"))
    assert codes("Lyon 12")[0] == "69123"


def test_there_is_one_answer_per_commune_and_no_more_than_asked() -> None:
    for query in ("saint", "lyon", "69", "saint-denis", "a"):
        found = codes(query, 5)
        assert len(found) == len(set(found)) == 5


def test_a_label_typed_back_finds_its_commune_first(
    france: Geography, index: CommuneIndex, rng: random.Random
) -> None:
    """The form without JavaScript sends back what the list wrote."""
    for commune in rng.sample(france.communes, 600):
        label = commune_label(france, commune)
        assert index.search(label)[0].commune == commune, label


def test_one_typing_mistake_is_forgiven(
    france: Geography, index: CommuneIndex, rng: random.Random
) -> None:
    towns = [commune for commune in france.communes if commune.population > 5_000]
    missed = []
    for commune in rng.sample(towns, 300):
        name = commune.name
        at = rng.randrange(len(name))
        typed = rng.choice(
            [
                name[:at] + name[at + 1 :],
                name[:at] + rng.choice("aeiounrt") + name[at:],
                name[:at] + rng.choice("aeiounrt") + name[at + 1 :],
                name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :],
            ]
        )
        if commune not in [match.commune for match in index.search(typed)]:
            missed.append((typed, name))
    # A mistake may make another name: "Vire" for "Vitré". It must stay rare.
    assert len(missed) <= 6, missed


def test_two_mistakes_are_too_many() -> None:
    assert "69259" not in codes("vemisieux")
