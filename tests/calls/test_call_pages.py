"""What the pages and the files of a call say, and what they refuse."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import CONSOLE
from o2r.accounts.enums import MembershipRole, OrganisationKind
from o2r.accounts.models import Membership, Organisation
from o2r.calls import services
from o2r.calls.content import changes
from o2r.calls.enums import CallState, ChangeKind
from o2r.calls.first_data import known_calls
from o2r.calls.models import Call, CallVersion
from o2r.calls.services.announcing import RESERVED_SLUGS
from o2r.core import clock
from tests.accounts.factories import OrganisationFactory, enter, someone
from tests.calls.consortium import consortium
from tests.calls.factories import CallFactory

LINE = {"code": "C2", "label": "Repérage", "weight": "1", "lowest": "0", "highest": "5"}


@pytest.fixture
def helene(client: Client) -> Membership:
    dreets = OrganisationFactory(kind=OrganisationKind.DREETS, region="84", name="DREETS A")
    held = someone(MembershipRole.STATE_OFFICER, dreets)
    enter(client, held.user)
    return held


@pytest.fixture
def draft(helene: Membership) -> Call:
    made: Call = CallFactory(
        dreets=helene.organisation, state=CallState.DRAFT, grid={"C1": 1, "C2": 2}
    )
    return made


def _public(call: Call) -> str:
    return Client().get(reverse("calls:public_call", args=[call.slug])).text


def test_the_public_grid_shows_what_its_sub_criteria_mean(helene: Membership) -> None:
    call = CallFactory(dreets=helene.organisation, grid={"C1": 3, "C1.1": 2})
    family = call.criteria.get(code="C1")
    call.criteria.filter(code="C1.1").update(
        parent=family,
        weight="2.50",
        help_text="Des équipes dans la rue",
        anchors=[{"value": "3", "text": "répond à l’essentiel"}],
        is_eliminatory=True,
        eliminatory_below=2,
    )
    page = _public(call)
    assert "poids 2,5, note de 0 à 5, éliminatoire en dessous de 2" in page
    assert "Des équipes dans la rue" in page
    assert "3 : répond à l’essentiel" in page
    assert "Critère C1</strong>, poids 3\n" in page


@pytest.mark.parametrize("anchor", ["NaN : parfait", "Infinity : parfait", "1e3 : parfait"])
def test_a_mark_that_is_no_number_is_refused_at_its_field(
    client: Client, draft: Call, anchor: str
) -> None:
    address = reverse("calls:add_criterion", args=[draft.slug])
    refused = client.post(address, {**LINE, "code": "C9", "anchors": anchor})
    assert refused.status_code == 200
    assert "se lit mal" in str(refused.context["form"].errors["anchors"])


def test_an_identifier_that_is_a_word_of_our_addresses_is_refused(
    client: Client, helene: Membership
) -> None:
    refused = client.post(reverse("calls:create"), {"title": "Neuf", "slug": "nouveau"})
    assert "mot des adresses de ce site" in str(refused.context["form"].errors["slug"])
    assert not Call.objects.exists()


def _routes(patterns: list[URLPattern | URLResolver], start: str = "") -> list[str]:
    found = []
    for one in patterns:
        route = f"{start}{one.pattern}"
        found += _routes(one.url_patterns, route) if isinstance(one, URLResolver) else [route]
    return found


def test_every_word_beside_an_identifier_is_reserved() -> None:
    words = {
        route.removeprefix(start).split("/")[0]
        for route in _routes(get_resolver().url_patterns)
        for start in ("appels/", "espace/appels/")
        if route.startswith(start)
    }
    assert {one for one in words if one and "<" not in one and "." not in one} == RESERVED_SLUGS


def test_a_draft_has_no_public_file_to_link_to(client: Client, draft: Call) -> None:
    files = reverse("calls:communes_csv", args=[draft.slug])
    assert files not in client.get(reverse("calls:publish", args=[draft.slug])).text
    Call.objects.filter(pk=draft.pk).update(state=CallState.PUBLISHED)
    assert files in _public(draft)


def test_a_closed_call_received_elsewhere_says_that_it_is_over(helene: Membership) -> None:
    call = CallFactory(
        dreets=helene.organisation, receives_here=False, form_url="https://ds.example/o2r"
    )
    assert "Le dépôt se fait ailleurs" in _public(call)
    with clock.stopped_at(clock.now() + timedelta(days=8)):
        page = _public(call)
    assert "Le dépôt des candidatures est terminé." in page
    assert "Le dépôt se fait ailleurs" not in page


def test_what_is_missing_leads_to_the_page_that_says_it(client: Client, draft: Call) -> None:
    Call.objects.filter(pk=draft.pk).update(closes_hour=None, stages=[])
    draft.criteria.all().delete()
    page = client.get(reverse("calls:manage", args=[draft.slug])).text
    for part in ("calendrier", "essentiel"):
        address = reverse("calls:part", kwargs={"call": draft.slug, "part": part})
        assert page.count(f'href="{address}"') == 2
    assert 'href="#grille">la grille de lecture' in page
    assert "la grille de lecture" in client.get(reverse("calls:publish", args=[draft.slug])).text


def test_time_zones_are_places(client: Client, draft: Call) -> None:
    address = reverse("calls:part", kwargs={"call": draft.slug, "part": "calendrier"})
    page = client.get(address).text
    assert '<option value="Indian/Reunion">Heure de La Réunion</option>' in page


def test_an_organisation_lives_by_the_hour_of_a_place(client: Client, helene: Membership) -> None:
    Organisation.objects.filter(pk=helene.organisation_id).update(time_zone="Indian/Reunion")
    assert "heure de La Réunion" in client.get(reverse("accounts:profile")).text
    own = reverse("accounts:organisation", args=[helene.organisation_id])
    assert "Heure de La Réunion" in client.get(own).text


def test_the_form_of_the_budget_is_that_of_its_chart() -> None:
    made = consortium()
    address = reverse("applications:budget", args=[made.application.pk])
    assert "CERFA n° 12156*06" in made.claire.client.get(address).text


def _entries(client: Client) -> list[tuple[str, str]]:
    """The title and the text of each piece of news."""
    feed = ElementTree.fromstring(client.get("/appels/actualite.atom").content)  # noqa: S314
    atom = "{http://www.w3.org/2005/Atom}"
    return [
        (one.findtext(f"{atom}title", ""), one.findtext(f"{atom}summary", ""))
        for one in feed.iter(f"{atom}entry")
    ]


def test_news_of_real_calls_say_when_they_open_and_close(client: Client) -> None:
    known_calls()
    told = dict(_entries(client))
    assert len(told) == 8
    reunion = told["Reprise de sa source publique : O2R, La Réunion 2024"]
    assert "Ouverture : non publié." in reunion.replace("\u00a0", " ")
    assert "30/08/2024 à 15:00 (heure de La Réunion)" in reunion
    youth = next(text for title, text in told.items() if "Jeunes en rupture" in title)
    assert "10/09/2025 (heure non publiée)" in youth


def test_news_of_a_change_are_plain_words(client: Client, helene: Membership) -> None:
    call = CallFactory(dreets=helene.organisation)
    later = call.closes_on + timedelta(days=2)
    services.amend_call(
        by=actor_for(helene.user), call=call, reason="<b>Panne</b>", fields={"closes_on": later}
    )
    ((title, text),) = _entries(client)
    assert "Report de la date limite" in title
    assert "&lt;b&gt;Panne" in text
    assert f"{later:%d/%m/%Y} à " in text


def test_a_call_recorded_before_gets_its_first_version_once() -> None:
    known_calls()
    CallVersion.objects.all().delete()
    Call.objects.update(convention_years=3)
    amended = Call.objects.get(slug="occitanie-2024")
    services.amend_call(by=CONSOLE, call=amended, reason="Précision", fields={"envelope": 10})
    for _ in range(2):
        known_calls()
    assert CallVersion.objects.count() == 8
    assert amended.versions.get().kind == ChangeKind.CONTENT
    reunion = Call.objects.get(slug="la-reunion-2024")
    assert reunion.convention_years is None
    services.amend_call(by=CONSOLE, call=amended, reason="Encore", fields={"title": "Neuf"})


def test_the_first_change_of_a_real_call_is_compared(client: Client) -> None:
    known_calls()
    call = Call.objects.get(slug="occitanie-2024")
    services.amend_call(
        by=CONSOLE, call=call, reason="Publiée depuis", fields={"convention_years": 3}
    )
    first, second = call.versions.order_by("number")
    (told,) = changes(first.content, second.content)
    assert (told.before, told.after) == ("non publié", "3")
    assert "Publiée depuis" in _public(call)


def test_a_duration_that_is_not_published_says_so_and_is_still_computed(client: Client) -> None:
    with clock.stopped_at(datetime(2026, 11, 22, tzinfo=UTC)):
        known_calls()
    call = Call.objects.get(slug="la-reunion-2024")
    assert (call.convention_years, call.years) == (None, 3)
    duration = _public(call).split("Durée des conventions")[1][:80]
    assert "non publié" in duration
    assert Call.objects.get(slug="pays-de-la-loire-2024").convention_years == 3
    call.full_clean()


def test_a_new_call_proposes_the_usual_duration(client: Client, helene: Membership) -> None:
    client.post(reverse("calls:create"), {"title": "Neuf", "slug": "neuf-2026"})
    address = reverse("calls:part", kwargs={"call": "neuf-2026", "part": "argent"})
    assert client.get(address).context["form"]["convention_years"].value() == 3
    refused = client.post(address, {"envelope_rule": "warn", "convention_years": ""})
    assert "convention_years" in refused.context["form"].errors
