"""Telling people: in their inbox, in the transaction of the act; by mail, after it."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from o2r.core import clock
from o2r.core.instance import instance
from o2r.core.notifications.directory import Recipient
from o2r.core.notifications.enums import Choice
from o2r.core.notifications.kinds import Kind
from o2r.core.notifications.kinds import kind as declared
from o2r.core.notifications.models import Mail, Notification, Preference
from o2r.core.notifications.outbox import one_line, post_mail

__all__ = [
    "Recipient",
    "choose",
    "mark_all_read",
    "mark_read",
    "mark_unread",
    "notify",
    "post_mail",
]


MAIL_OF_A_CUMUL = timedelta(hours=1)
"""Who wants mails at once gets no more than one an hour of what is told cumulatively."""


class CompulsoryKind(Exception):
    """Someone tried to switch off what nobody may switch off."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(
            f"« {kind.label} » : ces messages protègent des personnes ou des droits, ils ne "
            "peuvent pas être coupés."
        )


@transaction.atomic
def notify(
    *,
    to: Collection[Recipient],
    kind: str,
    subject: str,
    body: str,
    link: str = "",
    sensitive: bool = False,
    cumulative: bool = False,
) -> None:
    """Tell people something: inbox now, mail after commit, according to what each chose.

    ``link`` is a path of this site (``/espace/…``), checked here. ``sensitive`` says that it is
    about an accompanied person: the mail then only says that a message waits. Subject and body
    never name an accompanied person, sensitive or not. A person given twice is told once.
    ``cumulative``: this says all that the former one of its kind and link said; it takes its place
    while it is unread and no digest has carried it (``NotificationQuerySet.continued``).

    Raises LookupError for an undeclared kind, ValueError for a link that leaves the site.
    """
    if link and (not link.startswith("/") or link.startswith("//") or "\\" in link):
        raise ValueError("The link of a notification is a path of this site.")
    known = declared(kind)
    people = {recipient.user: recipient for recipient in to}
    chosen = _choices(known, people)
    now = clock.now()
    rows = [
        Notification(
            recipient=person.user,
            kind=kind,
            subject=one_line(subject),
            body=body,
            link=link,
            sensitive=sensitive,
            channel=chosen[person.user],
            address=person.email if chosen[person.user] == Choice.DAILY else "",
            created_at=now,
        )
        for person in people.values()
    ]
    if cumulative:
        rows = _but_those_that_stand(rows)
    for row in rows:
        email = people[row.recipient].email
        if row.channel == Choice.IMMEDIATELY and email:
            row.mail = _mail_for(row, email)
    Notification.objects.bulk_create(rows)


def _but_those_that_stand(rows: list[Notification]) -> list[Notification]:
    """Rewrite the unread rows that these continue; returns those that continue none."""
    if not rows:
        return rows
    like, fresh = rows[0], clock.now() - MAIL_OF_A_CUMUL
    known = Notification.objects.filter(recipient__in=[row.recipient for row in rows])
    unread = known.unread().filter(kind=like.kind, link=like.link).continued(mailed_after=fresh)
    standing = {row.recipient: row for row in unread.order_by("created_at", "pk")}
    for row in rows:
        if kept := standing.get(row.recipient):
            kept.subject, kept.body = row.subject, row.body
    Notification.objects.bulk_update(standing.values(), ["subject", "body"])
    return [row for row in rows if row.recipient not in standing]


def _choices(kind: Kind, users: Collection[UUID]) -> dict[UUID, Choice]:
    chosen = dict.fromkeys(users, kind.default)
    if not kind.compulsory:
        for row in Preference.objects.filter(kind=kind.code, user__in=users):
            chosen[row.user] = Choice(row.choice)
    return chosen


def address_of(row: Notification) -> str:
    """Where the mail of a notification leads: it opens the inbox's own link, once signed in."""
    return settings.PUBLIC_URL + reverse("notifications:open", args=[row.pk])


def _mail_for(row: Notification, email: str) -> Mail:
    if row.sensitive:
        subject = f"Vous avez un nouveau message dans {instance().site_name}"
        text = f"Vous avez un nouveau message dans {instance().site_name}."
    else:
        subject, text = f"[{instance().site_name}] {row.subject}", row.body or row.subject
    return post_mail(
        to=email,
        subject=subject,
        body=(
            f"{text}\n\nPour l’ouvrir, après vous être connecté :\n{address_of(row)}\n\n-- \n"
            f"Choisir ce que vous recevez : {preferences_address()}\n"
        ),
    )


def preferences_address() -> str:
    """Where one chooses what one is told of."""
    return settings.PUBLIC_URL + reverse("notifications:preferences")


@transaction.atomic
def mark_read(*, by: UUID, notification: Notification) -> Notification:
    """Note that ``by`` has opened one of their own notifications; the first time counts."""
    _theirs(by, notification)
    if notification.read_at is None:
        notification.read_at = clock.now()
        notification.save(update_fields=["read_at"])
    return notification


@transaction.atomic
def mark_unread(*, by: UUID, notification: Notification) -> Notification:
    """Put one of ``by``'s own notifications back among the unread."""
    _theirs(by, notification)
    notification.read_at = None
    notification.save(update_fields=["read_at"])
    return notification


def _theirs(by: UUID, notification: Notification) -> None:
    if notification.recipient != by:
        raise PermissionError("A notification belongs to its recipient alone.")


@transaction.atomic
def mark_all_read(*, by: UUID) -> int:
    """Mark the whole inbox of ``by`` as read; returns how many were not."""
    return Notification.objects.of(by).unread().update(read_at=clock.now())


@transaction.atomic
def choose(*, by: UUID, choices: Mapping[str, Choice]) -> None:
    """Keep how ``by`` wants to be told of each kind (code of the kind: choice).

    Raises CompulsoryKind for a kind nobody may switch off, LookupError for an undeclared one; then
    none of the choices is kept.
    """
    for code, choice in choices.items():
        if declared(code).compulsory:
            raise CompulsoryKind(declared(code))
        Preference.objects.update_or_create(user=by, kind=code, defaults={"choice": choice})
