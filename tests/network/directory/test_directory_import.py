"""Loading an export: whole or not at all, as often as one likes."""

import json
from pathlib import Path
from typing import Any

import pytest
from data_inclusion.schema import v1
from django.core.management import CommandError, call_command

from o2r.accounts.actors import CONSOLE
from o2r.accounts.enums import MembershipRole
from o2r.accounts.errors import NotAllowed
from o2r.core import clock
from o2r.network.directory import codes
from o2r.network.directory.former_schema import looks_former
from o2r.network.directory.models import (
    DirectoryEdition,
    DirectoryImport,
    Service,
    ServiceNote,
    Structure,
)
from o2r.network.directory.records import service_record, structure_record
from o2r.network.directory.sample import directory
from o2r.network.directory.services.importing import (
    DirectoryFile,
    ImportReport,
    TooManyClosures,
    import_directory,
)
from tests.accounts.factories import OrganisationFactory, actor

DAY = "2026-02-14"
LICENCE = "mobilite--preparer-un-permis"


def structure(rank: int = 1, **more: Any) -> dict[str, Any]:
    values = {"source": "essai", "id": f"essai--s{rank}", "nom": f"Structure {rank}"}
    return values | {"date_maj": DAY, **more}


def service(rank: int, **more: Any) -> dict[str, Any]:
    values = {"source": "essai", "id": f"essai--v{rank}", "structure_id": "essai--s1"}
    values |= {"nom": f"Service {rank}", "description": "Un service d’essai.", "date_maj": DAY}
    return values | {"thematiques": [LICENCE], "code_insee": "69259", **more}


def load(*services: dict[str, Any], **options: Any) -> ImportReport:
    structures = options.pop("structures", [structure()])
    file = DirectoryFile(
        "export.json",
        b"export",
        list(enumerate(structures, start=1)),
        list(enumerate(services, start=1)),
    )
    return import_directory(by=options.pop("by", CONSOLE), file=file, **options)


def test_the_same_file_again_changes_nothing() -> None:
    first = load(service(1), service(2))
    edition = dict(Service.objects.values_list("external_id", "edition"))
    again = load(service(1), service(2))
    assert (first.changed, again.changed, again.closed) == (2, 0, 0)
    assert dict(Service.objects.values_list("external_id", "edition")) == edition
    assert DirectoryImport.objects.count() == 2


def test_what_changed_is_written_with_the_edition_of_the_load() -> None:
    load(service(1), service(2))
    assert load(service(1, nom="Autre nom"), service(2)).changed == 1
    row = Service.objects.get(external_id="essai--v1")
    assert (row.name, row.edition) == ("Autre nom", DirectoryEdition.objects.get().number)
    assert row.zone == ""
    assert row.is_at_commune_centre


def test_what_the_file_holds_no_more_is_closed_and_comes_back_when_it_does() -> None:
    load(service(1), service(2))
    assert load(service(1)).closed == 1
    gone = Service.objects.get(external_id="essai--v2")
    assert not gone.is_open
    load(service(1), service(2, date_maj=clock.today().isoformat()))
    gone.refresh_from_db()
    assert gone.is_open


def test_a_closure_found_on_the_ground_outlives_an_old_entry() -> None:
    load(service(1))
    Service.objects.update(closed_on=clock.today())
    load(service(1, nom="Nouveau nom"))
    assert not Service.objects.get().is_open


def test_a_row_left_out_is_reported_and_not_closed() -> None:
    load(service(1), service(2))
    report = load(service(1), service(2, date_maj="hier"), service(1), service(3, structure_id="x"))
    assert [(one.line, one.id) for one in report.refusals] == [
        (2, "essai--v2"),
        (3, "essai--v1"),
        (4, "essai--v3"),
    ]
    assert report.closed == 0
    assert Service.objects.open().count() == 2


def test_other_producers_local_services_and_what_teams_wrote_stay() -> None:
    load(service(1))
    owner = OrganisationFactory()
    here = Structure.objects.get()
    here.contact_mail, here.organisation = "sure@structure.example", owner
    here.save()
    ServiceNote.objects.create(
        service=Service.objects.get(), organisation=owner, text="Demander Mme X au guichet."
    )
    local = Service.objects.create(
        structure=here, owner=owner, source="essai", name="Local", description="Local."
    )
    load(
        service(9, source="autre", id="autre--1", structure_id="autre--s"),
        structures=[structure(id="autre--s", source="autre")],
    )
    load(service(1, nom="Autre nom"))
    here.refresh_from_db()
    local.refresh_from_db()
    assert here.contact_mail == "sure@structure.example"
    assert here.organisation_id == owner.pk
    assert local.is_open
    assert ServiceNote.objects.count() == 1
    assert Service.objects.open().count() == 3


def test_a_file_that_closes_much_is_refused_whole() -> None:
    load(*(service(rank) for rank in range(1, 31)))
    with pytest.raises(TooManyClosures):
        load(service(1, nom="Seul"), structures=[structure(nom="Changée")])
    assert Service.objects.open().count() == 30
    assert Structure.objects.get().name == "Structure 1"
    assert DirectoryImport.objects.count() == 1
    assert load(service(1), accept_closures=True).closed == 29


def test_a_dry_run_says_all_and_writes_nothing() -> None:
    load(service(1), service(2))
    report = load(service(1, nom="Autre nom"), dry_run=True)
    assert (report.changed, report.closed) == (1, 1)
    assert Service.objects.open().count() == 2
    assert DirectoryImport.objects.count() == 1


def test_only_who_runs_the_platform_loads_the_directory() -> None:
    with pytest.raises(NotAllowed):
        load(by=actor(MembershipRole.COORDINATOR))
    assert load(by=actor(MembershipRole.PLATFORM_MANAGER)).services == 0


def test_codes_outside_the_lists_are_kept_apart() -> None:
    report = load(service(1, thematiques=["mobilite--trottinette"], zone_eligibilite=["38", "99z"]))
    assert report.unknown[("thematiques", "mobilite--trottinette")] == 1
    row = Service.objects.get()
    assert (row.themes, row.zone) == ([], "dep:38")
    assert row.unknown_values["thematiques"] == ["mobilite--trottinette"]


FORMER = {
    "source": "dora",
    "id": "42",
    "structure_id": "7",
    "nom": "Permis",
    "presentation_resume": "Passer le permis, pas à pas.",
    "date_maj": "2025-02-14",
    "thematiques": ["mobilite--preparer-un-permis-de-conduire", "mobilite", "inconnue"],
    "profils": ["jeunes-16-26", "locataires"],
    "types": ["accueil", "formation"],
    "frais": ["gratuit-sous-conditions"],
    "modes_orientation_accompagnateur": ["envoyer-un-mail"],
    "zone_diffusion_type": "region",
    "zone_diffusion_code": "84",
}


def test_a_record_of_the_former_schema_is_said_in_the_new_one() -> None:
    record = service_record(FORMER)
    assert record.version == "v0"
    assert (record.values["external_id"], record.values["structure"]) == ("dora--42", "dora--7")
    assert record.lists["themes"] == [LICENCE, "mobilite"]
    assert record.lists["publics"] == ["jeunes"]
    assert record.lists["kinds"] == ["information", "formation"]
    assert record.lists["contacted_by"] == ["professionnels"]
    assert record.lists["zone_codes"] == ["region-84"]
    assert record.values["fees"] == "gratuit"
    assert record.unknown == {"thematiques": ["inconnue"], "profils": ["locataires"]}


def test_a_structure_of_the_former_schema_keeps_its_networks() -> None:
    record = structure_record(
        {
            "source": "dora",
            "id": "7",
            "nom": "Mission locale",
            "date_maj": DAY,
            "typologie": "ML",
            "labels_nationaux": ["mission-locale", "label-inconnu"],
        }
    )
    assert record.lists["networks"] == ["mission-locale"]
    assert record.unknown == {"labels_nationaux": ["label-inconnu"]}


def test_every_former_theme_and_public_is_mapped_or_said_to_have_no_word() -> None:
    known = {*codes.listed(codes.THEMES), *codes.listed(codes.CATEGORIES)}
    for code in codes.listed_v0("thematiques"):
        said = codes.from_v0(codes.THEMES, code)
        assert set(said) <= known, code
        assert said or codes.is_theme(code) or code.startswith("handicap--gerer"), code
    for code in codes.listed_v0("profils"):
        assert set(codes.from_v0(codes.PUBLICS, code)) <= set(codes.listed(codes.PUBLICS)), code


def test_the_lists_kept_here_are_those_of_the_official_package() -> None:
    for name, official in (
        (codes.THEMES, v1.Thematique),
        (codes.PUBLICS, v1.Public),
        (codes.KINDS, v1.TypeService),
        (codes.FEES, v1.Frais),
        (codes.RECEPTIONS, v1.ModeAccueil),
        (codes.CONTACT_MODES, v1.ModeMobilisation),
        (codes.CONTACTED_BY, v1.PersonneMobilisatrice),
        (codes.NETWORKS, v1.ReseauPorteur),
    ):
        assert set(codes.listed(name)) == {str(one.value) for one in official}, name


def test_the_command_reads_an_export_and_says_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    structures, services = directory(8)
    path = tmp_path / "export.json"
    whole = {"structures": [*structures], "services": [*services, {"id": "faux"}]}
    path.write_text(json.dumps(whole), encoding="utf-8")
    call_command("directory", "import", str(path))
    told = capsys.readouterr()
    assert "8 services chargés" in told.out.replace("\u202f", " ").replace("\u00a0", " ")
    assert "ligne 9 (faux)" in told.err.replace("\u00a0", " ")
    assert Service.objects.count() == 8
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(CommandError, match="deux"):
        call_command("directory", "import", str(path))
    with pytest.raises(CommandError, match="Donnez"):
        call_command("directory", "import")


def test_a_sample_is_not_of_the_former_schema() -> None:
    _, services = directory(1)
    assert not looks_former(next(iter(services)))
