"""What a silence says on the page of a person: why to make a sign today."""

from collections.abc import Iterator

from django.urls import reverse

from o2r.pathways.silence.said import read
from o2r.pathways.silence.selectors.alerts import alert_of
from o2r.people.file_page import Due, presses
from o2r.people.models import Person
from o2r.people.selectors.reading import Reader


@presses("route")
def sign(reader: Reader, person: Person) -> Iterator[Due]:
    """Each reason, in a sentence."""
    alert = alert_of(person)
    if alert is not None and alert.is_awake:
        for reason in read(alert.reasons):
            yield Due(reason, url=reverse("silence:silence", args=[person.pk]))
