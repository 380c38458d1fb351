"""From an export of Démarches simplifiées to the committee room and the convention."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from o2r.accounts.enums import MembershipRole, OrganisationKind, OrganisationState
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation
from o2r.calls.applications import services
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application, ReadingAccess
from o2r.calls.applications.selectors import asked_of, content_of
from o2r.calls.enums import CallState
from o2r.calls.models import Call
from o2r.calls.selection.enums import Outcome
from o2r.calls.selection.models import Decision, Room
from o2r.calls.selection.selectors.board import board_of
from o2r.calls.selection.services.contracting import award_of
from o2r.core import clock
from o2r.core.journal.models import JournalEntry
from tests.accounts.factories import OrganisationFactory, enter
from tests.calls.behind import behind_the_belt
from tests.calls.consortium import Someone, person
from tests.calls.factories import ApplicationFactory, CallFactory
from tests.calls.reading import people

SIRET = "41816609600069"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
PDF += b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
EXPORT = f"""\ufeffID;Email;Archivé;État du dossier;Dernière mise à jour le;Déposé le;\
Établissement SIRET;Établissement Raison sociale;Intitulé du projet;Territoire d’intervention;\
Publics visés;Étapes du parcours;Personnes accompagnées par an;Montant total demandé;\
Coût total du projet;Vos partenaires
1841201;contact@rebond.example;false;en_construction;2026-02-27 18:00:00;2026-02-27 17:58:12;\
{SIRET};Rebond Isère;Rebond en Isère;"Isère, Savoie";"Jeunes de 16 à 25 ans";\
"Repérer, Remobiliser, Coordonner";120;"450 000,00 €";610000;"La mission locale"
1841202;;false;En instruction;2026-02-27 18:00:00;2026-02-28 09:30:00;;Élan;\
Élan vers l’emploi;Le grand Nord;Les oubliés;;une centaine;à définir;;
"""
COLUMNS = {
    "column-2": "title",
    "column-3": "zone",
    "column-4": "publics",
    "column-5": "stages",
    "column-6": "places",
    "column-7": "requested",
    "column-8": "stated-cost",
    "column-9": "partners",
}


@pytest.fixture
def helene(db: None) -> Someone:
    return person(MembershipRole.STATE_OFFICER, name="Hélène Garnier")


@pytest.fixture
def call(helene: Someone) -> Call:
    """A call that closed: all its dossiers have arrived elsewhere."""
    return CallFactory(
        dreets=helene.membership.organisation,
        opens=datetime(2026, 1, 15, 8, tzinfo=UTC),
        closes=datetime(2026, 3, 1, 12, tzinfo=UTC),
        state=CallState.EXAMINATION,
    )


@pytest.fixture
def address(call: Call) -> str:
    return reverse("applications:import", args=[call.slug])


def checked(helene: Someone, address: str) -> str:
    file = SimpleUploadedFile("export-ds.csv", EXPORT.encode())
    return helene.client.post(address, {"file": file}, follow=True).text.replace("\u00a0", " ")


@pytest.fixture
def taken(helene: Someone, address: str) -> dict[str, Application]:
    checked(helene, address)
    helene.client.post(address, COLUMNS | {"import": "1"})
    return {one.external_reference: one for one in Application.objects.select_related("call")}


def complete(one: Application) -> str:
    return reverse("applications:complete", args=[one.pk])


def typed(**more: str | list[str]) -> dict[str, str | list[str]]:
    """What Hélène writes of a dossier whose export says nothing."""
    return {
        "title": "Élan vers l’emploi",
        "zone": "dep:73",
        "publics": ["jeunes"],
        "stages": ["reperer", "coordonner"],
        "places": "80",
        "requested_1": "100 000",
        "requested_2": "90 000,50",
        "stated_cost": "300 000",
        "seen": "{}",
        **more,
    }


def test_the_usual_columns_are_found_and_what_is_unreadable_is_said(
    helene: Someone, address: str
) -> None:
    page = checked(helene, address)
    for rank, code in enumerate(("title", "zone", "publics", "stages", "places"), start=2):
        assert f'name="column-{rank}"' in page
        assert f'<option value="{code}" selected>' in page
    for said in (
        "Ligne 3 : Territoire : « Le grand Nord » n’est le nom d’aucun territoire",
        "Ligne 3 : « Les oubliés » n’est pas un public de nos listes.",
        "Ligne 3 : Personnes accompagnées par an : « une centaine » n’est pas un nombre",
        "Ligne 3 : Aide demandée, pour toute la durée : « à définir » n’est pas un montant",
        "Ligne 2 : Aide demandée : 450\u202f000 € au total, sans le détail des années.",
    ):
        assert said in page


def test_a_dossier_brings_its_territory_and_its_money(taken: dict[str, Application]) -> None:
    first = taken["1841201"]
    assert first.footprint is not None
    assert first.zone_expression == "dep:38 + dep:73"
    assert (first.publics, first.places) == (["jeunes"], 120)
    assert first.stages == ["reperer", "remobiliser", "coordonner"]
    assert asked_of(first) == (150_000, 150_000, 150_000)
    assert content_of(first).total_cost == 610_000
    second = taken["1841202"]
    assert (second.zone_expression, second.publics, second.places) == ("", [], None)
    assert asked_of(second) == (0, 0, 0)
    assert len(second.import_notes.splitlines()) == 4


def test_what_is_missing_is_listed_then_completed_by_an_officer(
    helene: Someone, address: str, taken: dict[str, Application]
) -> None:
    second = taken["1841202"]
    page = helene.client.get(address).text
    assert "Territoire, publics, étapes, aide demandée" in page
    assert complete(second) in page
    page = helene.client.get(complete(second)).text.replace("\u00a0", " ")
    assert "« Le grand Nord »" in page
    assert "déposé le 28 février 2026 à 09:30:00" in page
    before = JournalEntry.objects.count()
    done = helene.client.post(complete(second), typed(), follow=True)
    assert "La candidature est complétée." in done.text
    assert JournalEntry.objects.filter(action="update", object_id=second.pk).exists()
    assert JournalEntry.objects.count() > before
    second.refresh_from_db()
    assert (second.zone_expression, second.publics, second.places) == ("dep:73", ["jeunes"], 80)
    assert asked_of(second) == (Decimal(100_000), Decimal("90000.50"), Decimal(0))
    assert second.stated_cost == 300_000
    assert "Rien ne manque" in done.text


def test_the_editor_of_the_zone_saves_nothing_and_mistakes_are_said_at_the_field(
    helene: Someone, taken: dict[str, Application]
) -> None:
    second = taken["1841202"]
    adding = typed(**{"zone-act": "add", "zone-text": "Isère"})
    assert "est ajouté" in helene.client.post(complete(second), adding).text
    wrong = helene.client.post(complete(second), typed(requested_1="cher", siret="123")).text
    assert "Ce n’est pas un montant" in wrong
    assert "SIRET" in wrong
    second.refresh_from_db()
    assert second.zone_expression == ""
    assert asked_of(second) == (0, 0, 0)


def test_two_officers_do_not_write_over_one_another(
    helene: Someone, taken: dict[str, Application]
) -> None:
    second = taken["1841202"]
    page = helene.client.post(complete(second), typed(seen='{"requested_1": ""}'))
    assert page.status_code == 302
    late = typed(seen='{"requested_1": "", "zone": ""}', zone="dep:38", requested_1="5")
    page = helene.client.post(complete(second), late).text
    assert "Quelqu’un vient d’enregistrer" in page
    second.refresh_from_db()
    assert (second.zone_expression, asked_of(second)[0]) == ("dep:73", 100_000)


def test_only_the_service_of_the_region_completes_and_only_what_comes_from_elsewhere(
    helene: Someone, call: Call, taken: dict[str, Application]
) -> None:
    second = taken["1841202"]
    elsewhere = OrganisationFactory(kind=OrganisationKind.DREETS, region="93")
    for other in (
        person(MembershipRole.STATE_OFFICER, elsewhere),
        person(MembershipRole.COORDINATOR, OrganisationFactory()),
    ):
        assert other.client.get(complete(second)).status_code == 404
        with pytest.raises(NotAllowed):
            services.complete_imported(
                by=other.actor, application=second, values={}, asked=[], seen={}
            )
    ours = ApplicationFactory(call=call, number=9)
    assert helene.client.get(complete(ours)).status_code == 404
    Application.objects.filter(pk=second.pk).update(state=ApplicationState.INADMISSIBLE)
    assert helene.client.get(complete(second)).status_code == 404


def test_once_interests_are_declared_they_alone_complete(
    helene: Someone, address: str, taken: dict[str, Application]
) -> None:
    second = taken["1841202"]
    karim = person(MembershipRole.STATE_OFFICER, helene.membership.organisation)
    assert karim.client.get(complete(second)).status_code == 200
    ReadingAccess.objects.create(
        application=second, user=helene.membership.user, opened_at=clock.now()
    )
    assert helene.client.get(complete(second)).status_code == 200
    assert karim.client.get(complete(second)).status_code == 404
    assert complete(second) not in karim.client.get(address).text
    with pytest.raises(NotAllowed):
        services.complete_imported(by=karim.actor, application=second, values={}, asked=[], seen={})


def test_the_chef_de_file_becomes_its_organisation(
    helene: Someone, taken: dict[str, Application]
) -> None:
    known = OrganisationFactory(name="Rebond", siret=SIRET)
    first, second = taken["1841201"], taken["1841202"]
    helene.client.post(complete(first), typed(siret=SIRET, joins="on"))
    assert first.members.get().organisation == known
    assert "SIRET du chef de file" not in helene.client.get(complete(first)).text
    helene.client.post(complete(second), typed(siret="13003013300016", joins="on"))
    added = Organisation.objects.get(siret="13003013300016")
    assert (added.name, second.members.get().organisation) == ("Élan", added)


def test_an_officer_takes_over_and_completes_behind_the_belt(
    helene: Someone, address: str, call: Call
) -> None:
    file = SimpleUploadedFile("export-ds.csv", EXPORT.encode())
    with behind_the_belt(helene.membership.user):
        helene.client.post(address, {"file": file})
        helene.client.post(address, COLUMNS | {"import": "1"})
    one = Application.objects.get(external_reference="1841202")
    with behind_the_belt(helene.membership.user):
        assert complete(one) in helene.client.get(address).text
        sent = helene.client.post(complete(one), typed(siret="13003013300016", joins="on"))
    assert sent.status_code == 302
    one.refresh_from_db()
    assert (one.places, sum(asked_of(one))) == (80, Decimal("190000.50"))
    assert one.members.get().organisation is not None


def test_an_organisation_that_nobody_verified_receives_nothing(
    helene: Someone, taken: dict[str, Application]
) -> None:
    OrganisationFactory(name="Usurpe", siret=SIRET, state=OrganisationState.DECLARED)
    first = taken["1841201"]
    page = helene.client.post(complete(first), typed(siret=SIRET, joins="on")).text
    assert "déclarée, à vérifier" in page
    first.refresh_from_db()
    assert first.members.get().organisation is None
    assert first.title == "Rebond en Isère"


def test_the_committee_and_the_convention_read_what_was_taken_over(
    helene: Someone, call: Call, taken: dict[str, Application]
) -> None:
    first = taken["1841201"]
    Application.objects.filter(pk=first.pk).update(state=ApplicationState.ADMISSIBLE)
    Call.objects.filter(pk=call.pk).update(state=CallState.COMMITTEE)
    (row,) = board_of(call, None, helene.membership.user.pk).rows
    assert first.footprint is not None
    assert row.entry.bits == first.footprint.bits
    assert (row.entry.total_asked, row.entry.places) == (450_000, 120)
    room = Room.objects.select_related("dreets").get(pk=call.pk)
    decision = Decision(application=first, outcome=Outcome.AWARD, yearly_amounts=["150000"] * 3)
    with pytest.raises(DomainError, match="Compléter la candidature"):
        award_of(room, first, decision, date(2027, 1, 1))
    Application.objects.filter(pk=first.pk).update(state=ApplicationState.AWARDED)
    zone = first.zone_expression
    helene.client.post(
        complete(first), typed(zone=zone, stated_cost="610 000", siret=SIRET, joins="on")
    )
    first = Application.objects.select_related("call").get(pk=first.pk)
    award = award_of(room, first, decision, date(2027, 1, 1))
    assert (award.zone_expression, award.total_cost) == (zone, 610_000)
    assert award.zone_vintage == first.zone_vintage
    assert "1841201" in award.cost_method
    Application.objects.filter(pk=first.pk).update(zone_expression="", zone_vintage=None)
    first = Application.objects.select_related("call").get(pk=first.pk)
    with pytest.raises(DomainError, match="où le projet agira"):
        award_of(room, first, decision, date(2027, 1, 1))


@pytest.mark.django_db
def test_what_was_late_is_said_where_it_is_examined() -> None:
    table = people.opened()
    sent = table.call.closes_at + timedelta(minutes=3)
    Application.objects.filter(pk=table.first.pk).update(
        external_reference="77", late_reason="Panne attestée."
    )
    table.first.moves.create(
        from_state=ApplicationState.DRAFT, to_state=ApplicationState.SUBMITTED, moved_at=sent
    )
    people.declare(table, table.helene)
    helene = enter(Client(), table.helene)
    page = helene.get(reverse("reading:admissibility", args=[table.first.pk])).text
    assert "Hors délai : déposée le" in page.replace("\u00a0", " ")
    assert "Panne attestée." in page
    assert complete(table.first) in page
    listed = helene.get(reverse("reading:examination", args=[table.call.slug]), {"alert": "late"})
    assert table.first.title in listed.text
    assert table.second.title not in listed.text


def test_an_officer_joins_the_documents_of_the_original_behind_the_belt(
    helene: Someone, taken: dict[str, Application], tmp_path: Path, settings: Settings
) -> None:
    settings.STORAGE_DIR = tmp_path / "storage"
    one = taken["1841202"]
    address = reverse("applications:complete_pieces", args=[one.pk])
    karim = person(MembershipRole.STATE_OFFICER, helene.membership.organisation)
    stranger = person(MembershipRole.COORDINATOR, OrganisationFactory())
    assert stranger.client.get(address).status_code == 404
    assert address in helene.client.get(complete(one)).text

    def sent(who: Someone) -> HttpResponse:
        file = SimpleUploadedFile("statuts.pdf", PDF, "application/pdf")
        with behind_the_belt(who.membership.user):
            return who.client.post(address, {"place": "/", "file": file})

    assert "Choisissez un fichier." in helene.client.post(address, {"place": "/"}).text
    assert sent(helene).status_code == 302
    assert sent(helene).status_code == 302
    piece = one.pieces.get()
    with behind_the_belt(helene.membership.user):
        page = helene.client.get(address).text
    remove = reverse("applications:complete_remove", args=[one.pk, piece.pk])
    assert "statuts.pdf" in page
    assert remove in page
    # Once people have passed the gate of the interests, they alone go on.
    ReadingAccess.objects.create(application=one, user=karim.membership.user, opened_at=clock.now())
    assert sent(helene).status_code == 404
    assert helene.client.post(remove).status_code == 404
    with pytest.raises(NotAllowed):
        services.remove_taken_over(by=helene.actor, joined=piece)
    with behind_the_belt(karim.membership.user):
        assert "statuts.pdf" in karim.client.get(remove).text
        assert karim.client.post(remove).status_code == 302
    assert not one.pieces.exists()
