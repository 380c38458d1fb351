"""Who is told of a referral, and how: never of whom. The page says the rest, to who may read it."""

from django.conf import settings
from django.urls import reverse

from o2r.accounts.guardians import recipients
from o2r.accounts.models import Membership, User
from o2r.accounts.services.links import new_secret
from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.instance import instance
from o2r.core.notifications.directory import Recipient
from o2r.core.notifications.services import notify, post_mail
from o2r.pathways.referrals.delays import closes_on, reads_until
from o2r.pathways.referrals.enums import Channel
from o2r.pathways.referrals.models import Referral, ReferralLink
from o2r.pathways.referrals.notification_kinds import FOLLOWED, RECEIVED
from o2r.people.models import FollowUp, Person
from o2r.people.selectors.agreements import partner_roles

_ARRIVED = (
    "Une équipe d’aller-vers oriente quelqu’un vers vous. Ouvrez « Orientations reçues » : deux "
    "clics suffisent pour répondre."
)
_WAITS = (
    "Une orientation reçue attend toujours votre réponse. Ouvrez « Orientations reçues » : même un "
    "refus aide, il permet de chercher ailleurs."
)


def tell_structure(row: Referral, *, again: bool = False) -> None:
    """Tell the structure that a referral waits; by mail, with a new link. A letter tells itself.

    In the transaction of the act: nothing leaves if it is rolled back, nothing is lost if the mail
    server does not answer (``notifications.outbox``).
    """
    if row.channel == Channel.ACCOUNT and row.recipient is not None:
        members = Membership.objects.current().filter(
            organisation=row.recipient, role__in=partner_roles(), user__is_active=True
        )
        notify(
            to=recipients(members),
            kind=RECEIVED.code,
            subject="Une orientation attend" if again else "Une orientation arrive",
            body=_WAITS if again else _ARRIVED,
            link=reverse("referrals:received"),
            sensitive=True,
            cumulative=True,
        )
    elif row.channel == Channel.MAIL:
        _write_to(row, again=again)


def new_link(row: Referral, digest: str) -> ReferralLink:
    """Give one more address to a referral; those before still answer, until the same day."""
    since = row.counted_from
    assert since is not None  # noqa: S101 — a referral sent has a day
    return ReferralLink.objects.create(
        referral=row, digest=digest, until=closes_on(since), reads_until=reads_until(since)
    )


def address_of(secret: str) -> str:
    """Where a link leads."""
    return settings.PUBLIC_URL + reverse("referral:front", args=[secret])


def _write_to(row: Referral, *, again: bool) -> None:
    secret, digest = new_secret()
    link = new_link(row, digest)
    name = instance().site_name
    said = "attend toujours votre réponse" if again else "est adressée à votre structure"
    post_mail(
        to=row.mailbox,
        subject=f"[{name}] Orientation {row.reference}"
        + (" : toujours en attente" if again else ""),
        body=(
            f"Bonjour,\n\nUne orientation {said} par {row.organisation.name}, pour le service "
            f"« {row.service_name} ». Ce message ne dit pas de qui il s’agit.\n\n"
            f"Pour répondre en deux clics, sans compte :\n{address_of(secret)}\n\n"
            "Ce que la personne a accepté de partager s’ouvre, sur cette page, avec un code "
            "envoyé à cette même boîte, qui sert une fois.\n"
            f"L’adresse sert jusqu’au {link.until:%d/%m/%Y}. Ne la transférez pas hors de votre "
            f"structure.\n\n-- \n{name}\n"
        ),
    )


def mail_code(row: Referral, code: str) -> None:
    """Send a code to the registered mailbox, without a word of what it opens."""
    name = instance().site_name
    post_mail(
        to=row.mailbox,
        subject=f"[{name}] Votre code pour l’orientation {row.reference}",
        body=(
            f"Bonjour,\n\nLe code à saisir sur la page de l’orientation {row.reference} :\n\n"
            f"    {code}\n\nIl sert une fois. Si personne chez vous ne l’a demandé, n’en faites "
            f"rien.\n\n-- \n{name}\n"
        ),
    )


def tell_withdrawn(row: Referral) -> None:
    """Tell a structure without account that the person took back what they let it know; when only
    a letter reaches it, whoever follows the person tells it. Nothing for a draft: nothing left."""
    if row.sent_at is None or row.is_hidden:
        return
    if row.channel != Channel.MAIL:
        tell_sender(
            row,
            "Une structure est à prévenir",
            "La personne a repris ce qu’elle laissait savoir à une structure qui n’a ni compte ni "
            "boîte. Appelez-la : elle efface ce qu’elle a gardé.",
        )
        return
    name = instance().site_name
    post_mail(
        to=row.mailbox,
        subject=f"[{name}] Orientation {row.reference} : accord retiré",
        body=(
            f"Bonjour,\n\nLa personne de l’orientation {row.reference} a retiré son accord. Son "
            "identité ne s’ouvre plus, et aucun code ne sert plus. Effacez ce que vous avez gardé "
            "d’elle (RGPD, art. 7 et 19).\n\n"
            "L’orientation continue sans identité : vous pouvez toujours y répondre.\n\n"
            f"-- \n{name}\n"
        ),
    )


@errand("referral")
def tell_sender(row: Referral, subject: str, body: str) -> None:
    """Tell who follows the person, and who sent the referral: what happened, never of whom."""
    file = Person.objects.select_related("referent").filter(pk=row.person_id).first()
    if file is None or not file.is_followed:
        return
    people = {one.pk: one for one in (file.referent, _sender(row, file)) if one is not None}
    told = [Recipient(one.pk, one.email) for one in people.values() if one.is_active]
    notify(
        to=told,
        kind=FOLLOWED.code,
        subject=subject,
        body=body,
        link=reverse("referrals:referral", args=[row.person_id, row.pk]),
        sensitive=True,
        cumulative=True,
    )


def _sender(row: Referral, file: Person) -> User | None:
    """Who sent it, while they still accompany the person."""
    if row.sent_by is None or not _accompanies(row.sent_by, file):
        return None
    return row.sent_by


def _accompanies(user: User, file: Person) -> bool:
    return FollowUp.objects.on(clock.today()).filter(person=file, user=user).exists()
