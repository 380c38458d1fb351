"""The invented signals of a demonstration: a school writes, the team reads, goes, answers."""

from datetime import timedelta

from o2r.accounts.actors import Actor
from o2r.accounts.services.links import new_secret
from o2r.core import clock
from o2r.outreach import examples
from o2r.outreach.models import PartnerSignal, Place, SignalLink
from o2r.outreach.services.signal_answering import (
    acknowledge_signal,
    answer_signal,
    signal_not_met,
    take_signal,
)
from o2r.outreach.services.signal_links import make_link
from o2r.outreach.services.signalling import Message, send_by_link

SERVES = timedelta(days=240)


def send_demo_signals(*, by: Actor, places: dict[str, Place]) -> list[PartnerSignal]:
    """A link that a coordinator gives, and what comes by it, each where it stands."""
    first = max(one.ago for one in examples.SIGNALS)
    with clock.stopped_at(clock.now() - timedelta(days=first + 1)):
        until = clock.today() + SERVES
        link = make_link(by=by, partner=examples.SCHOOL, until=until, code=new_secret()[0])
    return [_send(by, link, one, places) for one in examples.SIGNALS]


def _send(
    by: Actor, link: SignalLink, one: examples.ExampleSignal, places: dict[str, Place]
) -> PartnerSignal:
    with clock.stopped_at(clock.now() - timedelta(days=one.ago)):
        message = Message(
            commune=one.commune,
            words=one.words,
            whereabouts=one.whereabouts,
            person_knows=one.person_knows,
            sender_name=examples.SCHOOL_SENDER,
            sender_contact=examples.SCHOOL_PHONE,
        )
        made = send_by_link(link=link, message=message, code=new_secret()[0])
    if one.place and by.user is not None:
        take_signal(by=by, signal=made, who=by.user, place=places[one.place])
    if one.answer:
        acknowledge_signal(by=by, signal=made)
        signal_not_met(by=by, signal=made)
        answer_signal(by=by, signal=made, answer=one.answer)
    return made
