"""What an account that closes leaves behind: it leaves each organisation as a colleague does.

Who asks for it is refused while someone depends on them. Retention asks nobody: an account that
nobody has opened for years closes, and what it held is entrusted to those who answer for it.
"""

from django.db import transaction
from django.urls import reverse

from o2r.accounts import caseload
from o2r.accounts.caseload import Held
from o2r.accounts.errors import StillNeeded
from o2r.accounts.guardians import guardians_of, openers_of
from o2r.accounts.models import Membership, Organisation
from o2r.accounts.services.locking import locked
from o2r.accounts.services.members import leave, manages_alone
from o2r.core.journal.authors import Author
from o2r.core.journal.services import record
from o2r.core.notifications.services import Recipient, notify


@transaction.atomic
def leave_with_account(*, by: Author, membership: Membership) -> Membership:
    """Have someone leave an organisation because their account closes. A second time: nothing.

    ``by``: the person, who answers their request, or a job of the platform. Raises StillNeeded when
    a person asks it of someone who still follows someone, or alone opens the accounts. For a job,
    whoever follows someone stays, without any access, until a colleague takes over.
    """
    place = locked(membership.organisation)
    held = Membership.objects.select_related("user").get(pk=membership.pk)
    if held.ended_at is not None:
        return held
    followed = caseload.held_by(held.user, place.pk)
    alone = held.manages_accounts and place.is_open and manages_alone(held)
    if by.user is not None:
        _refuse(held, place, followed, alone=alone, mine=by.user == held.user_id)
    if not followed:
        leave(held)
    record(
        by=by,
        action="update" if followed else "delete",
        kind=held.access_kind,
        object_id=held.pk,
        organisation=place.pk,
        fields=("role",),
        reason="account-closed",
    )
    _tell(held, place, followed, alone=alone)
    return held


def _refuse(
    held: Membership, place: Organisation, followed: list[Held], *, alone: bool, mine: bool
) -> None:
    if followed:
        who = "Vous suivez" if mine else f"{held.user} suit"
        ask = "Demandez à qui gère les comptes de transmettre" if mine else "Faites transmettre"
        whose = "votre file active" if mine else "sa file active"
        raise StillNeeded(
            f"{who} encore {caseload.in_words(followed)} pour {place.name} : plus personne ne s’en "
            f"occuperait. {ask} {whose} à un collègue, puis recommencez."
        )
    if alone:
        who = "Vous êtes la seule personne" if mine else f"{held.user} est la seule personne"
        raise StillNeeded(
            f"{who} à gérer les comptes de {place.name} : plus personne ne pourrait inviter ni "
            "retirer quelqu’un. Confiez d’abord la gestion des comptes à un collègue, ou fermez "
            "l’organisation dans ses réglages, puis recommencez."
        )


def _tell(held: Membership, place: Organisation, followed: list[Held], *, alone: bool) -> None:
    """Tell who answers for the organisation. Never the name: it is being erased."""
    role = held.get_role_display()
    body = (
        f"Bonjour,\n\nle compte d’une personne qui travaillait pour {place.name}, dans le rôle "
        f"« {role} », est fermé."
    )
    link = reverse("accounts:people")
    if followed:
        body += (
            f" Cette personne suit encore {caseload.in_words(followed)}. Choisissez qui reprend "
            "sa file active, puis mettez fin à son accès."
        )
        link = reverse("accounts:departure", args=[held.pk])
    if alone:
        body += (
            " Plus personne ne gère les comptes de cette organisation : invitez un nouveau "
            "responsable, après avoir appelé l’organisation à un numéro que vous connaissez."
        )
        link = link if followed else reverse("accounts:entrust", args=[place.pk])
    notify(
        to=_in_charge(held, place, alone=alone, followed=bool(followed)),
        kind="rights-changed",
        subject=f"Un compte est fermé dans {place.name}",
        body=body,
        link=link,
    )


def _in_charge(
    held: Membership, place: Organisation, *, alone: bool, followed: bool
) -> list[Recipient]:
    """Guardians of the organisation; the State and the platform when nobody manages it any more."""
    told = guardians_of(place.pk, but=held.user_id)
    if alone:
        told += openers_of(place)
    elif followed and not told:
        told = guardians_of(None)
    return [one for one in told if one.user != held.user_id]
