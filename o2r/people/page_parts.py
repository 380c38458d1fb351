"""What a file itself says in the story of a person: what they were told, and agreed to."""

from collections.abc import Iterator

from django.urls import reverse

from o2r.people.enums import AgreementState
from o2r.people.file_page import Moment, local, tells
from o2r.people.models import Person
from o2r.people.registry import brings
from o2r.people.selectors.reading import Reader
from o2r.territory.typography import typographic

brings("agreements__recipient")
KINDS = {AgreementState.GIVEN: "confirmed", AgreementState.WITHDRAWN: "wrong"}


@tells("identity")
def agreements(reader: Reader, person: Person) -> Iterator[Moment]:
    """Each agreement on the day it was given, or refused, and what became of it."""
    for one in person.agreements.all():
        if one.state == AgreementState.PROPOSED:
            continue
        day = one.given_on or local(one.asked_at, person).date()
        what = "Accord" if one.is_consent else "Secret partagé"
        state = "terminé" if one.is_over else str(one.get_state_display())
        yield Moment(
            day,
            typographic(f"{what} : {one.recipient.name}"),
            text=f"{', '.join(one.shared)}.".capitalize(),
            url=reverse("agreements:of", args=[person.pk]),
            badge=state,
            kind="neutral" if one.is_over else KINDS.get(AgreementState(one.state), "neutral"),
        )


@tells("identity")
def told(reader: Reader, person: Person) -> Iterator[Moment]:
    """When the person was told what is written of them."""
    for one in person.information.all():
        given = local(one.given_at, person).date()
        text = f"{one.get_support_display()}.".capitalize()
        yield Moment(given, "Information donnée", text=text)
