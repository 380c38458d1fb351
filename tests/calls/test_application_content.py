"""What the rows of an application say, read as one value."""

import pytest
from django.db import connection

from o2r.calls.applications.completeness import problems
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.selectors import content_of
from o2r.calls.models import RequiredPiece
from tests.accounts.factories import OrganisationFactory
from tests.calls.factories import ApplicationFactory, CallFactory, MemberFactory

pytestmark = pytest.mark.django_db


def test_content_is_read_in_eight_queries(django_assert_max_num_queries: object) -> None:
    made = ApplicationFactory(texts=50, asks=300_000)
    MemberFactory(application=made)
    RequiredPiece.objects.create(call=made.call, code="statuts", label="Statuts")
    fresh = type(made).objects.get(pk=made.pk)
    # On PostgreSQL, one of them is an errand: its savepoint and its role are four more.
    most = 8 if connection.vendor == "sqlite" else 12
    with django_assert_max_num_queries(most):  # type: ignore[operator]
        content = content_of(fresh)
    assert content.balance.requested == 300_000
    assert len(content.members) == 2
    assert content.lead is not None
    assert content.answers["relevance"].startswith("relevance")
    assert content.call.chart.requested == "74-o2r"
    assert content.canonical() == content_of(fresh).canonical()


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("com:38344", "Roussillon est dans CC Entre Bièvre et Rhône, exclue par l’appel"),
        ("dep:38", "communes sur 512"),
        ("dep:13", "préfet de la région"),
        ("dep:63", "seule Clermont Auvergne Métropole est retenue"),
    ],
)
def test_what_is_outside_the_call_is_said_with_its_clause(zone: str, said: str) -> None:
    found = problems(content_of(ApplicationFactory(zone=zone)))
    here = [problem.message for problem in found if problem.field == "zone"]
    assert any(said in message for message in here), here


def test_an_organisation_elsewhere_counts_once_it_has_joined_itself() -> None:
    call, alpha = CallFactory(), OrganisationFactory()
    mine = ApplicationFactory(call=call, lead=alpha)
    assert content_of(mine).members[0].elsewhere == ()
    other = ApplicationFactory(call=call)
    MemberFactory(application=other, organisation=None, name=alpha.name, siret="13003013300016")
    assert content_of(mine).members[0].elsewhere == ()
    MemberFactory(application=other, organisation=alpha)
    assert content_of(mine).members[0].elsewhere == (ApplicationState.SUBMITTED,)
    type(other).objects.filter(pk=other.pk).update(state=ApplicationState.WITHDRAWN)
    assert content_of(mine).members[0].elsewhere == ()


def test_communes_of_a_member_outside_of_the_project_are_counted() -> None:
    made = ApplicationFactory(zone="epci:246300701")
    MemberFactory(application=made, zone_expression="com:73065", zone_vintage=made.zone_vintage)
    (lead, second) = content_of(made).members
    assert (lead.zone.beyond, second.zone.beyond) == (0, 1)
