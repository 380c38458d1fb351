"""The invented answers of a demonstration, each on its day."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.errors import DemonstrationOnly
from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.crypto.fields import read_sealed
from o2r.pathways.measures import examples
from o2r.pathways.measures.enums import Moment
from o2r.pathways.measures.models import Slider
from o2r.pathways.measures.services.checking import When
from o2r.pathways.measures.services.sliding import write_sliders
from o2r.pathways.measures.services.telling import Told, write_change
from o2r.pathways.measures.services.thanking import write_satisfaction
from o2r.people.models import Identity, Person


def demo_people(emails: set[str]) -> tuple[dict[str, Actor], Mapping[str, Person]]:
    """The invented workers by address, and the people they refer, by what they are called.

    Raises DemonstrationOnly outside a demonstration.
    """
    if not settings.DEMONSTRATION:
        raise DemonstrationOnly
    users = User.objects.filter(email__in=emails, is_example=True).order_by("email")
    rows = Identity.objects.filter(person__referent__in=users, person__is_protected=False)
    people = {}
    for row in rows.select_related("person").order_by("pk"):
        known = read_sealed(row, "known_as", organisation=row.person.organisation_id)["known_as"]
        people[known] = row.person
    return {one.email: actor_for(one) for one in users}, people


@transaction.atomic
def create_demo_answers() -> int:
    """Write the invented answers, once; how many. Raises DemonstrationOnly."""
    workers, people = demo_people({one.by for one in examples.SLIDERS})
    if Slider.objects.exists():
        return 0
    known, written = people.keys() & _named(), 0
    for one in examples.SLIDERS:
        if one.who in known and one.by in workers:
            with _days_ago(one.ago):
                write_sliders(
                    by=workers[one.by],
                    person=people[one.who],
                    values=one.values,
                    when=When(one.moment),
                )
            written += 1
    for told in examples.CHANGES:
        if told.who in known and told.by in workers:
            with _days_ago(told.ago):
                write_change(
                    by=workers[told.by],
                    person=people[told.who],
                    told=Told(told.words, told.quote),
                    when=When(Moment.EXIT),
                )
            written += 1
    who, by, ago, useful, respected = examples.OPINION
    if who in known and by in workers:
        with _days_ago(ago):
            write_satisfaction(
                by=workers[by],
                person=people[who],
                useful=useful,
                respected=respected,
                when=When(Moment.EXIT),
            )
        written += 1
    return written


def _named() -> set[str]:
    return {one.who for one in (*examples.SLIDERS, *examples.CHANGES)}


def _days_ago(days: int) -> AbstractContextManager[None]:
    return clock.stopped_at(clock.now() - timedelta(days=days))
