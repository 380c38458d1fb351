"""Importing: everything is checked before anything is written."""

import pytest
from pytest_django import Settings

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import CONSOLE
from o2r.accounts.errors import NotAllowed
from o2r.accounts.models import Organisation, User
from o2r.projects.enums import PublicationState
from o2r.projects.exchange.records import ImportReport, row_of
from o2r.projects.models import FundedProject, ProjectFacet
from o2r.projects.services import import_projects
from tests.accounts.factories import OrganisationFactory
from tests.projects.factories import ProjectFactory
from tests.projects.lines import line

SIRET, OTHER_SIRET = "13003013300016", "35600000000048"
FULL = {
    "porteur_site": "https://passerelles.fr/",
    "partenaires": (
        f"La Fabrique ; organisme-formation ; {OTHER_SIRET} ; consortium"
        " | Le Fil ; autre ; ; associe"
    ),
    "publics": "jeunes|seniors",
    "points_attention": "non-inscrits",
    "etapes": "reperer|coordonner",
    "canaux": "maraude",
    "telephone": "01 99 00 12 34",
    "date_debut": "2025-01-01",
    "etat": "publie",
}


def run(*lines: object, **options: bool) -> ImportReport:
    return import_projects(by=CONSOLE, lines=list(lines), **options)


def said(report: ImportReport) -> list[str]:
    return [str(error).replace("\u00a0", " ") for error in report.errors]


def stored(slug: str = "un-projet") -> FundedProject:
    return FundedProject.objects.with_card_data().get(slug=slug)


def test_a_line_becomes_a_project_with_its_partners_and_lists() -> None:
    report = run(line(**FULL))
    assert report.written
    assert (report.created, report.summary) == (
        1,
        "1 créé.",
    )
    project = stored()
    assert project.state == PublicationState.PUBLISHED
    assert project.bearer.website == "https://passerelles.fr/"
    partners = [(p.position, p.organisation.name, p.role) for p in project.partnerships.all()]
    assert partners == [(1, "La Fabrique", "consortium"), (2, "Le Fil", "associe")]
    assert Organisation.objects.get(siret=OTHER_SIRET).name == "La Fabrique"
    assert project.publics == ["jeunes", "seniors"]


def test_the_same_file_again_changes_nothing() -> None:
    run(line(**FULL), line(3, identifiant="autre"))
    before = FundedProject.objects.order_by("slug").values_list("updated_at", flat=True)
    times = list(before)
    report = run(line(**FULL), line(3, identifiant="autre"))
    assert (report.unchanged, report.written) == (2, True)
    assert report.summary == "2 inchangés."
    assert list(before.all()) == times
    assert Organisation.objects.count() == 3


def test_a_new_project_without_a_state_is_a_draft_and_keeps_its_state_afterwards() -> None:
    run(line())
    assert stored().state == PublicationState.DRAFT
    run(line(etat="publie"))
    report = run(line(intitule="Un autre titre"))
    assert report.updated == 1
    assert (stored().title, stored().state) == ("Un autre titre", PublicationState.PUBLISHED)


def test_an_update_replaces_lists_and_partners() -> None:
    run(line(**FULL))
    run(line(**{**FULL, "partenaires": "Le Fil ; autre ; ; consortium", "publics": "familles"}))
    project = stored()
    assert [p.organisation.name for p in project.partnerships.all()] == ["Le Fil"]
    assert project.publics == ["familles"]
    assert ProjectFacet.objects.filter(project=project).count() == 5


def test_blank_cells_do_not_erase_what_was_learnt_since() -> None:
    run(line(**FULL))
    Organisation.objects.filter(name="Les Passerelles").update(siret=SIRET)
    report = run(line(**{**FULL, "porteur_site": ""}))
    assert report.unchanged == 1
    bearer = stored().bearer
    assert (bearer.siret, bearer.website) == (SIRET, "https://passerelles.fr/")


def test_a_siret_completes_the_organisation_known_by_its_name() -> None:
    known = OrganisationFactory(name="Les Passerelles", kind="association")
    run(line(porteur_siret=SIRET))
    known.refresh_from_db()
    assert (known.siret, stored().bearer) == (SIRET, known)


def test_nothing_is_written_when_one_line_is_wrong() -> None:
    report = run(line(), line(3, identifiant="faux", territoire="dep:100"))
    assert not report.written
    assert (report.created, report.refused) == (1, 1)
    assert report.summary == "1 à créer, 1 refusé."
    assert not FundedProject.objects.exists()
    assert not Organisation.objects.exists()


def test_the_right_lines_may_be_kept_without_the_wrong_ones() -> None:
    report = run(line(), line(3, identifiant="faux", territoire="dep:100"), skip_invalid=True)
    assert report.written
    assert [project.slug for project in FundedProject.objects.all()] == ["un-projet"]


def test_a_dry_run_writes_nothing() -> None:
    report = run(line(**FULL), dry_run=True)
    assert (report.created, report.written) == (1, False)
    assert not FundedProject.objects.exists()
    assert not run(line(), line(3, etapes="?"), dry_run=True, skip_invalid=True).written


def test_an_identifier_comes_once_in_a_file() -> None:
    assert said(run(line(2), line(7))) == [
        "ligne 7, colonne identifiant : « un-projet » est déjà à la ligne 2 : changez l’un d’eux"
    ]


def test_a_published_project_cannot_become_a_draft_again() -> None:
    ProjectFactory(slug="un-projet", state=PublicationState.PUBLISHED)
    assert said(run(line(etat="brouillon"))) == [
        "ligne 2, colonne etat : le projet est « publie » : il ne peut pas redevenir « brouillon »"
    ]
    assert run(line(etat="retire")).written
    assert run(line(etat="publie")).written


def test_fictional_projects_enter_a_demonstration_only(settings: Settings) -> None:
    [error] = said(run(line(exemple="oui")))
    assert "instance de démonstration" in error
    settings.DEMONSTRATION = True
    assert run(line(exemple="oui")).written
    assert stored().bearer.is_example


def test_a_fictional_row_never_touches_a_real_project(settings: Settings) -> None:
    settings.DEMONSTRATION = True
    run(line())
    [error] = said(run(line(exemple="oui")))
    assert "déjà l’identifiant d’un projet réel" in error
    # The same name stays two organisations: a real one and an invented one.
    assert run(line(identifiant="fiction", exemple="oui")).written
    assert Organisation.objects.filter(name="Les Passerelles").count() == 2


def test_an_organisation_has_one_kind_in_a_file() -> None:
    [error] = said(run(line(2), line(3, identifiant="autre", porteur_type="entreprise")))
    assert error == (
        "ligne 3, colonne porteur : « Les Passerelles » (entreprise) contredit la ligne 2, qui dit "
        "« Les Passerelles » (association) : écrivez la même chose"
    )


def test_a_siret_is_that_of_one_organisation() -> None:
    OrganisationFactory(name="La Fabrique", siret=SIRET)
    [error] = said(run(line(porteur_siret=SIRET)))
    assert error.startswith("ligne 2, colonne porteur : le SIRET 13003013300016 est celui de « La")


def test_two_organisations_of_one_name_are_told_apart_by_their_siret() -> None:
    run(
        line(2, porteur_siret=SIRET),
        line(3, identifiant="autre", porteur_siret=OTHER_SIRET),
    )
    assert stored().bearer != stored("autre").bearer
    assert Organisation.objects.filter(name="Les Passerelles").count() == 2


def test_only_who_runs_the_platform_imports(malik: User, claire: User) -> None:
    with pytest.raises(NotAllowed, match="importer des projets"):
        import_projects(by=actor_for(malik), lines=[line()])
    assert import_projects(by=actor_for(claire), lines=[line()]).written


def test_what_is_read_back_is_what_was_imported() -> None:
    run(line(**FULL))
    row = row_of(stored())
    assert (row.slug, row.bearer.name, row.partners[1].role) == (
        "un-projet",
        "Les Passerelles",
        "associe",
    )
