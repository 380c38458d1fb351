"""The invented people and meetings of a demonstration: made once, by the product's own services."""

import pytest
from pytest_django import Settings

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import CONSOLE
from o2r.accounts.errors import DemonstrationOnly
from o2r.accounts.models import User
from o2r.accounts.services import create_demo_accounts
from o2r.core import clock
from o2r.outreach.models import DailyReport, Encounter, PartnerSignal, Promise, TrustDate
from o2r.outreach.services.demonstration import create_demo_rounds
from o2r.people import examples
from o2r.people.enums import IdentityLevel
from o2r.people.models import Agreement, GroupMember, Person
from o2r.people.selectors.caseload import Part, part
from o2r.people.services.demonstration import create_demo_people


def follows(email: str) -> int:
    actor = actor_for(User.objects.get(email=email))
    return Person.objects.followed().followed_by(actor).count()


def test_a_demonstration_shows_each_rung_and_each_state(settings: Settings) -> None:
    with pytest.raises(DemonstrationOnly):
        create_demo_people()
    settings.DEMONSTRATION = True
    assert create_demo_people() == {}
    create_demo_accounts(by=CONSOLE)
    made = create_demo_people()
    assert len(made) == len(examples.PEOPLE)
    assert create_demo_people() == {}
    assert set(Person.objects.order_by("level").values_list("level", flat=True)) == set(
        IdentityLevel.values
    )
    states = set(Agreement.objects.order_by("state").values_list("state", flat=True))
    assert states == {"propose", "donne", "retire"}
    assert Person.objects.filter(is_protected=True).count() == 1
    assert not Person.objects.filter(is_example=False).exists()
    assert GroupMember.objects.on(clock.today()).count() == 7
    assert follows(examples.INES) == 8
    assert follows(examples.HUGO) == 5

    create_demo_rounds()
    assert create_demo_rounds() == []
    ines = actor_for(User.objects.get(email=examples.INES))
    assert part(ines, Part.SILENT).count() == 1
    assert Encounter.objects.filter(persons__isnull=False).distinct().count() > 10
    assert TrustDate.objects.filter(person=made["Bilou"]).exists()
    late = Promise.objects.due_before(clock.today()).count()
    assert 0 < late < Promise.objects.open().count()
    assert DailyReport.objects.count() == 2
    signals = PartnerSignal.objects.order_by("state").values_list("state", flat=True)
    assert set(signals) == {"recu", "pris", "non-rencontre"}
