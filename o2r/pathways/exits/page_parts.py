"""What exits say on the page of a person: where they went, and when they came back."""

from collections.abc import Iterator

from django.urls import reverse

from o2r.core import clock
from o2r.people.file_page import Due, Moment, presses, tells
from o2r.people.models import Person
from o2r.people.selectors.reading import Reader
from o2r.territory.typography import typographic


@tells("route")
def exits(reader: Reader, person: Person) -> Iterator[Moment]:
    """Each exit, and the return when there was one."""
    address = reverse("exits:exit", args=[person.pk])
    for one in person.exits.all():
        said = typographic(f"Sortie : {one.get_kind_display()}")
        yield Moment(one.on, said, text=reader.open(one, "where").get("where", ""), url=address)
        if one.returned_on:
            yield Moment(one.returned_on, "De retour", url=address)


@presses("route")
def news(reader: Reader, person: Person) -> Iterator[Due]:
    """The news to ask for today."""
    standing = {one.pk for one in person.exits.all() if one.is_standing}
    for one in person.situations.all():
        waits = one.exit_id in standing and one.state == "a-demander"
        if waits and one.due_on <= clock.today():
            said = f"Demander des nouvelles, {one.get_step_display()} de la sortie."
            yield Due(said, one.due_on, reverse("exits:exit", args=[person.pk]))
