"""What a school signals to Les Passerelles by its link, and an adviser from their account."""

from datetime import timedelta
from typing import Any

import pytest

from o2r.accounts.acting import actor_for
from o2r.accounts.models import Organisation, User
from o2r.accounts.services.links import new_secret
from o2r.core import clock
from o2r.outreach.enums import Awareness
from o2r.outreach.models import PartnerSignal, SignalLink
from o2r.outreach.services.signal_links import make_link
from o2r.outreach.services.signalling import Message, send_by_link, send_from_account
from tests.outreach.factories import VENISSIEUX
from tests.projects.factories import ProjectFactory

WORRY = "Un jeune dort dans sa voiture, derrière la cantine."
NAME = "Mme Morel, vie scolaire"
PHONE = "04 72 00 00 01"


def message(**changes: Any) -> Message:
    """Somebody who sleeps in a car."""
    said: dict[str, Any] = {
        "commune": VENISSIEUX,
        "words": WORRY,
        "whereabouts": "Parking du collège, le soir",
        "called": "Tito",
        "person_knows": Awareness.IGNORES,
        "sender_name": NAME,
        "sender_contact": PHONE,
    }
    return Message(**said | changes)


def a_link(by: User, code: str = "") -> tuple[SignalLink, str]:
    """A link that a coordinator gives to a school, and its code."""
    secret = code or new_secret()[0]
    until = clock.today() + timedelta(days=200)
    made = make_link(by=actor_for(by), partner="Collège Moulin", until=until, code=secret)
    return made, secret


def by_link(link: SignalLink, code: str = "", **changes: Any) -> PartnerSignal:
    """Something sent by it."""
    return send_by_link(link=link, message=message(**changes), code=code or new_secret()[0])


def from_account(by: User, to: Organisation, code: str = "", **changes: Any) -> PartnerSignal:
    """The same from an account."""
    return send_from_account(
        by=actor_for(by), to=to, message=message(**changes), code=code or new_secret()[0]
    )


@pytest.fixture
def link(sami: User) -> SignalLink:
    return a_link(sami)[0]


@pytest.fixture
def project(passerelles: Organisation) -> Any:
    """What lets a partner choose Les Passerelles for Vénissieux."""
    return ProjectFactory(bearer=passerelles, title="Aller vers Vénissieux")
