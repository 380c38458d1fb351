"""The room: choices, departures, revision, who enters."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.acting import actor_for
from o2r.accounts.enums import MembershipRole, OrganisationKind
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import User
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import BudgetLine
from o2r.calls.enums import CallState
from o2r.calls.models import Call
from o2r.calls.selection import services
from o2r.calls.selection.entries import Pick
from o2r.calls.selection.errors import FrozenScenario, Interested, StaleScenario
from o2r.calls.selection.models import Choice, Scenario
from o2r.calls.selection.selectors import board_of, drafted_of
from tests.accounts.factories import OrganisationFactory, someone
from tests.calls.factories import ApplicationFactory
from tests.calls.selection.conftest import Committee

BrowserOf = Callable[[User], Client]


def choose(client: Client, scenario: Scenario, **data: object) -> dict[str, object]:
    scenario.refresh_from_db()
    address = reverse("selection:choose", args=[scenario.call.slug, scenario.pk])
    answer = client.post(address, {"revision": scenario.revision, **data})
    assert answer.status_code == 200, answer.content
    found: dict[str, object] = answer.json()
    return found


def test_the_room_shows_the_ranking_before_any_scenario(
    helene: Client, committee: Committee
) -> None:
    page = helene.get(reverse("selection:room", args=[committee.call.slug]))
    text = page.content.decode()
    assert "Classement des lecteurs" in text
    titles = ["Cap Deux Rives", "Pas à pas Savoie", "Horizon Limagne", "Nord-Isère Rebond"]
    places = [text.index(title) for title in titles]
    assert places == sorted(places)
    assert "lecteur de plus" in text
    assert "1 récusation" in text
    assert 'role="switch"' not in text


def test_a_choice_recolours_covers_and_asks_a_reason(helene: Client, committee: Committee) -> None:
    scenario = committee.scenario()
    for title in ("Cap Deux Rives", "Pas à pas Savoie"):
        choose(helene, scenario, application=committee[title].pk, kept="on")
    found = choose(helene, scenario, application=committee["Nord-Isère Rebond"].pk, kept="on")
    marks = {key: (mark, tone) for key, mark, tone in found["rows"]}  # type: ignore[attr-defined]
    assert marks[str(committee["Horizon Limagne"].pk)] == ("asked", "due")
    assert marks[str(committee["Nord-Isère Rebond"].pk)] == ("asked", "kept")
    figures = str(found["figures"])
    assert "1\u202f150\u202f000\u00a0€" in figures
    assert "1\u202f400\u202f000\u00a0€" in figures
    assert "Allier, Clermont Auvergne Métropole" in figures
    assert "Motif demandé." in str(found["said"])
    classes = found["classes"]
    assert isinstance(classes, dict)
    assert set(classes["communes"]) == {"0", "1"}
    assert len(classes["communes"]) == 2411


def test_a_reason_is_kept_and_said(helene: Client, committee: Committee) -> None:
    scenario = committee.scenario()
    second = committee["Pas à pas Savoie"].pk
    choose(helene, scenario, application=second, kept="on", reason="Seule en Savoie.")
    assert Choice.objects.get(scenario=scenario).reason == "Seule en Savoie."
    address = reverse("selection:scenario", args=[committee.call.slug, scenario.pk])
    page = helene.get(address).content.decode()
    assert 'data-mark="given"' in page
    assert "Seule en Savoie." in page


def test_without_a_script_the_form_saves_every_line(helene: Client, committee: Committee) -> None:
    scenario = committee.scenario()
    address = reverse("selection:scenario", args=[committee.call.slug, scenario.pk])
    first, third = committee["Cap Deux Rives"].pk, committee["Horizon Limagne"].pk
    sent = {
        "revision": 0,
        "kept": [str(first), str(third)],
        f"amount-{first}": "400 000,50 €",
        f"reason-{third}": "La métropole n’est couverte par personne d’autre.",
    }
    assert helene.post(address, sent).status_code == 302
    rows = {row.application_id: row for row in Choice.objects.filter(scenario=scenario)}
    assert rows[first].kept
    assert rows[first].amount == Decimal("400000.50")
    assert rows[third].reason.startswith("La métropole")
    page = helene.get(address).content.decode()
    assert "proposé : 400\u202f000,50\u00a0€" in page


def test_a_wrong_amount_is_said_and_nothing_is_saved(helene: Client, committee: Committee) -> None:
    scenario = committee.scenario()
    address = reverse("selection:scenario", args=[committee.call.slug, scenario.pk])
    first = committee["Cap Deux Rives"].pk
    page = helene.post(address, {"revision": 0, "kept": [str(first)], f"amount-{first}": "dix"})
    assert "Ce n’est pas un montant" in page.content.decode()
    assert not Choice.objects.exists()
    assert f'href="#amount-{first}"' in page.content.decode()
    toggled = helene.post(
        reverse("selection:choose", args=[committee.call.slug, scenario.pk]),
        {"revision": 0, "application": first, "amount": "dix"},
    )
    assert toggled.status_code == 400
    assert "Ce n’est pas un montant" in toggled.json()["message"]


def test_what_was_typed_beside_a_wrong_amount_is_still_there(
    helene: Client, committee: Committee, browser_of: BrowserOf
) -> None:
    scenario = committee.scenario()
    address = reverse("selection:scenario", args=[committee.call.slug, scenario.pk])
    first, third = committee["Cap Deux Rives"].pk, committee["Horizon Limagne"].pk
    karim = browser_of(committee.karim)
    choose(karim, scenario, application=committee["Jeunes d’Allier"].pk, kept="on")
    sent = {
        "revision": 0,
        "kept": [str(first), str(third)],
        f"amount-{first}": "dix",
        f"reason-{third}": "La métropole d’abord.",
    }
    page = helene.post(address, sent).content.decode()
    row = {key: page.split(f'data-o2r-row="{key}"')[1].split("</tr>")[0] for key in (first, third)}
    assert 'aria-invalid="true"' in row[first]
    assert f'aria-describedby="amount-{first}-error"' in row[first]
    assert 'value="dix"' in row[first]
    assert "checked" in row[first]
    assert "checked" in row[third]
    assert "La métropole d’abord." in row[third]
    assert "data-o2r-unsaved" in row[third]
    # Karim saved meanwhile: the correction must still meet what he chose.
    assert 'name="revision" value="0"' in page
    sent[f"amount-{first}"] = "10"
    assert helene.post(address, sent).status_code == 409


def test_two_officers_on_one_scenario_see_both_versions(
    helene: Client, committee: Committee, browser_of: BrowserOf
) -> None:
    scenario = committee.scenario()
    karim = browser_of(committee.karim)
    choose(karim, scenario, application=committee["Cap Deux Rives"].pk, kept="on")
    address = reverse("selection:scenario", args=[committee.call.slug, scenario.pk])
    mine = str(committee["Pas à pas Savoie"].pk)
    page = helene.post(address, {"revision": 0, "kept": [mine]})
    text = page.content.decode()
    assert page.status_code == 409
    assert committee.karim.display_name in text
    assert "Cap Deux Rives" in text
    assert "Pas à pas Savoie" in text
    assert "Enregistrer mes choix" in text
    scenario.refresh_from_db()
    assert scenario.revision == 1
    toggled = helene.post(
        reverse("selection:choose", args=[committee.call.slug, scenario.pk]),
        {"revision": 0, "application": mine, "kept": "on"},
    )
    assert toggled.status_code == 409
    assert "a modifié ce scénario" in toggled.json()["message"]


def test_who_declared_an_interest_cannot_choose_on_that_application(
    helene: Client, committee: Committee
) -> None:
    scenario = committee.scenario()
    closed = committee["Horizon Limagne"]
    committee.declare(committee.helene, "Horizon Limagne")
    with pytest.raises(Interested, match="lien d’intérêts"):
        services.choose(
            by=committee.by, scenario=scenario, application=closed, revision=0, pick=Pick(True)
        )
    address = reverse("selection:scenario", args=[committee.call.slug, scenario.pk])
    page = helene.get(address).content.decode()
    assert "une autre personne choisit" in page
    assert "3,9" not in page
    assert "Retenue" not in page
    helene.post(address, {"revision": 0, "kept": [str(closed.pk)]})
    assert not Choice.objects.filter(application=closed, kept=True).exists()


def test_a_scenario_is_copied_renamed_compared_and_deleted(
    helene: Client, committee: Committee
) -> None:
    first = committee.scenario()
    choose(helene, first, application=committee["Cap Deux Rives"].pk, kept="on")
    slug = committee.call.slug
    made = helene.post(
        reverse("selection:new_scenario", args=[slug]),
        {"new-name": "Scénario B", "new-note": "", "new-copy_of": first.pk},
    )
    second = Scenario.objects.get(name="Scénario B")
    assert made.headers["Location"] == reverse("selection:scenario", args=[slug, second.pk])
    choose(helene, second, application=committee["Jeunes d’Allier"].pk, kept="on")
    page = helene.get(
        reverse("selection:compare", args=[slug]), {"a": first.pk, "b": second.pk}
    ).content.decode()
    assert "ne sont plus blanches" in page
    assert "Allier" in page
    assert "1 candidature qui change" in page
    helene.post(
        reverse("selection:rename", args=[slug, second.pk]),
        {"name": "scénario a", "note": ""},
    )
    second.refresh_from_db()
    assert second.name == "Scénario B"
    helene.post(
        reverse("selection:rename", args=[slug, second.pk]),
        {"name": "Couvrir l’Allier", "note": "Le nord d’abord."},
    )
    second.refresh_from_db()
    assert second.name == "Couvrir l’Allier"
    helene.post(reverse("selection:delete_scenario", args=[slug, second.pk]))
    assert not Scenario.objects.filter(pk=second.pk).exists()


def test_a_frozen_scenario_changes_no_more(committee: Committee) -> None:
    scenario = committee.scenario()
    services.decide_all(by=committee.by, scenario=scenario)
    with pytest.raises(FrozenScenario, match="des décisions en sont parties"):
        services.delete_scenario(by=committee.by, scenario=scenario)
    with pytest.raises(FrozenScenario):
        services.save_choices(by=committee.by, scenario=scenario, revision=0, picks={})
    Call.objects.filter(pk=committee.call.pk).update(state=CallState.RESULTS)
    with pytest.raises(DomainError, match="aucun scénario ne s’ajoute"):
        services.make_scenario(by=committee.by, room=committee.room, name="Trop tard")


def test_a_stale_revision_is_refused_by_the_service(committee: Committee) -> None:
    scenario = committee.scenario()
    known = {committee["Cap Deux Rives"].pk: Pick(kept=True)}
    services.save_choices(by=committee.by, scenario=scenario, revision=0, picks=known)
    with pytest.raises(StaleScenario):
        services.save_choices(by=committee.by, scenario=scenario, revision=0, picks=known)
    other = ApplicationFactory()
    with pytest.raises(DomainError, match="n’est plus comparée"):
        services.save_choices(
            by=committee.by, scenario=scenario, revision=1, picks={other.pk: Pick(True)}
        )
    with pytest.raises(DomainError, match="autre appel"):
        services.choose(
            by=committee.by, scenario=scenario, application=other, revision=1, pick=Pick(True)
        )
    with pytest.raises(DomainError, match="Donnez un nom"):
        services.make_scenario(by=committee.by, room=committee.room, name="  ")
    with pytest.raises(DomainError, match="positif"):
        services.choose(
            by=committee.by,
            scenario=scenario,
            application=committee["Cap Deux Rives"],
            revision=1,
            pick=Pick(True, Decimal(-1)),
        )


@pytest.mark.parametrize("role", [MembershipRole.STATE_OFFICER, MembershipRole.CANDIDATE])
def test_nobody_else_enters(
    role: MembershipRole, committee: Committee, browser_of: BrowserOf
) -> None:
    scenario = committee.scenario()
    where = None
    if role is MembershipRole.STATE_OFFICER:
        where = OrganisationFactory(kind=OrganisationKind.DREETS, region="93")
    stranger = someone(role, where)
    client = browser_of(stranger.user)
    slug = committee.call.slug
    for name, args in (
        ("room", [slug]),
        ("scenario", [slug, scenario.pk]),
        ("decisions", [slug]),
        ("letters", [slug]),
        ("publication", [slug]),
        ("map_units", [slug]),
    ):
        assert client.get(reverse(f"selection:{name}", args=args)).status_code == 404
    with pytest.raises(NotAllowed):
        services.make_scenario(by=actor_for(stranger.user), room=committee.room, name="X")


def test_a_candidate_of_the_call_does_not_enter(
    committee: Committee, browser_of: BrowserOf
) -> None:
    lead = committee["Cap Deux Rives"].members.get(is_lead=True).organisation
    candidate = someone(MembershipRole.COORDINATOR, lead)
    client = browser_of(candidate.user)
    assert client.get(reverse("selection:room", args=[committee.call.slug])).status_code == 404


def test_the_room_opens_with_the_committee_and_the_marks(
    helene: Client, committee: Committee
) -> None:
    Call.objects.filter(pk=committee.call.pk).update(state=CallState.EXAMINATION)
    assert helene.get(reverse("selection:room", args=[committee.call.slug])).status_code == 404


def test_the_map_has_its_units_and_the_drawing_its_patterns(
    helene: Client, committee: Committee
) -> None:
    units = helene.get(reverse("selection:map_units", args=[committee.call.slug])).json()
    assert units["departments"] == ["01", "03", "07", "38", "42", "63", "73", "74"]
    assert len(units["communes"]) == 2411
    west, south, east, north = units["bounds"]
    assert 2 < west < east < 7.5
    assert 44 < south < north < 47
    page = helene.get(reverse("selection:room", args=[committee.call.slug])).content.decode()
    assert "url(#room-white)" in page


def test_the_table_and_the_decisions_are_read_in_twelve_queries(
    committee: Committee, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for number in range(10, 40):
        ApplicationFactory(
            call=committee.call, number=number, state=ApplicationState.ADMISSIBLE, asks=1000
        )
    scenario, room = committee.scenario(), committee.room
    with django_assert_max_num_queries(12):
        assert len(board_of(room, scenario, committee.helene.pk).rows) == 35
    with django_assert_max_num_queries(12):
        assert len(drafted_of(room, committee.helene.pk)) == 35


def test_a_choice_reads_again_what_has_changed(helene: Client, committee: Committee) -> None:
    scenario, first = committee.scenario(), committee["Cap Deux Rives"]
    found = choose(helene, scenario, application=first.pk, kept="on")
    assert "412\u202f000" in str(found["figures"])
    BudgetLine.objects.filter(application=first, account="74-o2r").update(amount=500_000)
    found = choose(helene, scenario, application=first.pk, kept="on")
    assert "500\u202f000" in str(found["figures"])
