"""A published call never changes what everyone reads without a version, a reason and a notice."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole, OrganisationKind
from o2r.accounts.errors import DomainError
from o2r.accounts.models import Membership
from o2r.calls import services
from o2r.calls.content import changes, content_of
from o2r.calls.followers import follows_calls
from o2r.calls.models import Call, Criterion
from o2r.core import clock
from o2r.core.notifications.models import Notification
from o2r.core.notifications.services import Recipient
from tests.accounts.factories import OrganisationFactory, enter, someone
from tests.calls.factories import CallFactory

LINE = {"code": "C2", "label": "Repérage", "weight": "1", "lowest": "0", "highest": "5"}


@pytest.fixture
def helene(client: Client) -> Membership:
    dreets = OrganisationFactory(kind=OrganisationKind.DREETS, region="84", name="DREETS A")
    held = someone(MembershipRole.STATE_OFFICER, dreets)
    enter(client, held.user)
    return held


@pytest.fixture
def by(helene: Membership) -> Actor:
    return actor_for(helene.user)


@pytest.fixture
def odile() -> Membership:
    """She has begun an application to every call."""
    held = someone(MembershipRole.CANDIDATE)
    follows_calls(lambda call: [Recipient(held.user_id, held.user.email)])
    return held


@pytest.fixture
def call(helene: Membership) -> Call:
    made: Call = CallFactory(dreets=helene.organisation, grid={"C1": 1, "C2": 1})
    return made


def _part(call: Call, part: str) -> str:
    return reverse("calls:amend_part", kwargs={"call": call.slug, "part": part})


def _line(call: Call, code: str = "C2") -> Criterion:
    found: Criterion = call.criteria.get(code=code)
    return found


def _written(**fields: Any) -> Callable[[Actor, Call], object]:
    """A change of one line of the grid."""

    def change(by: Actor, call: Call) -> object:
        return services.write_criterion(by=by, criterion=_line(call), fields=fields)

    return change


def _in_a_family(by: Actor, call: Call) -> object:
    family = _line(call, "C1")
    return services.write_criterion(by=by, criterion=_line(call), fields={"parent": family})


def _piece(by: Actor, call: Call) -> object:
    fields = {"label": "Statuts", "help_text": "Signés et datés"}
    return services.add_piece(by=by, call=call, fields=fields)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_written(help_text="Des équipes mobiles"), "Des équipes mobiles"),
        (_written(anchors=[{"value": "3.5", "text": "bien"}]), "3,5 : bien"),
        (_written(highest=10), "note de 0 à 10"),
        (_written(is_eliminatory=True, eliminatory_below=2), "éliminatoire en dessous de 2"),
        (_written(weight=3), "poids 3, "),
        (_in_a_family, "famille C1"),
        (_piece, "Statuts : Signés et datés"),
    ],
)
def test_every_line_that_everyone_reads_makes_a_version(
    by: Actor, call: Call, odile: Membership, change: Callable[[Actor, Call], object], words: str
) -> None:
    before = content_of(Call.objects.get(pk=call.pk))
    version = services.amend_call(
        by=by, call=call, reason="Précision", act=lambda locked: change(by, locked)
    )
    assert version is not None
    (told,) = changes(before, version.content)
    assert words in told.after
    assert words not in told.before
    assert Notification.objects.filter(recipient=odile.user_id).count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"source_url": "https://dreets.example/appel"}, "https://dreets.example/appel"),
        ({"source_seen_on": date(2026, 11, 21)}, "21/11/2026"),
        ({"time_zone": "Indian/Reunion"}, "heure de La Réunion"),
        ({"grid_is_published": False}, "non publié"),
    ],
)
def test_every_public_field_makes_a_version(
    client: Client, by: Actor, call: Call, fields: dict[str, Any], words: str
) -> None:
    first = services.amend_call(by=by, call=call, reason="Départ", fields={"title": "Départ"})
    fields = {"closes_on": call.closes_on + timedelta(days=2), **fields}
    version = services.amend_call(by=by, call=call, reason="Précision", fields=fields)
    assert first is not None
    assert version is not None
    assert words in "\n".join(one.after for one in changes(first.content, version.content))
    page = Client().get(reverse("calls:public_call", args=[call.slug])).text
    assert words in page
    assert "Indian/Reunion" not in page


def test_what_stays_inside_is_saved_and_the_answer_says_that_nobody_is_told(
    client: Client, call: Call, odile: Membership
) -> None:
    typed = {"grid_is_published": "on", "readers_per_application": 3, "dispersion_threshold": "1.5"}
    page = client.post(_part(call, "lecture"), typed, follow=True).text
    call.refresh_from_db()
    assert call.readers_per_application == 3
    assert "personne n’est prévenu" in page
    assert "La modification est publiée" not in page
    assert not call.versions.exists()
    assert not Notification.objects.exists()


def test_hiding_the_grid_is_public_and_asks_its_reason(client: Client, call: Call) -> None:
    typed = {"readers_per_application": 2}
    refused = client.post(_part(call, "lecture"), typed)
    assert "dit son motif" in str(refused.context["form"].errors["reason"])
    call.refresh_from_db()
    assert call.grid_is_published
    page = client.post(_part(call, "lecture"), {**typed, "reason": "À revoir"}, follow=True).text
    assert "La modification est publiée : version 1" in page


def test_a_hidden_grid_changes_inside_the_service_only(
    client: Client, call: Call, odile: Membership
) -> None:
    Call.objects.filter(pk=call.pk).update(grid_is_published=False)
    address = reverse("calls:amend_criterion", args=[call.slug, _line(call).pk])
    asked = client.get(address).text
    assert "La grille n’est pas publiée" in asked
    assert "Motif de la modification" not in asked
    assert "Publier la modification" not in asked
    page = client.post(address, {**LINE, "weight": "7"}, follow=True).text
    assert "personne n’est prévenu" in page
    assert _line(call).weight == 7
    gone = reverse("calls:amend_remove_criterion", args=[call.slug, _line(call).pk])
    client.post(gone)
    assert not call.criteria.filter(code="C2").exists()
    assert not call.versions.exists()
    assert not Notification.objects.exists()


def test_an_open_call_receives_until_it_closes(client: Client, call: Call) -> None:
    typed = {"member_rule": "warn", "form_url": "https://ds.example", "reason": "Ailleurs"}
    refused = client.post(_part(call, "depot"), typed)
    (said,) = refused.context["form"].errors["receives_here"]
    assert "Laissez cette case cochée" in said
    call.refresh_from_db()
    assert call.receives_here


def test_an_open_call_is_not_opened_later(by: Actor, call: Call) -> None:
    with pytest.raises(DomainError, match="déjà ouvert") as refused:
        services.amend_call(
            by=by,
            call=call,
            reason="Plus tard",
            fields={"opens_on": clock.today() + timedelta(days=2)},
        )
    assert refused.value.field == "opens_on"


def test_a_call_to_come_may_be_received_elsewhere_when_it_says_where(
    client: Client, helene: Membership
) -> None:
    call = CallFactory(
        dreets=helene.organisation,
        opens=clock.now() + timedelta(days=1),
        closes=clock.now() + timedelta(days=9),
    )
    typed = {"member_rule": "warn", "form_url": "", "reason": "Ailleurs"}
    nowhere = client.post(_part(call, "depot"), typed)
    assert "l’adresse du formulaire" in str(nowhere.context["form"].errors["receives_here"])
    there = {**typed, "form_url": "https://ds.example/o2r"}
    page = client.post(_part(call, "depot"), there, follow=True).text
    assert "La modification est publiée" in page
    call.refresh_from_db()
    assert not call.receives_here


def test_what_an_older_version_did_not_keep_is_no_change(by: Actor, call: Call) -> None:
    now = content_of(call)
    old = {code: value for code, value in now.items() if code != "receives_here"}
    kept = ("code", "label", "weight", "eliminatory")
    old["grid"] = [{name: row[name] for name in kept} for row in now["grid"]]
    assert changes(old, now) == ()
    heavier = [{**row, "weight": "4.50"} for row in now["grid"]]
    (told,) = changes(old, {**now, "grid": heavier})
    assert "C1 Critère C1 (poids 4,5, note de 0 à 5)" in told.after
    assert "C1 Critère C1 (poids 1)" in told.before
