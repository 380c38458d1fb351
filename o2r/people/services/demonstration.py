"""The invented people of a demonstration: their files, as workers would have opened them."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.errors import DemonstrationOnly
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.people import examples
from o2r.people.enums import IdentityLevel, Support
from o2r.people.models import Person
from o2r.people.services.agreeing import Terms, give, propose, withdraw
from o2r.people.services.cards import issue_card
from o2r.people.services.climbing import change_level
from o2r.people.services.contacting import add_contact
from o2r.people.services.following import accompany
from o2r.people.services.grouping import make_group
from o2r.people.services.informing import inform
from o2r.people.services.noting import keep_draft, write_note
from o2r.people.services.opening import Given, open_person
from o2r.people.services.protecting import protect


@transaction.atomic
def create_demo_people() -> dict[str, Person]:
    """Create the invented people, once; their files by what they are called.

    Raises DemonstrationOnly outside a demonstration.
    """
    if not settings.DEMONSTRATION:
        raise DemonstrationOnly
    users = {one.email: one for one in User.objects.filter(is_example=True).order_by("email")}
    if Person.objects.exists() or not {one.by for one in examples.PEOPLE} <= users.keys():
        return {}
    files = {one.known_as: _open(users, one) for one in examples.PEOPLE}
    for group in examples.GROUPS:
        first, *others = (files[name] for name in group.names)
        make_group(
            by=actor_for(users[group.by]),
            kind=group.kind,
            person=first,
            others=others,
            role=group.role,
            their_role=group.their_role,
        )
    return files


def _open(users: dict[str, User], one: examples.ExamplePerson) -> Person:
    """One file, each thing on its day."""
    by, opened = actor_for(users[one.by]), clock.now() - timedelta(days=one.opened)
    with clock.stopped_at(opened):
        person = _identify(by, one)
        for means in one.contacts:
            add_contact(by=by, person=person, means=means)
        if one.informed:
            language = one.coded.get("language", "") or "fr"
            inform(by=by, person=person, support=Support(one.informed), language=language)
    # From today: a demo account is as young as the demonstration.
    for email in one.beside:
        accompany(by=by, person=person, colleague=users[email])
    for note in one.notes:
        author = actor_for(users[note.by])
        with clock.stopped_at(clock.now() - timedelta(days=note.ago)):
            write_note(by=author, person=person, text=note.text, level=note.level)
    _share(by, person, one)
    if one.draft:
        keep_draft(by=by, person=person, text=one.draft)
    if one.card_word:
        issue_card(by=by, person=person, word=one.card_word)
    if one.protected:
        protect(by=by, person=person, reason=one.protected)
    return person


def _identify(by: Actor, one: examples.ExamplePerson) -> Person:
    given = Given(one.known_as, one.first_name, one.last_name, one.born, one.coded)
    if one.level != IdentityLevel.VERIFIED:
        return open_person(by=by, given=given, level=one.level)
    person = open_person(by=by, given=given, level=IdentityLevel.DECLARED)
    return change_level(by=by, person=person, to=one.level, seen=one.seen)


def _share(by: Actor, person: Person, one: examples.ExamplePerson) -> None:
    """What was proposed, and what the person answered."""
    partner = Organisation.objects.get(name=examples.PARTNER)
    for asked in one.agreements:
        until = clock.today() + timedelta(days=asked.ends_in) if asked.ends_in else None
        with clock.stopped_at(clock.now() - timedelta(days=asked.ago)):
            terms = Terms(asked.purpose, partner, asked.fields, until=until)
            made = propose(by=by, person=person, terms=terms)
            if asked.answer:
                made = give(by=by, agreement=made, proof=asked.proof)
        if asked.answer == "withdrawn":
            withdraw(by=by, agreement=made)
