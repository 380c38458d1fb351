"""Loading the directory and asking it."""

import io
import json
from pathlib import Path

import pytest
from data_inclusion.schema import v1
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from o2r.accounts.actors import CONSOLE
from o2r.accounts.enums import MembershipRole
from o2r.accounts.errors import NotAllowed
from o2r.network.models import Service, ServiceCode, Structure
from o2r.network.sample import directory
from o2r.network.selectors import services_for
from o2r.network.services import NetworkReport, import_network
from o2r.territory.geography import current_geography
from tests.accounts.factories import actor

DAY = "2025-02-14"
VENISSIEUX, FEYZIN, GRENOBLE = "69259", "69276", "38185"


def structure(rank: int, **more: object) -> dict[str, object]:
    return {
        "source": "essai",
        "id": f"s{rank}",
        "nom": f"Structure {rank}",
        "date_maj": DAY,
        **more,
    }


def service(rank: int, **more: object) -> dict[str, object]:
    return {
        "source": "essai",
        "structure_id": "s1",
        "id": f"v{rank}",
        "nom": f"Service {rank}",
        "description": "Un service d’essai.",
        "date_maj": DAY,
        **more,
    }


def load(
    structures: list[dict[str, object]], services: list[dict[str, object]], **options: bool
) -> NetworkReport:
    return import_network(
        by=CONSOLE,
        structures=list(enumerate(structures, start=1)),
        services=list(enumerate(services, start=1)),
        **options,
    )


def ids(rows: object) -> list[str]:
    return [row.service.id for row in rows]


def place(code: str) -> object:
    return current_geography().commune(code)


def test_records_are_loaded_then_replaced() -> None:
    first = load([structure(1)], [service(1, publics=["jeunes"]), service(2)])
    assert (first.structures, first.services, first.refusals) == (1, 2, [])
    load([], [service(1, nom="Autre nom", publics=["seniors"])])
    changed = Service.objects.get(id="v1")
    assert changed.name == "Autre nom"
    assert [code.code for code in changed.codes.all()] == ["seniors"]
    assert Service.objects.count() == 2


def test_what_is_wrong_is_reported_and_left_out() -> None:
    report = load(
        [structure(1), structure(1), structure(2, nom="A")],
        [service(1), service(2, structure_id="s9"), service(3, date_maj="hier")],
    )
    assert (report.structures, report.services) == (1, 1)
    assert [str(refusal).replace("\u00a0", " ") for refusal in report.refusals] == [
        "structures, ligne 2 (s1) : l’identifiant « s1 » est déjà plus haut dans le fichier",
        "structures, ligne 3 (s2) : champ nom : le texte est trop court",
        "services, ligne 2 (v2) : sa structure « s9 » n’est ni dans le fichier ni dans l’annuaire",
        "services, ligne 3 (v3) : champ date_maj : ce n’est pas une date AAAA-MM-JJ",
    ]


def test_unknown_values_are_reported_and_kept() -> None:
    report = load(
        [structure(1)],
        [service(rank, thematiques=["mobilite--trottinette"]) for rank in (1, 2)],
    )
    assert report.unknown == {("thematiques", "mobilite--trottinette"): 2}
    kept = Service.objects.get(id="v1")
    assert kept.unknown_values == {"thematiques": ["mobilite--trottinette"]}
    [code] = kept.codes.all()
    assert (code.code, code.is_known) == ("mobilite--trottinette", False)


def test_a_dry_run_writes_nothing() -> None:
    report = load([structure(1)], [service(1)], dry_run=True)
    assert (report.structures, report.services) == (1, 1)
    assert not Structure.objects.exists()


def test_only_who_runs_the_platform_loads_the_directory() -> None:
    with pytest.raises(NotAllowed):
        import_network(by=actor(), structures=[], services=[])
    assert import_network(by=actor(MembershipRole.PLATFORM_MANAGER), structures=[], services=[])


def test_a_service_without_coordinates_stands_at_the_centre_of_its_commune() -> None:
    load(
        [structure(1)],
        [
            service(1, code_insee=VENISSIEUX),
            service(2, code_insee=VENISSIEUX, latitude=45.7, longitude=4.9),
            service(3, code_insee="99999"),
        ],
    )
    centre, exact, nowhere = Service.objects.order_by("id")
    commune = current_geography().commune(VENISSIEUX)
    assert commune is not None
    assert (centre.latitude, centre.is_at_commune_centre) == (commune.lat, True)
    assert (exact.latitude, exact.is_at_commune_centre) == (45.7, False)
    assert nowhere.latitude is None


def test_who_may_use_a_service() -> None:
    load(
        [structure(1)],
        [
            service(1, zone_eligibilite=[VENISSIEUX]),
            service(2, zone_eligibilite=["69"]),
            service(3, zone_eligibilite=["200046977"]),
            service(4, zone_eligibilite=["france"]),
            service(5, zone_eligibilite=["99100"]),
            service(6, code_insee=FEYZIN),
            service(7, code_insee=GRENOBLE),
            service(8, zone_eligibilite=["38", FEYZIN]),
        ],
    )
    reaching = Service.objects.all().reaching(place(VENISSIEUX))
    assert [row.id for row in reaching] == ["v1", "v2", "v3", "v4", "v5", "v6"]


def test_services_by_topic_and_public() -> None:
    load(
        [structure(1)],
        [
            service(1, thematiques=["mobilite--preparer-un-permis"], publics=["jeunes"]),
            service(2, thematiques=["mobilite--financer-ma-mobilite"], publics=["tous-publics"]),
            service(3, thematiques=["sante--addictions"]),
        ],
    )
    everything = Service.objects.all()
    assert [row.id for row in everything.about("mobilite")] == ["v1", "v2"]
    assert [row.id for row in everything.about("mobilite--preparer-un-permis")] == ["v1"]
    assert [row.id for row in everything.for_public("jeunes")] == ["v1", "v2", "v3"]
    assert [row.id for row in everything.for_public("seniors")] == ["v2", "v3"]


def test_services_come_nearest_first(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    load(
        [structure(1)],
        [
            service(1, zone_eligibilite=["69"], latitude=45.75, longitude=4.85),
            service(2, zone_eligibilite=["69"], code_insee=VENISSIEUX),
            service(3, zone_eligibilite=["69"]),
            service(4, zone_eligibilite=["69"], latitude=45.66, longitude=4.86),
        ],
    )
    with django_assert_num_queries(3):
        found = services_for(place(VENISSIEUX))
        assert all(row.service.structure.name and not row.service.codes.all()[1:] for row in found)
    assert ids(found) == ["v2", "v4", "v1", "v3"]
    assert found[0].distance_km == pytest.approx(0)
    assert found[3].distance_km is None
    assert ids(services_for(place(VENISSIEUX), limit=2)) == ["v2", "v4"]


def test_a_square_around_a_commune_holds_what_stands_inside() -> None:
    load(
        [structure(1)],
        [service(1, code_insee=FEYZIN), service(2, code_insee=GRENOBLE), service(3)],
    )
    around = Service.objects.all().around(place(VENISSIEUX), 15)
    assert [row.id for row in around] == ["v1"]
    unplaced = next(c for c in current_geography().communes if c.lat is None)
    assert not Service.objects.all().around(unplaced, 15).exists()


def test_the_sample_is_valid_invented_and_always_the_same() -> None:
    structures, services = (list(records) for records in directory(400))
    assert (len(structures), len(services)) == (100, 400)
    for record in structures:
        v1.Structure.model_validate(record, context={"ignore_warnings": False})
        assert record["site_web"].endswith(".example/")
        assert "siret" not in record
    for record in services:
        v1.Service.model_validate(record, context={"ignore_warnings": False})
        assert record["telephone"].startswith("01 99 00 ")
        assert record["courriel"].endswith(".example")
    again = [list(records) for records in directory(400)]
    assert again == [structures, services]
    assert [list(records) for records in directory(400, seed=1)] != again


def test_the_sample_is_written_loaded_and_reported(tmp_path: Path) -> None:
    output, errors = io.StringIO(), io.StringIO()
    call_command("generate_network_sample", services=40, folder=tmp_path, stdout=output)
    with (tmp_path / "services.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps({"id": "faux"}) + "\n")
        file.write(json.dumps({**service(1, frais="troc"), "structure_id": "exemple--structure-0"}))
    paths = {name: tmp_path / f"{name}.jsonl" for name in ("structures", "services")}
    call_command("import_network", **paths, dry_run=True, stdout=output, stderr=errors)
    assert not Service.objects.exists()
    call_command("import_network", **paths, stdout=output, stderr=errors)
    assert Service.objects.count() == 41
    assert ServiceCode.objects.filter(kind="topic").exists()
    assert "rien n’est écrit" in output.getvalue()
    assert "« troc » (1 fois)" in output.getvalue()
    assert "services, ligne 41 (faux)" in errors.getvalue()


def test_a_command_without_a_readable_file_says_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--structures"):
        call_command("import_network")
    with pytest.raises(CommandError, match="ne s’ouvre pas"):
        call_command("import_network", services=tmp_path / "absent.csv")
    (tmp_path / "faux.pdf").write_bytes(b"x")
    with pytest.raises(CommandError, match="ni un JSON"):
        call_command("import_network", services=tmp_path / "faux.pdf")
