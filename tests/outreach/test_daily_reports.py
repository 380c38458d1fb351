"""One report a day and a team; two people who write it at once lose nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation, Team, User
from o2r.core import clock
from o2r.core.journal.models import JournalEntry
from o2r.outreach.enums import EncounterKind, ObservationKind
from o2r.outreach.models import DailyReport
from o2r.outreach.selectors.day_figures import figures_of
from o2r.outreach.services.encounter_details import EncounterDetails
from o2r.outreach.services.noticing import Noticed, note_observation
from o2r.outreach.services.reporting import Reported, write_report
from o2r.people.models import Person
from tests.accounts.factories import OrganisationFactory, enter
from tests.outreach.conftest import PARIS
from tests.outreach.noted import days_ago, momo, note
from tests.statements import statements

__all__ = ["momo"]
WRITE = "outreach:daily_report_write"


def today(text: str = "Tournée de la gare.", **more: object) -> Reported:
    return Reported(day=clock.today(), text=text, **more)  # type: ignore[arg-type]


def test_the_day_has_one_report_by_team(by: Actor, passerelles: Organisation) -> None:
    team = Team.objects.create(organisation=passerelles, name="Nuit")
    first = write_report(by=by, reported=today())
    other = write_report(by=by, reported=today(team=team))
    assert write_report(by=by, reported=today()) == first != other
    changed = write_report(by=by, reported=today("Gare, puis quais.", revision=1))
    assert (changed.pk, changed.revision) == (first.pk, 2)
    assert DailyReport.objects.count() == 2


def test_the_database_itself_refuses_a_second_report_of_a_day(
    by: Actor, ines: User, passerelles: Organisation
) -> None:
    """Of a team, and of all teams together: two nulls are no two teams, on any engine."""
    team = Team.objects.create(organisation=passerelles, name="Nuit")
    for one in (team, None):
        write_report(by=by, reported=today(team=one))
        again = DailyReport(
            organisation=passerelles, team=one, day=clock.today(), text="Encore", written_by=ines
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            again.save(force_insert=True)


def test_who_did_not_read_the_last_text_does_not_write_over_it(by: Actor, hugo: User) -> None:
    write_report(by=by, reported=today("Le texte d’Inès."))
    with pytest.raises(DomainError, match="Inès Valmont"):
        write_report(by=actor_for(hugo), reported=today("Le texte de Hugo."))
    assert DailyReport.objects.get().text == "Le texte d’Inès."
    write_report(by=actor_for(hugo), reported=today("Les deux.", revision=1))
    with pytest.raises(DomainError, match="Hugo Perrin"):
        write_report(by=by, reported=today("Encore Inès.", revision=1))


@pytest.mark.parametrize("days", [1, -800])
def test_a_day_to_come_or_long_gone_is_refused(by: Actor, days: int) -> None:
    day = clock.today() + timedelta(days=days)
    with pytest.raises(DomainError):
        write_report(by=by, reported=Reported(day=day, text="Vu"))


def test_an_empty_one_or_a_team_of_others_is_refused(by: Actor) -> None:
    with pytest.raises(DomainError):
        write_report(by=by, reported=today(" "))
    team = Team.objects.create(organisation=OrganisationFactory(), name="Nuit")
    with pytest.raises(NotAllowed):
        write_report(by=by, reported=today(team=team))


def test_partners_write_none_and_writing_is_journaled(by: Actor, karim: User) -> None:
    with pytest.raises(NotAllowed):
        write_report(by=actor_for(karim), reported=today())
    made = write_report(by=by, reported=today())
    assert JournalEntry.objects.filter(
        kind="daily-report", action="create", object_id=made.pk
    ).exists()


def test_the_day_counts_what_was_noted_and_nothing_else(by: Actor, momo: Person) -> None:
    note(by, momo)
    note(by, momo)
    note(by, momo, details=EncounterDetails(kind=EncounterKind.REFUSAL))
    passage = EncounterDetails(kind=EncounterKind.PASSAGE, counts={"women": 2, "men": 1})
    note(by, details=passage)
    note(by, momo, details=days_ago(2))
    note_observation(by=by, entry=uuid4(), noticed=Noticed(ObservationKind.OTHER, "Vu"))
    found = figures_of(by, None, clock.today(), PARIS)
    assert dict(found.lines) == {
        "passage": 1,
        "personnes vues sans nom": 3,
        "rencontres": 2,
        "personne rencontrée": 1,
        "refus": 1,
        "observation": 1,
    }


def test_the_figures_of_another_operator_are_not_shown(by: Actor, momo: Person, lina: User) -> None:
    note(by, momo)
    assert figures_of(actor_for(lina), None, clock.today(), PARIS).lines == []


def test_two_people_writing_at_once_see_both_texts(as_ines: Client, by: Actor, hugo: User) -> None:
    address = reverse(WRITE)
    assert "Ce qui a été fait" in as_ines.get(address).content.decode()
    write_report(by=actor_for(hugo), reported=today("Le texte de <i>Hugo</i>."))
    form = {"revision": "0", "text": "Le texte d’Inès."}
    page = as_ines.post(address, form).content.decode()
    assert "Le texte de &lt;i&gt;Hugo" in page
    assert "Le texte d’Inès." in page
    assert DailyReport.objects.get().written_by == hugo
    assert 'name="revision" value="1"' in page
    answer = as_ines.post(address, form | {"revision": "1", "text": "Les deux."}, follow=True)
    assert "Les deux." in answer.content.decode()


def test_the_page_says_what_is_wrong_and_keeps_what_was_typed(as_ines: Client) -> None:
    page = as_ines.post(reverse(WRITE), {"revision": "0", "text": ""}).content.decode()
    assert "Écrivez au moins une ligne." in page
    wrong = f"{reverse(WRITE)}?day=2030-01-01"
    page = as_ines.post(wrong, {"revision": "0", "text": "Demain"}).content.decode()
    assert "Ce jour est à venir." in page
    assert "Demain" in page
    assert not DailyReport.objects.exists()


def test_another_operator_reads_nothing(by: Actor, lina: User, karim: User) -> None:
    made = write_report(by=by, reported=today())
    for other in (lina, karim):
        client = enter(Client(), other)
        address = reverse("outreach:daily_report", args=[made.pk])
        assert client.get(address).status_code == 404
    assert (
        "Inès" not in enter(Client(), lina).get(reverse("outreach:daily_reports")).content.decode()
    )


def test_the_only_team_of_somebody_is_chosen(
    as_ines: Client, ines: User, passerelles: Organisation
) -> None:
    team = Team.objects.create(organisation=passerelles, name="Équipe de nuit")
    ines.memberships.get().teams.add(team)
    as_ines.post(reverse(WRITE), {"revision": "0", "priorities": "Rappeler l’accueil de jour."})
    assert DailyReport.objects.get().team == team


@pytest.mark.parametrize("name", ["daily_reports", "observations", "team_days"])
def test_a_list_asks_few_questions_whatever_its_length(
    as_ines: Client, by: Actor, name: str
) -> None:
    asked = []
    for more in (2, 1, 6):
        for _ in range(more):
            day = clock.today() - timedelta(days=DailyReport.objects.count())
            write_report(by=by, reported=Reported(day=day, text="Vu"))
            note_observation(by=by, entry=uuid4(), noticed=Noticed(ObservationKind.OTHER, "Vu"))
        with statements() as found:
            as_ines.get(reverse(f"outreach:{name}"))
        asked.append(len(found))
    assert asked[1] == asked[2] <= 12


def test_day_by_day_shows_figures_reports_and_observations_of_one_operator(
    as_ines: Client, by: Actor, momo: Person, lina: User
) -> None:
    note(by, momo)
    note(by, momo, details=days_ago(1))
    write_report(by=by, reported=today())
    note_observation(by=by, entry=uuid4(), noticed=Noticed(ObservationKind.OTHER, "Travaux."))
    address = reverse("outreach:team_days")
    page = as_ines.get(address).content.decode()
    assert page.count("1 rencontre, 1 personne rencontrée") == 2
    assert "Travaux." in page
    assert "Compte rendu" in page
    assert "Momo" not in page
    others = enter(Client(), lina).get(address).content.decode()
    assert "Travaux." not in others
    assert "1 rencontre" not in others
