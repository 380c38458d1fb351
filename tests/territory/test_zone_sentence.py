"""The French sentence: true of every zone, and worded as a person would."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.territory.official import Geography
from o2r.territory.zones import ListedUnit, Part, Zone, resolve
from tests.territory.synthetic import (
    COMMUNES,
    DEPARTMENTS,
    EPCIS,
    EPTS,
    REGIONS,
    THOROUGH,
    Oracle,
    Recipes,
)

EBER = "epci:200085751"
CLERMONT = "epci:246300701"
VIENNE = "epci:200077014"


def plain(text: str) -> str:
    """The sentence with ordinary spaces."""
    return text.replace("\u00a0", " ")


class Reader:
    """Reads a sentence back as a person would: names are places, words are operations.

    It knows nothing of the code that writes: only the names of the synthetic country.
    """

    def __init__(self, oracle: Oracle) -> None:
        self.places: dict[str, set[str]] = {"France entière": oracle.units["fr"]}
        for code, name, *_ in REGIONS:
            self.places[name] = oracle.units[f"reg:{code}"]
        for code, name, *_ in DEPARTMENTS:
            self.places[name] = oracle.units[f"dep:{code}"]
        for code, name in EPTS:
            self.places[f"EPT {name}"] = oracle.units[f"ept:{code}"]
        self.many: dict[str, list[set[str]]] = {}
        for code, name, _ in EPCIS:
            self.many.setdefault(name, []).append(oracle.units[f"epci:{code}"])
        for line in COMMUNES.strip().splitlines():
            code, name = line.split()[:2]
            self.many.setdefault(name, []).append({code})

    def read(self, sentence: str) -> set[str]:
        """The communes the sentence speaks of."""
        codes: set[str] = set()
        for clause in sentence.split("\u00a0; "):
            codes |= self._clause(clause)
        return codes

    def _clause(self, clause: str) -> set[str]:
        heads, colon, rest = clause.partition("\u00a0: ")
        if colon:
            return self._items(rest.removesuffix(" uniquement"), self._heads(heads))
        if match := re.fullmatch(r"(.+?) \(hors (.+)\)", clause):
            scope = self._heads(match[1])
            return scope - self._items(match[2], scope)
        return self._heads(clause)

    def _heads(self, text: str) -> set[str]:
        return set().union(*(self.places[name] for name in self._split(text)))

    def _items(self, text: str, scope: set[str]) -> set[str]:
        codes: set[str] = set()
        for item in self._split(text):
            name, inner = item, ""
            if match := re.fullmatch(r"(.+?) [(\[](.+)[)\]]", item):
                name, inner = match[1], match[2]
            codes |= self._item(name, inner, scope)
        return codes

    def _item(self, name: str, inner: str, scope: set[str]) -> set[str]:
        within = scope
        count, exceptions = None, ""
        while inner:
            if match := re.match(r"(\d+) communes? sur (\d+)(?:, )?", inner):
                count, inner = match, inner[match.end() :]
            elif match := re.match(r"(?:hors|sauf) (.+)", inner):
                exceptions, inner = match[1], ""
            elif match := re.match(r"(.+?)(?:, (?=\d|hors|sauf)|$)", inner):
                within, inner = within & self._heads(match[1]), inner[match.end() :]
        candidates = self.many.get(name) or [self.places[name]]
        (found,) = [members for members in candidates if members & within]
        named = found & within
        if exceptions:
            named = named - self._items(exceptions, named)
        if count:
            assert (len(named), len(found)) == (int(count[1]), int(count[2])), (name, scope)
        else:
            assert found <= within, name
        return named

    @staticmethod
    def _split(text: str) -> list[str]:
        """ "A, B et C", without cutting what is in parentheses or brackets."""
        depth, pieces, current = 0, [], ""
        for token in re.split(r"(, | et |[()\[\]])", text):
            depth += (token in "([" and token != "") - (token in ")]" and token != "")
            if depth == 0 and token in (", ", " et "):
                pieces.append(current)
                current = ""
            else:
                current += token
        return [*pieces, current]


@pytest.fixture(scope="session")
def reader(oracle: Oracle) -> Reader:
    return Reader(oracle)


@THOROUGH
@given(data=st.data())
def test_the_structure_denotes_the_zone_whatever_the_recipe(
    data: st.DataObject, country: Geography, recipes: Recipes
) -> None:
    zone = resolve(recipes.text(data.draw(recipes.any_terms)), country)
    assert zone.description.denotes() == zone.bits
    for clause in zone.description.clauses:
        # "… only … but not … except …": nobody reads one more.
        assert depth(clause.parts) <= (3 if clause.only else 2), zone.label


def depth(parts: tuple[Part, ...]) -> int:
    """How many parts are said inside one another."""
    return max((1 + depth(part.exceptions) for part in parts), default=0)


@THOROUGH
@given(data=st.data())
def test_the_words_read_back_are_the_zone(
    data: st.DataObject, country: Geography, recipes: Recipes, reader: Reader
) -> None:
    zone = resolve(recipes.text(data.draw(recipes.any_terms)), country)
    if "autres communes" not in zone.label:
        assert reader.read(zone.label) == set(zone.codes())


@THOROUGH
@given(data=st.data())
def test_any_set_of_communes_has_a_true_sentence(
    data: st.DataObject, country: Geography, recipes: Recipes, reader: Reader
) -> None:
    codes = data.draw(recipes.any_set)
    zone = Zone(country, country.bits(codes))
    assert zone.description.denotes() == zone.bits
    if codes and "autres communes" not in zone.label:
        assert reader.read(zone.label) == codes


def test_nothing_is_taken_back_from_what_was_given_back(country: Geography) -> None:
    zone = resolve("fr - dep:93 + ept:500000001 - com:93001", country)
    assert plain(zone.label) == "France entière (hors EPT Plaine Longue et Fréjus [Couronne])"
    zone = resolve("fr - dep:93 + com:93002", country)
    assert plain(zone.label) == "France entière (hors Couronne [sauf Fumel])"


def test_the_example_of_the_call(france: Geography) -> None:
    zone = resolve(f"dep:38 - {EBER} + {CLERMONT}", france)
    assert zone.label == (
        "Isère (hors CC Entre Bièvre et Rhône)\u00a0; "
        "Puy-de-Dôme\u00a0: Clermont Auvergne Métropole uniquement"
    )


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("fr", "France entière"),
        ("fr - dep:38", "France entière (hors Isère)"),
        ("reg:84", "Auvergne-Rhône-Alpes"),
        ("reg:84 - dep:38", "Auvergne-Rhône-Alpes (hors Isère)"),
        ("reg:84 - com:38344", "Auvergne-Rhône-Alpes (hors Roussillon [Isère])"),
        ("reg:11 - dep:75", "Île-de-France (hors Paris)"),
        ("reg:01", "Guadeloupe"),
        ("dep:75", "Paris"),
        ("com:75056", "Paris"),
        ("dep:987 + dep:38", "Isère ; Polynésie française"),
        (VIENNE, "Isère et Rhône : CA Vienne Condrieu uniquement"),
        (
            f"dep:38 + {VIENNE}",
            "Isère ; Rhône : CA Vienne Condrieu (12 communes sur 30) uniquement",
        ),
        (f"dep:38 - {VIENNE}", "Isère (hors CA Vienne Condrieu [18 communes sur 30])"),
        (f"dep:38 + dep:69 - {VIENNE}", "Isère et Rhône (hors CA Vienne Condrieu)"),
        (
            f"{VIENNE} - com:38544",
            "Isère et Rhône : CA Vienne Condrieu (hors Vienne [Isère]) uniquement",
        ),
        (
            f"dep:38 - {EBER} + com:38344",
            "Isère (hors CC Entre Bièvre et Rhône [sauf Roussillon])",
        ),
        (
            f"fr - dep:63 + {CLERMONT}",
            "France entière (hors Puy-de-Dôme [sauf Clermont Auvergne Métropole])",
        ),
        ("ept:200057867", "Seine-Saint-Denis : EPT Plaine Commune uniquement"),
        ("dep:93 - ept:200057867", "Seine-Saint-Denis (hors EPT Plaine Commune)"),
        (
            "epci:200054781 - ept:200057867",
            "Paris, Essonne, Hauts-de-Seine, Seine-Saint-Denis, Val-de-Marne et Val-d'Oise : "
            "Métropole du Grand Paris (hors EPT Plaine Commune) uniquement",
        ),
        (
            "com:69259 + com:69276 + com:69199 + com:69273",
            "Rhône : Corbas, Feyzin, Saint-Fons et Vénissieux uniquement",
        ),
        (
            "fr - reg:01 - reg:02 - reg:03 - reg:04 - reg:06",
            "France entière (hors Guadeloupe, Guyane, La Réunion, Martinique et Mayotte)",
        ),
    ],
)
def test_the_rule_on_the_official_geography(france: Geography, text: str, label: str) -> None:
    zone = resolve(text, france)
    assert plain(zone.label) == label
    assert zone.description.denotes() == zone.bits


def test_the_words_of_the_author_are_preferred(country: Geography) -> None:
    """The same communes, said as each author said them."""
    removal = resolve("dep:69 - epci:100000005", country)
    addition = resolve("com:69001", country)
    assert removal == addition
    assert plain(removal.label) == "Basse-Plaine (hors CC des Rivières)"
    assert plain(addition.label) == "Basse-Plaine : Douai uniquement"


def test_long_lists_are_shortened_largest_first(france: Geography) -> None:
    eber = [commune for commune in france.communes if commune.epci == "200085751"]
    text = " + ".join(f"com:{commune.code}" for commune in eber[::3])
    label = plain(resolve(text, france).label)
    assert re.fullmatch(r"Isère : [^:]+ et 8 autres communes uniquement", label), label
    shown = re.split(r", | et ", label.removeprefix("Isère : "))[:5]
    population = {commune.name: commune.population for commune in eber[::3]}
    assert shown == sorted(population, key=lambda name: -population[name])[:5]
    six = plain(resolve(" + ".join(f"com:{c.code}" for c in eber[:6]), france).label)
    assert "autres" not in six


def test_names_that_two_epci_share_are_told_apart(country: Geography) -> None:
    label = plain(resolve("fr - epci:100000005", country).label)
    assert label == "France entière (hors CC des Rivières [Basse-Plaine])"


def test_an_empty_zone_says_so(country: Geography) -> None:
    assert Zone(country, 0).label == "aucune commune"


class Lists:
    """An imported list, in memory."""

    def __init__(self, **units: ListedUnit) -> None:
        self.units = units

    def is_imported(self, kind: str) -> bool:
        return True

    def find(self, kind: str, code: str) -> ListedUnit | None:
        return self.units.get(f"{kind}{code}")


LISTS = Lists(
    qpvQN00000A=ListedUnit("Les Fictives", ("38003", "38099")),
    frr38=ListedUnit("communes classées FRR (Moyenne-Plaine)", ("38001", "38004", "38008")),
)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("qpv:QN00000A", "quartier prioritaire Les Fictives (Cabre, commune entière)"),
        (
            "dep:01 + qpv:qn00000a",
            "Haute-Plaine ; quartier prioritaire Les Fictives (Cabre, commune entière)",
        ),
        ("dep:01 + frr:38", "Haute-Plaine ; communes classées FRR (Moyenne-Plaine)"),
        ("dep:38 - frr:38", "Moyenne-Plaine ; le tout hors communes classées FRR (Moyenne-Plaine)"),
        ("frr:38 - com:38001", "Moyenne-Plaine : Cadix et Dax uniquement"),
    ],
)
def test_imported_lists_have_their_words(country: Geography, text: str, label: str) -> None:
    zone = resolve(text, country, lists=LISTS)
    assert plain(zone.label) == label
    assert zone.description.denotes() == zone.bits


def test_random_recipes_of_the_official_geography_have_true_sentences(
    france: Geography, rng: random.Random
) -> None:
    units = sorted(france.units)
    for _ in range(200):
        zone = resolve(rng.choice(["fr", "reg:84", "dep:38", rng.choice(units)]), france)
        for _ in range(rng.randrange(6)):
            other = resolve(
                rng.choice([rng.choice(units), f"com:{rng.choice(france.codes)}"]), france
            )
            zone = zone | other if rng.random() < 0.4 else zone - other
        assert zone.description.denotes() == zone.bits, zone.label


def test_a_scattered_zone_has_a_true_sentence(france: Geography, rng: random.Random) -> None:
    codes = rng.sample([c.code for c in france.select(france.france.bits)], 2_000)
    zone = Zone(france, france.bits(codes))
    assert zone.description.denotes() == zone.bits
    assert resolve(zone.expression, france) == zone
