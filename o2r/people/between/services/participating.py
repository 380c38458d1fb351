"""An organisation takes part in the index, or leaves it: everything of it leaves with it."""

from uuid import UUID

from django.db import transaction
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.guardians import guardians_of
from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.journal.authors import Author
from o2r.core.journal.services import record
from o2r.core.notifications.services import notify
from o2r.people.between.models import IndexParticipation, InquiryNotice
from o2r.people.between.selectors import is_allowed
from o2r.people.between.services.forgetting import forget_notices
from o2r.people.between.services.marking import mark_organisation

JOIN = "ouvrir l’index entre opérateurs"
LEAVE = "quitter l’index entre opérateurs"


@transaction.atomic
def join(*, by: Actor, informs: bool) -> IndexParticipation:
    """Let the files of one's organisation be looked for by the others, and ask them.

    ``informs``: persons are told of it, and may say no. Who answers for the data is told. Raises
    NotAllowed; DomainError where the instance has no index, for a partitioned organisation, or
    without the information of persons.
    """
    if by.user is None or by.organisation is None:
        raise NotAllowed(JOIN)
    place = Organisation.objects.select_for_update(no_key=True).get(pk=by.organisation)
    made = IndexParticipation(organisation=place, decided_by_id=by.user)
    require(by, "create", made, act=JOIN)
    if not is_allowed():
        raise DomainError("Cette plateforme n’a pas d’index entre opérateurs.")
    if place.is_partitioned:
        raise DomainError(
            "Votre organisation est cloisonnée : rien de ce qu’elle sait des personnes ne sort."
        )
    if not informs:
        raise DomainError(
            "Les personnes doivent être informées avant. Cochez la case quand c’est fait.",
            field="informs",
        )
    held = IndexParticipation.objects.filter(organisation=place, ended_at=None).first()
    if held is not None:
        return held
    made.save(force_insert=True)
    _end(by.author, made, "create", "participe")
    return made


@transaction.atomic
def leave(*, by: Actor) -> None:
    """Take all the files of one's organisation out of the index, at once. NotAllowed."""
    if by.organisation is None:
        raise NotAllowed(LEAVE)
    held = IndexParticipation.objects.filter(organisation=by.organisation, ended_at=None)
    for one in held.select_for_update(no_key=True).order_by("pk"):
        require(by, "delete", one, act=LEAVE)
        end_participation(by=by.author, participation=one)


@transaction.atomic
def end_participation(*, by: Author, participation: IndexParticipation) -> None:
    """End one: nothing of the organisation is found any more, and requests received go."""
    participation.ended_at = clock.now()
    participation.save(update_fields=["ended_at"])
    notices = InquiryNotice.objects.filter(person__organisation=participation.organisation_id)
    forget_notices(by, notices)
    _end(by, participation, "delete", "ne participe plus")


def _end(by: Author, row: IndexParticipation, action: str, what: str) -> None:
    mark_organisation_files(row.organisation_id)
    record(
        by=by,
        action=action,
        kind=row.access_kind,
        object_id=row.pk,
        organisation=row.organisation_id,
    )
    notify(
        to=guardians_of(row.organisation_id, but=by.user),
        kind="rights-changed",
        subject=f"{row.organisation} {what} à l’index entre opérateurs",
        body=(
            f"{row.organisation} {what} à l’index par lequel un autre opérateur peut joindre le "
            "référent d’une personne déjà accompagnée. Si ce changement vous surprend, appelez qui "
            "coordonne l’équipe."
        ),
        link=reverse("between:participation"),
    )


@errand("index-files")
def mark_organisation_files(organisation: UUID) -> int:
    """Have every file of an organisation seen again by the index: who decides meets none."""
    return mark_organisation(organisation)
