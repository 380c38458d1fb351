"""Who hears of a call that changes, what waits for a candidate, the example of a demonstration."""

import pytest
from pytest_django import Settings

from o2r.accounts.actors import CONSOLE
from o2r.accounts.enums import MembershipRole
from o2r.accounts.errors import DemonstrationOnly
from o2r.accounts.services import create_demo_accounts
from o2r.calls.applications import services
from o2r.calls.applications.agenda import drafts
from o2r.calls.applications.completeness import problems
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application
from o2r.calls.applications.selectors import content_of
from o2r.calls.followers import followers
from tests.calls.consortium import close, consortium, person

pytestmark = pytest.mark.django_db


def test_candidates_hear_of_a_change_of_their_call() -> None:
    made = consortium()
    told = {one.user for one in followers(made.call)}
    assert told == {made.claire.membership.user.pk, made.omar.membership.user.pk}
    Application.objects.update(state=ApplicationState.WITHDRAWN)
    assert followers(made.call) == []


def test_a_draft_waits_for_who_may_write_it_until_the_call_closes() -> None:
    made = consortium()
    for who in (made.claire, made.omar):
        (due,) = drafts(who.actor)
        assert "Aller vers la Savoie" in due.title
        assert "Savoie" not in due.feed_title
        assert who.client.get(due.link).status_code == 200
    caseworker = person(MembershipRole.CASEWORKER, made.claire.membership.organisation)
    for other in (made.samira, made.helene, caseworker):
        assert list(drafts(other.actor)) == []
    close(made.call)
    assert list(drafts(made.claire.actor)) == []


def test_the_example_is_made_once_and_in_a_demonstration_alone(settings: Settings) -> None:
    with pytest.raises(DemonstrationOnly):
        services.create_demo_application(by=CONSOLE)
    settings.DEMONSTRATION = True
    assert services.create_demo_application(by=CONSOLE) is None
    create_demo_accounts(by=CONSOLE)
    made = services.create_demo_application(by=CONSOLE)
    assert made is not None
    assert services.create_demo_application(by=CONSOLE) is None
    found = problems(content_of(Application.objects.get(pk=made.pk)))
    assert not [
        one for one in found if one.section == "budget" and one.field != "has_analytic_accounts"
    ]
