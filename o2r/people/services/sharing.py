"""What an agreement opens and closes: the key of the file, and a word to the recipient."""

from django.db import transaction
from django.urls import reverse

from o2r.accounts.guardians import recipients
from o2r.accounts.models import Membership, Organisation
from o2r.core import clock
from o2r.core.crypto.errors import NoKey
from o2r.core.crypto.services import share, withdraw
from o2r.core.journal.authors import Author
from o2r.core.journal.services import record
from o2r.core.notifications.services import notify
from o2r.people.models import Agreement, Person
from o2r.people.selectors.agreements import ended_shares, partner_roles


def open_share(*, by: Author, person: Person, to: Organisation) -> None:
    """Give the key of a file to an organisation, and tell those who may read there.

    Raises NoKey when the organisation of the file does not hold its newest key.
    """
    share(by=by, subject=person.pk, from_=person.organisation_id, to=to.pk)
    _tell(to, "Un partage a commencé", _BEGUN)


def close_share(*, by: Author, person: Person, to: Organisation) -> bool:
    """Take the key away, unless another agreement still lets ``to`` read; whether it was taken.

    What is written from now on has a new key: a copy of the old one opens none of it.
    """
    if Agreement.objects.in_force(clock.today()).filter(person=person, recipient=to).exists():
        return False
    try:
        withdraw(by=by, subject=person.pk, organisation=to.pk)
    except NoKey:
        # A share that had ended by itself, whose key was taken since.
        return False
    _tell(to, "Un partage a pris fin", _OVER)
    return True


@transaction.atomic
def close_ended(by: Author) -> int:
    """Take away the keys of the shares whose last day has passed; how many.

    Nobody could read by them any more: the policy asks the day, not this.
    """
    closed = 0
    for person, recipient in ended_shares(clock.today()):
        if close_share(by=by, person=person, to=recipient):
            closed += 1
            record(
                by=by,
                action="agreement.end",
                kind=person.access_kind,
                object_id=person.pk,
                organisation=person.chain,
            )
    return closed


_BEGUN = (
    "Une personne accompagnée par une autre organisation accepte que la vôtre lise une partie de "
    "son dossier. Ouvrez « Partagé avec moi » pour savoir quoi, et jusqu’à quand."
)
_OVER = (
    "Ce que votre organisation lisait par un partage ne lui est plus ouvert. Ce qui a été noté "
    "ailleurs n’est plus à utiliser. La liste « Partagé avec moi » est à jour."
)


def _tell(organisation: Organisation, subject: str, body: str) -> None:
    """Say that something changed, never of whom: the list says the rest, to who may read it."""
    members = Membership.objects.current().filter(
        organisation=organisation, role__in=partner_roles(), user__is_active=True
    )
    notify(
        to=recipients(members),
        kind="shared-files",
        subject=subject,
        body=body,
        link=reverse("agreements:shared"),
        sensitive=True,
        cumulative=True,
    )
