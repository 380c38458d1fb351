"""A silence of a person, in each relation to somebody."""

from dataclasses import replace

from o2r.accounts.enums import Relation
from o2r.accounts.specimens import Somebody, Specimen, specimens_of
from o2r.core import clock
from o2r.pathways.silence.models import ExpectedContact, SilenceAlert
from o2r.people.models import Person
from o2r.people.specimens import followed_person


@specimens_of(
    "person-file",
    *(Relation.ANY, Relation.ORGANISATION, Relation.TEAM, Relation.REFERENT),
    *(Relation.CO_ACCOMPANYING, Relation.PARTNER, Relation.EMERGENCY),
    parameter="silence_alert",
)
def person_silent(someone: Somebody, relation: Relation) -> Specimen:
    """A person who was expected and did not come: read with their file alone."""
    file = followed_person(someone, relation)
    person, today = Person.objects.get(pk=file.parameters["person"]), clock.today()
    expected = ExpectedContact.objects.create(person=person, expected_on=today)
    alert = SilenceAlert.objects.create(
        person=person,
        silent_since=today,
        reasons=[{"code": "longtemps", "on": today.isoformat(), "usual": 0}],
    )
    return replace(
        file,
        parameters=file.parameters | {"silence_alert": str(alert.pk)},
        rows=file.rows | {str(one.pk): relation for one in (expected, alert)},
    )
