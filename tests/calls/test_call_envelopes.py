"""The envelope of a call, its perimeter and what it keeps by département always agree."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.acting import actor_for
from o2r.accounts.enums import MembershipRole, OrganisationKind
from o2r.accounts.errors import DomainError
from o2r.accounts.models import Membership
from o2r.calls import services
from o2r.calls.enums import CallState
from o2r.calls.models import Call, CallEnvelope
from tests.accounts.factories import OrganisationFactory, enter, someone
from tests.calls.consortium import consortium
from tests.calls.factories import CallFactory

MONEY = {"envelope_rule": "warn", "convention_years": 3}


@pytest.fixture
def helene(client: Client) -> Membership:
    dreets = OrganisationFactory(kind=OrganisationKind.DREETS, region="84", name="DREETS A")
    held = someone(MembershipRole.STATE_OFFICER, dreets)
    enter(client, held.user)
    return held


@pytest.fixture
def draft(helene: Membership) -> Call:
    """It keeps 600 000 € for the Ain and 300 000 € for the Isère, of 1 000 000 €."""
    made: Call = CallFactory(
        dreets=helene.organisation,
        state=CallState.DRAFT,
        zone="dep:01 + dep:38",
        envelope=Decimal(1_000_000),
    )
    for department, amount in (("01", 600_000), ("38", 300_000)):
        CallEnvelope.objects.create(call=made, department=department, amount=amount)
    return made


def _part(call: Call, part: str) -> str:
    return reverse("calls:part", kwargs={"call": call.slug, "part": part})


def test_the_envelope_is_never_below_what_departements_keep(client: Client, draft: Call) -> None:
    refused = client.post(_part(draft, "argent"), {**MONEY, "envelope": "899999"})
    (said,) = refused.context["form"].errors["envelope"]
    assert "ne peut pas être plus basse" in said
    assert client.post(_part(draft, "argent"), {**MONEY, "envelope": "900000"}).status_code == 302


def test_a_departement_leaves_the_perimeter_after_its_envelope(client: Client, draft: Call) -> None:
    refused = client.post(_part(draft, "perimetre"), {"zone_expression": "dep:01"})
    (said,) = refused.context["form"].errors["zone_expression"]
    assert "Isère" in said
    assert "ne touche plus" in said
    emptied = client.post(_part(draft, "perimetre"), {"zone_expression": ""})
    assert "zone_expression" in emptied.context["form"].errors
    client.post(reverse("calls:envelopes", args=[draft.slug]), {"dep_01": "600000"})
    client.post(_part(draft, "perimetre"), {"zone_expression": "dep:01"})
    draft.refresh_from_db()
    assert draft.zone_expression == "dep:01"


def test_without_a_perimeter_the_page_says_why_it_is_empty(
    client: Client, helene: Membership
) -> None:
    call = CallFactory(
        dreets=helene.organisation, state=CallState.DRAFT, zone="", zone_vintage=None
    )
    page = client.get(reverse("calls:envelopes", args=[call.slug])).text
    assert "Le périmètre de l’appel n’est pas dit" in page
    assert _part(call, "perimetre") in page
    assert 'class="form-panel"' not in page
    typed = [services.EnvelopeTyped("01", Decimal(1))]
    with pytest.raises(DomainError, match="n’est pas encore dit"):
        services.write_envelopes(by=actor_for(helene.user), call=call, envelopes=typed)


def test_a_candidate_is_told_when_its_departements_keep_less() -> None:
    made = consortium()
    CallEnvelope.objects.create(call=made.call, department="73", amount=Decimal(50_000))
    for account in ("64-wages", "74-o2r"):
        made.lead.budget.create(
            application=made.application, year=1, account=account, amount=60_000
        )
    page = made.claire.client.get(reverse("applications:budget", args=[made.application.pk])).text
    assert "dépasse ce que l’appel garde pour Savoie" in page
