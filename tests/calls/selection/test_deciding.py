"""Decisions, minutes, letters, results: from the scenario to the convention."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import docx
import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import system
from o2r.accounts.enums import MembershipRole
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import User
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application, ReadingAccess
from o2r.calls.applications.services.submitting import withdraw
from o2r.calls.applications.states_shown import ShownState, public_state
from o2r.calls.enums import CallState
from o2r.calls.models import Call
from o2r.calls.reading.enums import AssignmentState
from o2r.calls.reading.models import Assignment, Reader
from o2r.calls.selection import services
from o2r.calls.selection.entries import Pick
from o2r.calls.selection.enums import Outcome
from o2r.calls.selection.errors import Interested, NotInCommittee, NotReady
from o2r.calls.selection.models import Decision, Letter, Minutes, ResultsPublication, Scenario
from o2r.calls.selection.recurring import call_results
from o2r.calls.selection.services import DecisionFields
from o2r.core import clock
from o2r.core.agenda.registry import due_for
from o2r.core.notifications.models import Notification
from o2r.projects.conventions.models import Convention
from tests.accounts.factories import enter, someone
from tests.calls.selection.conftest import PROJECTS, Committee
from tests.core.documents.word import faults
from tests.network.committees.factories import MeetingFactory

BrowserOf = Callable[[User], Client]
WORKER = system("call-results")


def scenario_keeping(committee: Committee, *titles: str) -> Scenario:
    scenario = committee.scenario()
    picks = {
        committee[title].pk: Pick(title in titles, reason="" if title in titles else "")
        for title in PROJECTS
    }
    return services.save_choices(by=committee.by, scenario=scenario, revision=0, picks=picks)


def refuse(committee: Committee, title: str, **fields: str) -> Decision:
    return services.decide(
        by=committee.by,
        room=committee.room,
        application=committee[title],
        fields=DecisionFields(
            Outcome.REJECTION, reasons="Territoire déjà couvert par un autre projet.", **fields
        ),
    )


def decided(committee: Committee) -> None:
    """Two kept, one waiting, two refused; all confirmed."""
    scenario = scenario_keeping(committee, "Cap Deux Rives", "Pas à pas Savoie")
    services.decide_all(by=committee.by, scenario=scenario)
    services.decide(
        by=committee.by,
        room=committee.room,
        application=committee["Horizon Limagne"],
        fields=DecisionFields(Outcome.WAITING, rank=1),
    )
    for title in ("Nord-Isère Rebond", "Jeunes d’Allier"):
        refuse(committee, title)
    services.confirm_decisions(by=committee.by, room=committee.room)


def published(committee: Committee) -> None:
    decided(committee)
    services.write_letters(by=committee.by, room=committee.room)
    soon = clock.now() + timedelta(hours=1)
    services.schedule_results(
        by=committee.by,
        room=committee.room,
        day=soon.date(),
        hour=soon.time(),
        time_zone="UTC",
        shows_amounts=True,
    )
    assert services.publish_due_results(by=WORKER, now=soon - timedelta(seconds=1)) == []
    assert services.publish_due_results(by=WORKER, now=soon)


def test_a_scenario_becomes_drafts_that_bind_nobody(committee: Committee) -> None:
    scenario = scenario_keeping(committee, "Cap Deux Rives")
    made = services.decide_all(by=committee.by, scenario=scenario, meeting=MeetingFactory())
    assert len(made) == 5
    kept = Decision.objects.get(application=committee["Cap Deux Rives"])
    assert (kept.outcome, kept.amount) == (Outcome.AWARD, Decimal(412_000))
    assert kept.years == [Decimal("412000.00")]
    assert kept.meeting is not None
    assert committee["Cap Deux Rives"].state == ApplicationState.ADMISSIBLE
    scenario.refresh_from_db()
    assert scenario.frozen_at is not None


def test_another_amount_is_shared_over_the_years(committee: Committee) -> None:
    scenario = committee.scenario()
    first = committee["Cap Deux Rives"].pk
    services.save_choices(
        by=committee.by,
        scenario=scenario,
        revision=0,
        picks={first: Pick(True, Decimal("100000.01"))},
    )
    services.decide_all(by=committee.by, scenario=scenario)
    kept = Decision.objects.get(application=first)
    assert sum(kept.years) == kept.amount == Decimal("100000.01")


def test_what_is_done_is_counted_in_words(committee: Committee, client: Client) -> None:
    enter(client, committee.helene)
    scenario = scenario_keeping(committee, "Cap Deux Rives", "Pas à pas Savoie")
    Application.objects.exclude(pk=committee["Cap Deux Rives"].pk).update(
        state=ApplicationState.INADMISSIBLE
    )
    answer = client.post(
        reverse("selection:decisions", args=[committee.call.slug]),
        {"scenario": scenario.pk},
        follow=True,
    )
    assert "1 décision est écrite en projet." in answer.content.decode()
    answer = client.post(reverse("selection:confirm", args=[committee.call.slug]), follow=True)
    assert "1 décision est confirmée." in answer.content.decode()


def test_nothing_is_confirmed_without_the_reasons(committee: Committee) -> None:
    # The third is passed over for the fourth: both depart, and the refusals say nothing yet.
    scenario = scenario_keeping(
        committee, "Cap Deux Rives", "Pas à pas Savoie", "Nord-Isère Rebond"
    )
    services.decide_all(by=committee.by, scenario=scenario)
    with pytest.raises(NotReady, match="Horizon Limagne"):
        services.confirm_decisions(by=committee.by, room=committee.room)
    refuse(committee, "Horizon Limagne")
    refuse(committee, "Jeunes d’Allier")
    with pytest.raises(NotReady, match="Horizon Limagne.*Nord-Isère"):
        services.confirm_decisions(by=committee.by, room=committee.room)
    refuse(committee, "Horizon Limagne", departure_reason="Budget sans comptabilité analytique.")
    fourth = Decision.objects.get(application=committee["Nord-Isère Rebond"])
    services.decide(
        by=committee.by,
        room=committee.room,
        application=committee["Nord-Isère Rebond"],
        fields=DecisionFields(
            Outcome.AWARD, yearly_amounts=fourth.years, departure_reason="Seule dans l’Ain."
        ),
    )
    assert len(services.confirm_decisions(by=committee.by, room=committee.room)) == 5
    assert committee["Nord-Isère Rebond"].state == ApplicationState.AWARDED


def test_who_has_an_interest_asks_another_officer(committee: Committee) -> None:
    closed = committee["Pas à pas Savoie"]
    committee.declare(committee.helene, "Pas à pas Savoie")
    scenario = scenario_keeping(committee, "Cap Deux Rives")
    services.decide_all(by=committee.by, scenario=scenario)
    assert not Decision.objects.filter(application=closed).exists()
    with pytest.raises(Interested, match="Demandez à une autre personne"):
        services.decide(
            by=committee.by,
            room=committee.room,
            application=closed,
            fields=DecisionFields(Outcome.REJECTION, reasons="Non."),
        )
    for title in ("Horizon Limagne", "Nord-Isère Rebond", "Jeunes d’Allier"):
        refuse(committee, title)
    karim = actor_for(committee.karim)
    services.decide(
        by=karim,
        room=committee.room,
        application=closed,
        fields=DecisionFields(Outcome.REJECTION, reasons="Territoire déjà couvert."),
    )
    assert len(services.confirm_decisions(by=committee.by, room=committee.room)) == 4
    assert committee["Pas à pas Savoie"].state == ApplicationState.ADMISSIBLE
    with pytest.raises(Interested):
        services.confirm_decisions(by=committee.by, room=committee.room)
    services.write_letters(by=committee.by, room=committee.room)
    with pytest.raises(DomainError, match="pas de décision confirmée"):
        services.schedule_results(
            by=committee.by,
            room=committee.room,
            day=date(2099, 1, 1),
            hour=time(9),
            time_zone="Europe/Paris",
        )
    assert len(services.confirm_decisions(by=karim, room=committee.room)) == 1


def test_what_does_not_hold_together_is_refused(committee: Committee) -> None:
    room, first = committee.room, committee["Cap Deux Rives"]
    with pytest.raises(DomainError, match="reçoit un montant"):
        services.decide(
            by=committee.by, room=room, application=first, fields=DecisionFields(Outcome.AWARD)
        )
    with pytest.raises(DomainError, match="rang en liste d’attente"):
        services.decide(
            by=committee.by, room=room, application=first, fields=DecisionFields(Outcome.WAITING)
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            application=first,
            outcome=Outcome.REJECTION,
            decided_at=clock.now(),
            confirmed_at=clock.now(),
        )
    Call.objects.filter(pk=room.pk).update(state=CallState.EXAMINATION)
    with pytest.raises(NotInCommittee):
        refuse(committee, "Cap Deux Rives")
    with pytest.raises(NotInCommittee):
        services.confirm_decisions(by=committee.by, room=committee.room)


def test_the_waiting_list_has_no_hole(committee: Committee) -> None:
    services.decide_all(by=committee.by, scenario=scenario_keeping(committee, "Cap Deux Rives"))
    for title in ("Pas à pas Savoie", "Horizon Limagne", "Nord-Isère Rebond"):
        refuse(committee, title)
    services.decide(
        by=committee.by,
        room=committee.room,
        application=committee["Pas à pas Savoie"],
        fields=DecisionFields(Outcome.WAITING, rank=2),
    )
    refuse(committee, "Jeunes d’Allier")
    with pytest.raises(DomainError, match="se suivent à partir de 1"):
        services.confirm_decisions(by=committee.by, room=committee.room)


def test_confirmed_decisions_change_no_more_and_stay_secret(
    committee: Committee, browser_of: BrowserOf
) -> None:
    decided(committee)
    first = committee["Cap Deux Rives"]
    assert first.state == ApplicationState.AWARDED
    with pytest.raises(DomainError, match="confirmée : elle ne change plus".replace(" :", "\xa0:")):
        refuse(committee, "Cap Deux Rives")
    assert {public_state(committee[title], clock.now()) for title in PROJECTS} == {
        ShownState.EXAMINED
    }
    lead = first.members.get(is_lead=True).organisation
    theirs = browser_of(someone(MembershipRole.COORDINATOR, lead).user)
    for address in (
        reverse("applications:home"),
        reverse("applications:overview", args=[first.pk]),
        reverse("applications:read", args=[first.pk]),
    ):
        text = theirs.get(address).content.decode().lower()
        assert first.title.lower() in text
        assert "retenue" not in text


def test_at_the_chosen_hour_everything_is_told_at_once(
    committee: Committee, browser_of: BrowserOf, client: Client
) -> None:
    lead = committee["Jeunes d’Allier"].members.get(is_lead=True).organisation
    candidate = someone(MembershipRole.COORDINATOR, lead)
    theirs = browser_of(candidate.user)
    decided(committee)
    services.write_letters(by=committee.by, room=committee.room)
    public = reverse("selection:results", args=[committee.call.slug])
    assert client.get(public).status_code == 404
    assert "Aucun résultat" in theirs.get(reverse("selection:my_letters")).content.decode()
    letter = Letter.objects.get(application=committee["Jeunes d’Allier"])
    assert theirs.get(reverse("selection:my_letter", args=[letter.pk])).status_code == 404
    Notification.objects.all().delete()
    soon = clock.now() + timedelta(minutes=30)
    services.schedule_results(
        by=committee.by, room=committee.room, day=soon.date(), hour=soon.time(), time_zone="UTC"
    )
    assert "Résultats publiés" in call_results(soon)
    assert call_results(soon) == ""
    assert (
        Notification.objects.filter(recipient=candidate.user.pk, kind="call-results").count() == 1
    )
    letter.refresh_from_db()
    assert letter.is_sent
    assert len(letter.digest) == 64
    page = theirs.get(reverse("selection:my_letter", args=[letter.pk])).content.decode()
    assert "Territoire déjà couvert par un autre projet." in page
    assert "Voies et délais de recours" in page
    with clock.stopped_at(soon):
        text = client.get(public).content.decode()
        assert public_state(committee["Jeunes d’Allier"], clock.now()) is ShownState.REJECTED
    assert "Cap Deux Rives" in text
    assert "Loire" in text
    assert not re.search(r"412\D?000", text)
    for hidden in ("Jeunes d’Allier", "Horizon Limagne", "Nord-Isère Rebond"):
        assert hidden not in text


def test_amounts_are_public_only_when_it_was_chosen(committee: Committee, client: Client) -> None:
    published(committee)
    with clock.stopped_at(clock.now() + timedelta(hours=2)):
        page = client.get(reverse("selection:results", args=[committee.call.slug]))
    assert "412\u202f000\u00a0€" in page.content.decode()
    assert committee.room.state == CallState.RESULTS


def test_an_hour_is_in_the_future_and_may_be_forgotten(
    helene: Client, committee: Committee
) -> None:
    decided(committee)
    address = reverse("selection:publication", args=[committee.call.slug])
    assert "5 courriers ne sont pas écrits." in helene.get(address).content.decode()
    services.write_letters(by=committee.by, room=committee.room)
    past = helene.post(address, {"day": "2020-01-01", "hour": "10:00", "time_zone": "Europe/Paris"})
    assert "Cette heure est passée" in past.content.decode()
    helene.post(address, {"day": "2099-01-01", "hour": "10:00", "time_zone": "Indian/Reunion"})
    known = ResultsPublication.objects.get()
    assert known.scheduled_at == datetime.fromisoformat("2099-01-01T10:00+04:00")
    assert "(heure de La Réunion)" in helene.get(address).content.decode()
    wrong = helene.post(address, {"day": "2099-01-01", "hour": "10:00", "time_zone": "Mars"})
    assert "field--wrong" in wrong.content.decode()
    assert ResultsPublication.objects.get().time_zone == "Indian/Reunion"
    helene.post(reverse("selection:cancel_publication", args=[committee.call.slug]))
    assert not ResultsPublication.objects.exists()
    assert committee.room.results_at is None
    with pytest.raises(DomainError, match="Aucune publication"):
        services.cancel_publication(by=committee.by, room=committee.room)


def test_minutes_are_kept_version_by_version(helene: Client, committee: Committee) -> None:
    meeting = MeetingFactory(instance__region="84", starts_at=clock.now() - timedelta(hours=3))
    with pytest.raises(DomainError, match="serait vide"):
        services.generate_minutes(by=committee.by, room=committee.room)
    decided(committee)
    address = reverse("selection:minutes", args=[committee.call.slug])
    helene.post(
        address,
        {"meeting": meeting.pk, "withdrawals": "Mme Roy – Horizon Limagne", "remarks": "Calme."},
    )
    first = Minutes.objects.get()
    content = first.content
    assert content["withdrawals"] == ["Mme Roy – Horizon Limagne"]
    assert content["meeting"] == str(meeting.instance)
    assert [row[1] for row in content["decisions"]].count("retenue") == 2
    assert "liste d’attente, rang 1" in [row[1] for row in content["decisions"]]
    assert any("Allier" in row[0] for row in content["white_zones"])
    assert (
        first.digest
        in helene.get(
            reverse("selection:minutes_version", args=[committee.call.slug, first.pk])
        ).content.decode()
    )
    helene.post(address, {"remarks": "Corrigé."})
    first.refresh_from_db()
    assert first.content == content
    assert list(Minutes.objects.order_by("version").values_list("version", flat=True)) == [1, 2]
    file = helene.get(reverse("selection:minutes_docx", args=[committee.call.slug, first.pk]))
    assert faults(file.content) == []
    document = docx.Document(io.BytesIO(file.content))
    words = " ".join(p.text for p in document.paragraphs)
    words += " ".join(cell.text for t in document.tables for row in t.rows for cell in row.cells)
    for said in ("Mme Roy", "Zones blanches qui restent", "Territoire déjà couvert", "préfet"):
        assert said in words
    pdf = helene.get(reverse("selection:minutes_pdf", args=[committee.call.slug, first.pk]))
    assert pdf.content[:4] == b"%PDF" or pdf.status_code == 404


def test_letters_are_read_again_then_frozen(helene: Client, committee: Committee) -> None:
    decided(committee)
    slug = committee.call.slug
    page = helene.post(reverse("selection:letters", args=[slug]), follow=True).content.decode()
    assert "5 courriers" in page
    assert "Textes provisoires, à vérifier" in page
    assert services.write_letters(by=committee.by, room=committee.room) == []
    letter = Letter.objects.get(application=committee["Cap Deux Rives"])
    assert "412\u202f000\u00a0€" in letter.body
    assert "rang 1" in Letter.objects.get(application=committee["Horizon Limagne"]).body
    address = reverse("selection:letter", args=[slug, letter.pk])
    helene.post(address, {"heading": "Retenue !", "body": "Bravo."})
    letter.refresh_from_db()
    assert (letter.heading, letter.body) == ("Retenue !", "Bravo.")
    packed = helene.get(reverse("selection:letters_zip", args=[slug]))
    archive = zipfile.ZipFile(io.BytesIO(packed.content))
    names = archive.namelist()
    assert len(names) == 5
    assert names[0] == "001-award-v1.docx"
    for name in names:
        assert faults(archive.read(name)) == []
    with pytest.raises(DomainError, match="heure de publication"):
        services.send_letter(by=committee.by, room=committee.room, letter=letter)
    soon = clock.now() + timedelta(hours=1)
    services.schedule_results(
        by=committee.by, room=committee.room, day=soon.date(), hour=soon.time(), time_zone="UTC"
    )
    services.publish_due_results(by=WORKER, now=soon)
    letter.refresh_from_db()
    before = letter.digest
    with pytest.raises(DomainError, match="il ne change plus"):
        services.edit_letter(
            by=committee.by, room=committee.room, letter=letter, heading="X", body="Y"
        )
    assert Letter.objects.get(pk=letter.pk).digest == before
    assert helene.get(address).content.decode().count("Retenue !") >= 1


def test_a_place_opens_on_the_waiting_list(helene: Client, committee: Committee) -> None:
    published(committee)
    slug, waiting = committee.call.slug, committee["Horizon Limagne"]
    address = reverse("selection:replace", args=[slug, waiting.pk])
    refused = helene.post(address, {"outcome": "award", "year_1": "295 000"})
    assert "Dites pourquoi la décision change" in refused.content.decode()
    helene.post(
        address,
        {"outcome": "award", "year_1": "295 000", "departure_reason": "Désistement du premier."},
    )
    assert committee["Horizon Limagne"].state == ApplicationState.AWARDED
    current = Decision.objects.current().get(application=waiting)
    assert current.amount == Decimal(295_000)
    assert Decision.objects.filter(application=waiting).count() == 2
    letter = Letter.objects.get(decision=current)
    assert (letter.version, letter.is_sent) == (2, False)
    lead = waiting.members.get(is_lead=True).organisation
    candidate = someone(MembershipRole.COORDINATOR, lead).user
    Notification.objects.all().delete()
    helene.post(reverse("selection:send_letter", args=[slug, letter.pk]))
    letter.refresh_from_db()
    assert letter.is_sent
    told = Notification.objects.get()
    assert (told.recipient, told.kind) == (candidate.pk, "call-results")
    assert told.subject.startswith("Une nouvelle décision sur votre candidature")
    assert told.link == reverse("selection:my_letter", args=[letter.pk])


def test_a_laureate_gets_its_convention(helene: Client, committee: Committee) -> None:
    type(committee.call).objects.filter(pk=committee.call.pk).update(convention_years=2)
    decided(committee)
    first = committee["Cap Deux Rives"]
    with pytest.raises(DomainError, match="après la publication"):
        services.open_convention_of(
            by=committee.by, room=committee.room, application=first, starts_on=date(2027, 1, 1)
        )
    services.write_letters(by=committee.by, room=committee.room)
    soon = clock.now() + timedelta(hours=1)
    services.schedule_results(
        by=committee.by, room=committee.room, day=soon.date(), hour=soon.time(), time_zone="UTC"
    )
    services.publish_due_results(by=WORKER, now=soon)
    address = reverse("selection:convention", args=[committee.call.slug, first.pk])
    helene.post(address, {"starts_on": "2027-01-01"})
    convention = Convention.objects.get(source=first.pk)
    assert (convention.starts_on, convention.ends_on) == (date(2027, 1, 1), date(2028, 12, 31))
    assert committee["Cap Deux Rives"].state == ApplicationState.CONTRACTED
    page = helene.get(reverse("selection:decisions", args=[committee.call.slug]))
    assert f"Convention {convention.reference}" in page.content.decode()


def test_a_withdrawn_application_does_not_stop_the_results(committee: Committee) -> None:
    decided(committee)
    services.write_letters(by=committee.by, room=committee.room)
    gone = committee["Jeunes d’Allier"].pk
    Application.objects.filter(pk=gone).update(state=ApplicationState.WITHDRAWN)
    soon = clock.now() + timedelta(hours=1)
    services.schedule_results(
        by=committee.by, room=committee.room, day=soon.date(), hour=soon.time(), time_zone="UTC"
    )
    assert services.publish_due_results(by=WORKER, now=soon)
    assert not Letter.objects.get(application=gone).is_sent


@pytest.mark.parametrize("title", PROJECTS)
def test_a_withdrawal_before_the_results_tells_nothing(title: str, committee: Committee) -> None:
    decided(committee)
    lead = committee[title].members.get(is_lead=True).organisation
    by = actor_for(someone(MembershipRole.COORDINATOR, lead).user)
    withdraw(by=by, application=committee[title], reason="Nous renonçons.")
    assert committee[title].state == ApplicationState.WITHDRAWN
    told = Notification.objects.filter(kind="application-withdrawn").order_by("pk")
    assert {one.recipient for one in told} == {committee.helene.pk, committee.karim.pk}
    assert all("Nous renonçons." in one.body and title in one.body for one in told)
    was_kept = title in ("Cap Deux Rives", "Pas à pas Savoie")
    assert all(("liste d’attente, en" in one.body) is was_kept for one in told)


@pytest.mark.parametrize("state", CallState)
def test_only_the_committee_decides(state: CallState, committee: Committee) -> None:
    stranger = actor_for(someone(MembershipRole.STATE_OFFICER).user)
    with pytest.raises(NotAllowed):
        services.confirm_decisions(by=stranger, room=committee.room)
    Call.objects.filter(pk=committee.call.pk).update(state=state)
    allowed = state is CallState.COMMITTEE
    with pytest.raises(NotReady if allowed else NotInCommittee):
        services.confirm_decisions(by=committee.by, room=committee.room)


def test_lists_ask_a_number_of_queries_that_does_not_grow(
    helene: Client, committee: Committee
) -> None:
    published(committee)
    slug = committee.call.slug
    read = ("selection_", "applications_", "reading_", "calls_", "committees_")
    for name in ("decisions", "letters", "minutes", "publication"):
        address = reverse(f"selection:{name}", args=[slug])
        with CaptureQueriesContext(connection) as asked:
            assert helene.get(address).status_code == 200
        # Without those of every signed-in page: session, account, access, notices.
        ours = [one for one in asked if any(f'FROM "{table}' in one["sql"] for table in read)]
        assert 1 <= len(ours) <= 18, name
        assert name == "decisions" or len(ours) <= 12, name


def test_results_are_never_published_by_a_plain_move(helene: Client, committee: Committee) -> None:
    helene.post(reverse("calls:move", args=[committee.call.slug]), {"to": "results", "reason": ""})
    assert committee.room.state == CallState.COMMITTEE
    page = helene.get(reverse("calls:manage", args=[committee.call.slug])).content.decode()
    assert 'value="results"' not in page


def test_recused_readers_are_proposed_for_the_minutes(helene: Client, committee: Committee) -> None:
    reader = someone(MembershipRole.PARTNER_ADVISER).user
    application, now = committee["Horizon Limagne"], clock.now()
    Assignment.objects.create(
        application=application,
        reader=Reader.objects.create(call=committee.call, user=reader, named_at=now),
        state=AssignmentState.RECUSED,
        reason="A déclaré un lien.",
        named_at=now,
        changed_at=now,
    )
    address = reverse("selection:minutes", args=[committee.call.slug])
    ReadingAccess.objects.filter(user=committee.helene).delete()
    assert reader.display_name not in helene.get(address).content.decode()
    # Once she has declared no interest in it, she reads who did what.
    ReadingAccess.objects.create(application=application, user=committee.helene, opened_at=now)
    assert f"{reader.display_name} – Horizon Limagne" in helene.get(address).content.decode()


def test_the_hour_and_the_letters_wait_for_the_service_then_for_the_candidate(
    committee: Committee, client: Client
) -> None:
    decided(committee)
    services.write_letters(by=committee.by, room=committee.room)
    soon = clock.now() + timedelta(hours=1)
    services.schedule_results(
        by=committee.by, room=committee.room, day=soon.date(), hour=soon.time(), time_zone="UTC"
    )
    titles = [one.title for one in due_for(committee.by)]
    assert not [title for title in titles if "à confirmer" in title or "à écrire" in title]
    assert f"Publication des résultats : {committee.call.title}" in titles
    assert f"5 courriers à relire : {committee.call.title}" in titles
    page = enter(client, committee.helene).get(reverse("calls:manage", args=[committee.call.slug]))
    for name in ("letters", "publication"):
        assert reverse(f"selection:{name}", args=[committee.call.slug]) in page.text
    assert services.publish_due_results(by=WORKER, now=soon)
    waiting = {one.kind for one in due_for(committee.by)}
    assert "call-results" not in waiting
    lead = committee["Cap Deux Rives"].members.get(is_lead=True).organisation
    candidate = enter(Client(), someone(MembershipRole.CANDIDATE, lead).user)
    mine = reverse("selection:my_letters")
    for address in (
        reverse("accounts:home"),
        reverse("applications:home"),
        reverse("applications:overview", args=[committee["Cap Deux Rives"].pk]),
    ):
        with clock.stopped_at(soon):
            assert mine in candidate.get(address).text
