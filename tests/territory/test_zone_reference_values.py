"""Reference values of the official geography (COG 2026), checked against the registry."""

import pytest

from o2r.territory.official import Geography
from o2r.territory.zones import Zone, resolve

YOUTH_CALL = (
    "dep:01 + dep:03 + dep:07 + dep:38 - epci:200085751 + dep:42 + epci:246300701 + dep:73 + dep:74"
)


@pytest.fixture(scope="module")
def youth(france: Geography) -> Zone:
    return resolve(YOUTH_CALL, france)


@pytest.mark.parametrize(
    ("text", "communes"),
    [
        ("epci:200085751", 37),
        ("epci:200059392", 50),
        ("epci:243801073", 14),
        ("epci:246300701", 21),
        ("dep:38", 512),
        ("dep:38 - epci:200085751", 475),
        ("dep:63", 463),
        ("reg:84", 4_025),
        ("fr", 34_875),
        ("reg:53", 1_202),
        ("dep:53", 240),
        (YOUTH_CALL, 2_411),
    ],
)
def test_numbers_of_communes(france: Geography, text: str, communes: int) -> None:
    assert len(resolve(text, france)) == communes


def test_populations(france: Geography, youth: Zone) -> None:
    assert youth.population == 4_954_294
    # Municipal population: the "total" population (71,155 and 302,259) counts some people twice.
    assert resolve("epci:200085751", france).population == 70_574
    assert resolve("epci:246300701", france).population == 295_488


def test_the_members_of_entre_bievre_et_rhone(france: Geography) -> None:
    zone = resolve("epci:200085751", france)
    names = {commune.name for commune in zone}
    assert {
        "Roussillon",
        "Saint-Maurice-l'Exil",
        "Le Péage-de-Roussillon",
        "Beaurepaire",
        "Salaise-sur-Sanne",
        "Saint-Julien-de-l'Herms",
    } <= names
    assert {commune.department for commune in zone} == {"38"}


def test_the_sentence_of_the_youth_call(youth: Zone) -> None:
    assert youth.label.replace("\u00a0", " ") == (
        "Ain ; Allier ; Ardèche ; Isère (hors CC Entre Bièvre et Rhône) ; Loire ; Puy-de-Dôme : "
        "Clermont Auvergne Métropole uniquement ; Savoie ; Haute-Savoie"
    )


def test_the_cover_of_the_youth_call(france: Geography, youth: Zone) -> None:
    cover = youth.cover()
    assert len(cover) == 41
    assert [code for code in cover if code.startswith("dep:")] == [
        *("dep:01", "dep:03", "dep:07", "dep:42", "dep:73", "dep:74"),
    ]
    assert sum(code.startswith("epci:") for code in cover) == 17
    communes = {code.removeprefix("com:") for code in cover if code.startswith("com:")}
    vienne = resolve("epci:200077014", france)
    assert communes == {commune.code for commune in vienne if commune.department == "38"}
    assert len(communes) == 18
    assert resolve(" + ".join(cover), france) == youth


def test_the_epci_cut_by_the_youth_call(youth: Zone) -> None:
    cut = {unit.name: (unit.inside, unit.total) for unit in youth.partial_epci()}
    assert len(cut) == 9
    assert cut["CA Vienne Condrieu"] == (18, 30)
    assert cut["CA Moulins Communauté"] == (42, 44)
    assert cut["CA Arche Agglo"] == (20, 41)


def test_the_youth_call_holds_who_it_should(youth: Zone) -> None:
    for code, inside in {
        "38544": True,  # Vienne, in the Isère part of an EPCI astride
        "38344": False,  # Roussillon, excluded with its EPCI
        "63113": True,  # Clermont-Ferrand
        "63430": False,  # Thiers, elsewhere in the Puy-de-Dôme
        "69259": False,
    }.items():
        assert (code in youth) is inside, code


def test_epci_astride_departments_are_many(france: Geography) -> None:
    astride = [
        unit
        for unit in france.units.values()
        if unit.kind == "epci" and len({c.department for c in france.select(unit.bits)}) > 1
    ]
    assert len(astride) == 89
