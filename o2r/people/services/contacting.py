"""How the person can be reached, and what must be known before: added, changed, removed."""

from dataclasses import dataclass
from datetime import time

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError
from o2r.core.crypto.fields import write_sealed
from o2r.people.enums import ContactKind
from o2r.people.models import ContactMeans, Person
from o2r.people.reaching import phone_of
from o2r.people.services.holding import held, touched

WRITE = "écrire comment joindre cette personne"


@dataclass(frozen=True)
class Means:
    """One way to reach somebody. What is not said is the most careful."""

    kind: ContactKind
    value: str
    remark: str = ""
    no_voicemail: bool = True
    not_before: time | None = None
    not_after: time | None = None
    is_read_by_others: bool = False
    wants_neutral_sender: bool = True
    is_preferred: bool = False


@transaction.atomic
def add_contact(*, by: Actor, person: Person, means: Means) -> ContactMeans:
    """Add a way to reach the person. Raises NotAllowed, DomainError."""
    file = held(by=by, person=person, act=WRITE)
    row = ContactMeans(subject=file.pk, person=file)
    fill(row, means, by)
    row.save(force_insert=True)
    _end(by, file, row)
    return row


@transaction.atomic
def change_contact(*, by: Actor, contact: ContactMeans, means: Means) -> ContactMeans:
    """Correct a way to reach the person, or its precautions. Raises NotAllowed, DomainError."""
    file = held(by=by, person=contact.person, act=WRITE)
    row = ContactMeans.objects.select_for_update(no_key=True).get(pk=contact.pk)
    fill(row, means, by)
    row.save()
    _end(by, file, row)
    return row


@transaction.atomic
def remove_contact(*, by: Actor, contact: ContactMeans) -> None:
    """Erase a way to reach the person. A second time changes nothing. Raises NotAllowed."""
    file = held(by=by, person=contact.person, act=WRITE)
    gone, _ = ContactMeans.objects.filter(pk=contact.pk, person=file).delete()
    if gone:
        touched(file)
        written(by, "update", file, "contact")


def fill(row: ContactMeans, means: Means, by: Actor) -> None:
    """Check what was typed and seal it in the row. Raises DomainError."""
    row.kind = means.kind
    for name in (
        *("no_voicemail", "not_before", "not_after", "is_read_by_others"),
        *("wants_neutral_sender", "is_preferred"),
    ):
        setattr(row, name, getattr(means, name))
    if means.not_before and means.not_after and means.not_before >= means.not_after:
        raise DomainError(
            "Ces heures ne laissent aucun moment pour appeler. Corrigez l’une des deux.",
            field="not_after",
        )
    write_sealed(
        row,
        organisation=by.organisation or row.person.organisation_id,
        value=checked(means),
        remark=means.remark.strip(),
    )


def checked(means: Means) -> str:
    """The number or the address, as it is kept. Raises DomainError."""
    value = means.value.strip()
    if not value:
        raise DomainError("Écrivez le numéro, l’adresse ou le lieu.", field="value")
    if means.kind == ContactKind.PHONE:
        number = phone_of(value)
        if number is None:
            raise DomainError(
                "Ce n’est pas un numéro de téléphone. Écrivez dix chiffres, ou le numéro "
                "international avec son « + ».",
                field="value",
            )
        return number
    if means.kind == ContactKind.EMAIL:
        try:
            validate_email(value)
        except ValidationError as error:
            raise DomainError(
                "Cette adresse n’est pas complète. Écrivez-la comme prenom@exemple.fr.",
                field="value",
            ) from error
    return value


def _end(by: Actor, file: Person, row: ContactMeans) -> None:
    """One preferred means at most, one more change of the file, one line of the journal."""
    if row.is_preferred:
        others = ContactMeans.objects.filter(person=file, is_preferred=True).exclude(pk=row.pk)
        others.update(is_preferred=False)
    touched(file)
    written(by, "update", file, "contact")
