"""A State service writes, publishes and changes its calls; everyone reads them."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import CONSOLE
from o2r.accounts.enums import MembershipRole, OrganisationKind
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Membership
from o2r.calls import services
from o2r.calls.enums import CALL_MOVES, CallState, ChangeKind
from o2r.calls.first_data import known_calls
from o2r.calls.followers import follows_calls
from o2r.calls.models import Call, CallMove, RequiredPiece
from o2r.calls.services.announcing import AlreadyClosed, OutsideRegion
from o2r.calls.services.moving import ImpossibleMove, StillOpen
from o2r.core import clock
from o2r.core.notifications.models import Notification
from o2r.core.notifications.services import Recipient
from tests.accounts.factories import OrganisationFactory, enter, someone
from tests.calls.factories import YOUTH, CallFactory
from tests.statements import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def helene() -> Membership:
    dreets = OrganisationFactory(kind=OrganisationKind.DREETS, region="84", name="DREETS A")
    return someone(MembershipRole.STATE_OFFICER, dreets)


@pytest.fixture
def stranger() -> Membership:
    dreets = OrganisationFactory(kind=OrganisationKind.DREETS, region="93", name="DREETS B")
    return someone(MembershipRole.STATE_OFFICER, dreets)


def _draft(helene: Membership, **fields: Any) -> Call:
    return CallFactory(dreets=helene.organisation, state=CallState.DRAFT, **fields)


def _address(name: str, *args: object) -> str:
    if name in ("part", "amend_part"):
        return reverse(f"calls:{name}", kwargs=dict(zip(("call", "part"), args, strict=True)))
    return reverse(f"calls:{name}", args=args)


def _post(client: Client, name: str, *args: object, **data: object) -> Any:
    return client.post(_address(name, *args), data)


def test_a_call_is_written_page_by_page_then_published(client: Client, helene: Membership) -> None:
    enter(client, helene.user)
    _post(client, "create", title="Jeunes 2026", slug="jeunes-2026")
    call = Call.objects.get()
    assert (call.region, call.state) == ("84", CallState.DRAFT)
    page = client.get(reverse("calls:manage", args=[call.slug])).content.decode()
    assert "le jour et l’heure de clôture" in page
    _post(
        *(client, "part", "jeunes-2026", "essentiel"),
        title="Jeunes 2026",
        publics=["jeunes"],
        stages=["reperer", "coordonner"],
        required_stages=["reperer", "coordonner"],
    )
    _post(client, "part", "jeunes-2026", "perimetre", zone_expression=YOUTH)
    tomorrow = clock.now() + timedelta(days=1)
    _post(
        *(client, "part", "jeunes-2026", "calendrier"),
        time_zone="Europe/Paris",
        opens_on=f"{tomorrow:%Y-%m-%d}",
        opens_hour="09:00:00",
        closes_on=f"{tomorrow + timedelta(days=60):%Y-%m-%d}",
        closes_hour="15:00:00",
    )
    _post(client, "part", "jeunes-2026", "depot", receives_here="on", member_rule="warn")
    _post(
        *(client, "part", "jeunes-2026", "argent"),
        envelope="1 400 000 €",
        floor_amount="250 000,50",
        envelope_rule="warn",
        convention_years=3,
    )
    _post(client, "start_grid", "jeunes-2026")
    assert client.get("/appels/jeunes-2026/").status_code == 404
    _post(client, "publish", "jeunes-2026")
    call.refresh_from_db()
    assert call.state == CallState.PUBLISHED
    assert str(call.floor_amount) == "250000.50"
    assert call.criteria.filter(parent=None).count() == 5
    text = Client().get("/appels/jeunes-2026/").content.decode()
    assert "Isère (hors CC Entre Bièvre et Rhône)" in text
    assert "1\u202f400\u202f000\u00a0€" in text
    assert call.versions.get().kind == ChangeKind.PUBLICATION
    assert CallMove.objects.get().moved_by == helene.user


@pytest.mark.parametrize(
    ("part", "data", "message"),
    [
        (
            "calendrier",
            {"closes_on": "2026-01-01", "opens_on": "2026-02-01"},
            "précède l’ouverture",
        ),
        ("calendrier", {"closes_hour": "15:00"}, "a besoin de son jour"),
        ("argent", {"envelope": "1000", "floor_amount": "2000"}, "dépasse l’enveloppe"),
        ("argent", {"envelope": "-4"}, "n’est pas négatif"),
        ("perimetre", {"zone_expression": "dep:13"}, "Bouches-du-Rhône"),
        ("perimetre", {"zone_expression": "dep:999"}, "999"),
        ("essentiel", {"title": "X", "required_stages": ["reperer"]}, "d’abord une étape attendue"),
        ("essentiel", {"context": "Déjà écrit", "title": ""}, "Ce champ est obligatoire"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(
    client: Client, helene: Membership, part: str, data: dict[str, Any], message: str
) -> None:
    call = _draft(helene)
    enter(client, helene.user)
    known = {"time_zone": "Europe/Paris", "envelope_rule": "warn", "convention_years": 3}
    answer = _post(client, "part", call.slug, part, **{**known, **data})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert message in text
    typed = next(str(value) for value in data.values() if value and not isinstance(value, list))
    assert typed in text


def test_only_its_own_service_prepares_a_call(
    client: Client, helene: Membership, stranger: Membership
) -> None:
    call = _draft(helene)
    enter(client, stranger.user)
    for name, args in (("manage", ()), ("part", ("essentiel",)), ("publish", ())):
        assert client.get(_address(name, call.slug, *args)).status_code == 404
    with pytest.raises(NotAllowed):
        services.write_call(by=actor_for(stranger.user), call=call, fields={"title": "Pris"})
    with pytest.raises(NotAllowed):
        services.create_call(by=actor_for(someone().user), slug="x", title="X")


def test_a_published_call_changes_by_dated_compared_and_notified_acts(
    client: Client, helene: Membership
) -> None:
    call = CallFactory(dreets=helene.organisation)
    odile = someone(MembershipRole.CANDIDATE)
    follows_calls(lambda one: [Recipient(odile.user_id, odile.user.email)] if one == call else [])
    enter(client, helene.user)
    assert client.get(_address("part", call.slug, "calendrier")).status_code == 404
    later = call.closes_on + timedelta(days=14)
    typed = {
        "time_zone": "Europe/Paris",
        "opens_on": call.opens_on,
        "opens_hour": call.opens_hour,
        "closes_on": later,
        "closes_hour": "18:00",
    }
    refused = _post(client, "amend_part", call.slug, "calendrier", **typed)
    assert "Ce champ est obligatoire" in refused.content.decode()
    assert not Notification.objects.exists()
    services.amend_call(by=CONSOLE, call=call, reason="première", fields={"title": "Titre neuf"})
    version = services.amend_call(
        by=actor_for(helene.user),
        call=call,
        reason="Une panne du site",
        fields={"closes_on": later},
    )
    assert version is not None
    assert version.kind == ChangeKind.EXTENSION
    assert Notification.objects.filter(recipient=odile.user_id).count() == 2
    text = Client().get(f"/appels/{call.slug}/").content.decode()
    assert "Une panne du site" in text
    assert f"{later:%d/%m/%Y}" in text


def test_the_years_of_an_announced_call_are_never_fewer(helene: Membership) -> None:
    by, call = actor_for(helene.user), CallFactory(dreets=helene.organisation)
    with pytest.raises(DomainError, match="ne peut plus être raccourcie") as refused:
        services.amend_call(by=by, call=call, reason="Moins", fields={"convention_years": 2})
    assert refused.value.field == "convention_years"
    services.amend_call(by=by, call=call, reason="Plus", fields={"convention_years": 4})
    assert Call.objects.get(pk=call.pk).years == 4


def test_a_closing_moves_later_only_and_a_closed_call_never_again(helene: Membership) -> None:
    by = actor_for(helene.user)
    call = CallFactory(dreets=helene.organisation)
    with pytest.raises(DomainError, match="ne peut pas être avancée"):
        services.amend_call(
            by=by, call=call, reason="Plus tôt", fields={"closes_on": clock.today()}
        )
    with pytest.raises(DomainError, match="dit son motif"):
        services.amend_call(by=by, call=call, reason=" ", fields={"title": "Autre"})
    closed = CallFactory(
        dreets=helene.organisation,
        opens=clock.now() - timedelta(days=9),
        closes=clock.now() - timedelta(seconds=1),
    )
    with pytest.raises(AlreadyClosed):
        services.amend_call(
            by=by,
            call=closed,
            reason="Rouvrir",
            fields={"closes_on": clock.today() + timedelta(days=9)},
        )
    with pytest.raises(OutsideRegion, match="région du service"):
        services.amend_call(by=by, call=call, reason="Plus", fields={"zone_expression": "dep:13"})
    assert services.amend_call(by=by, call=call, reason="Rien", fields={}) is None


def test_moves_follow_the_table_and_wait_for_the_closing(helene: Membership) -> None:
    by = actor_for(helene.user)
    call = CallFactory(dreets=helene.organisation)
    with pytest.raises(StillOpen):
        services.move_call(by=by, call=call, to=CallState.EXAMINATION)
    for start in CallState:
        for end in CallState:
            if end in CALL_MOVES[start]:
                continue
            Call.objects.filter(pk=call.pk).update(state=start)
            with pytest.raises(ImpossibleMove):
                services.move_call(by=by, call=call, to=end)


def test_a_grid_is_weighted_and_its_bounds_are_checked(client: Client, helene: Membership) -> None:
    call = _draft(helene)
    enter(client, helene.user)
    services.start_grid(by=actor_for(helene.user), call=call)
    first = call.criteria.get(code="C1")
    address = reverse("calls:criterion", args=[call.slug, first.pk])
    data = {"code": "C1", "label": "Parcours", "weight": "3", "lowest": "0", "highest": "5"}
    wrong = client.post(address, {**data, "anchors": "9 : parfait", "highest": "5"})
    assert "« 9 » n’est pas entre 0 et 5" in wrong.content.decode()
    wrong = client.post(address, {**data, "anchors": "trois étoiles"})
    assert "se lit mal" in wrong.content.decode()
    wrong = client.post(address, {**data, "is_eliminatory": "on"})
    assert "a un seuil" in wrong.content.decode()
    client.post(address, {**data, "anchors": "3 : répond à l’essentiel\n5 : exemplaire"})
    first.refresh_from_db()
    assert first.weight == 3
    assert first.anchors[0] == {"value": "3", "text": "répond à l’essentiel"}
    with pytest.raises(DomainError, match="déjà une grille"):
        services.start_grid(by=actor_for(helene.user), call=call)


def test_department_envelopes_fit_in_the_envelope_and_in_the_perimeter(helene: Membership) -> None:
    by, call = actor_for(helene.user), _draft(helene)
    typed = services.EnvelopeTyped
    with pytest.raises(DomainError, match="plus que l’enveloppe"):
        services.write_envelopes(by=by, call=call, envelopes=[typed("01", call.envelope + 1)])
    with pytest.raises(DomainError, match="Rhône n’est pas dans le périmètre"):
        services.write_envelopes(by=by, call=call, envelopes=[typed("69", call.envelope)])
    services.write_envelopes(by=by, call=call, envelopes=[typed("01", call.envelope)])
    assert call.envelopes.get().department == "01"


def test_known_calls_are_loaded_once_with_their_source_and_nothing_invented(
    client: Client,
) -> None:
    known_calls()
    known_calls()
    assert Call.objects.count() == 8
    reunion = Call.objects.get(slug="la-reunion-2024")
    assert reunion.closes.instant == datetime(2024, 8, 30, 11, tzinfo=UTC)
    north = Call.objects.get(slug="hauts-de-france-2025")
    assert north.closes.instant == datetime(2025, 10, 2, 16, tzinfo=UTC)
    assert north.floor_amount == 250_000
    youth = Call.objects.get(slug="ara-jeunes-2025")
    assert youth.footprint is not None
    assert (len(youth.footprint), youth.footprint.population) == (2411, 4_954_294)
    assert youth.closes.instant is None
    page = client.get("/appels/ara-jeunes-2025/").content.decode()
    assert "heure non publiée" in page
    for call in Call.objects.all():
        assert not call.receives_here
        assert call.source_url
        assert call.versions.get().kind == ChangeKind.RECORDED
    assert "sud de Lens" in client.get("/appels/hauts-de-france-2025/").content.decode()


def test_deadlines_are_files_in_the_hour_of_the_service(client: Client) -> None:
    known_calls()
    content = client.get("/appels/la-reunion-2024/echeances.ics").content
    event = Calendar.from_ical(content).walk("VEVENT")[0]
    assert event.decoded("dtstart").astimezone(UTC) == datetime(2024, 8, 30, 11, tzinfo=UTC)
    whole = Calendar.from_ical(client.get("/appels/ara-jeunes-2025/echeances.ics").content)
    days = [one.decoded("dtstart") for one in whole.walk("VEVENT")]
    assert not any(isinstance(day, datetime) for day in days)
    data = json.loads(client.get("/appels/amis.json").content)["amis"]
    youth = next(row for row in data if row["identifiant"] == "ara-jeunes-2025")
    assert youth["cloture"] == {"jour": "2025-09-10", "instant": None}
    assert youth["perimetre"]["communes"] == 2411
    assert len(youth["perimetre"]["codes"]) == 41
    lines = client.get("/appels/ara-jeunes-2025/communes.csv").content.decode().splitlines()
    assert len(lines) == 2412


def test_news_tell_publications_and_changes(client: Client, helene: Membership) -> None:
    call = CallFactory(dreets=helene.organisation)
    services.amend_call(
        by=actor_for(helene.user), call=call, reason="Erreur de titre", fields={"title": "Neuf"}
    )
    feed = client.get("/appels/actualite.atom").content.decode()
    assert "Contenu modifié : Neuf" in feed
    assert "Erreur de titre" in feed


def test_a_public_page_says_whether_applications_are_still_to_come_or_over(client: Client) -> None:
    call = CallFactory(receives_here=True)
    assert call.closes_at is not None
    assert call.opens_at is not None
    page = reverse("calls:public_call", args=[call.slug])
    with clock.stopped_at(call.opens_at - timedelta(hours=1)):
        assert "ne reçoit pas encore de candidature" in client.get(page).content.decode()
    with clock.stopped_at(call.closes_at + timedelta(hours=1)):
        assert "Le dépôt des candidatures est terminé." in client.get(page).content.decode()


def test_pages_of_calls_ask_few_queries(client: Client, helene: Membership) -> None:
    for _ in range(30):
        CallFactory(dreets=helene.organisation, grid={"C1": 1, "C2": 2})
    for address in ("/appels/", "/appels/amis.json"):
        with statements() as asked:
            assert client.get(address).status_code == 200
        assert len(asked) <= 12
    enter(client, helene.user)
    with statements() as asked:
        assert client.get(reverse("calls:home")).status_code == 200
    assert len(asked) <= 12


def test_the_last_look_shows_what_everyone_will_read_and_what_stays_inside(
    client: Client, helene: Membership
) -> None:
    call = _draft(
        helene,
        context="Des jeunes que nul ne voit.",
        priorities="La vallée d’abord.",
        contact_email="questions@dreets.example",
        grid={"C1": 2},
        grid_is_published=False,
    )
    RequiredPiece.objects.create(call=call, code="statuts", label="Statuts signés")
    page = enter(client, helene.user).get(_address("publish", call.slug)).text
    public, inside = page.split('id="interne"')
    for words in (call.context, call.priorities, "Statuts signés", "2 411"):
        assert words.replace(" ", "\u202f") in public or words in public
    assert "data-o2r-zone-map" in public
    assert "questions@dreets.example" in public
    assert "Critère C1" in inside
    assert "Lecteurs par dossier" in inside
    Call.objects.filter(pk=call.pk).update(grid_is_published=True)
    public, inside = client.get(_address("publish", call.slug)).text.split('id="interne"')
    assert "Critère C1" in public
    assert "Critère C1" not in inside


def test_what_a_publication_needs_is_said_and_a_draft_is_kept_without(
    client: Client, helene: Membership
) -> None:
    call = _draft(helene)
    page = enter(client, helene.user).get(_address("part", call.slug, "calendrier")).text
    assert page.count("(nécessaire pour publier)") == 4
    assert "facultatif" not in page
    typed = {"time_zone": "Europe/Paris", "opens_on": "2099-01-01", "closes_on": "2099-02-01"}
    _post(client, "part", call.slug, "calendrier", **typed)
    call.refresh_from_db()
    assert call.opens_hour is None
    assert "le jour et l’heure d’ouverture" in client.get(_address("publish", call.slug)).text


def test_a_perimeter_outside_the_region_is_refused_and_proposed_last(
    client: Client, helene: Membership
) -> None:
    call = _draft(helene, zone="dep:38")
    address = _address("part", call.slug, "perimetre")
    page = enter(client, helene.user).get(address).text
    assert f"{reverse('territory:units')}?within=reg:84" in page
    refused = client.post(address, {"zone_expression": "dep:38 + dep:13"}).text
    assert "Bouches-du-Rhône" in refused
    assert 'class="field__error"' in refused
    call.refresh_from_db()
    assert call.zone_expression == "dep:38"


def test_who_prepares_no_call_is_led_to_its_public_page(client: Client) -> None:
    call = CallFactory()
    candidate = someone(MembershipRole.CANDIDATE, OrganisationFactory())
    page = enter(client, candidate.user).get(reverse("calls:home")).text
    assert reverse("calls:public_call", args=[call.slug]) in page
    assert reverse("calls:manage", args=[call.slug]) not in page


def test_no_step_is_offered_while_applications_may_arrive(
    client: Client, helene: Membership
) -> None:
    call = CallFactory(dreets=helene.organisation)
    enter(client, helene.user)
    assert "Archiver sans suite" not in client.get(_address("manage", call.slug)).text
    with clock.stopped_at(clock.now() + timedelta(days=8)):
        enter(client, helene.user)
        assert "Archiver sans suite" in client.get(_address("manage", call.slug)).text
