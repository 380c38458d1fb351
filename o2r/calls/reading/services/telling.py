"""Whom to tell of what: the State service, a reader, a consortium."""

from uuid import UUID

from django.urls import reverse

from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.guardians import recipients
from o2r.accounts.models import Membership, User
from o2r.calls.applications.models import Application
from o2r.calls.models import Call
from o2r.calls.reading import notification_kinds as kinds
from o2r.core.notifications.directory import Recipient
from o2r.core.notifications.services import notify
from o2r.territory.typography import typographic

_WRITERS = (Role.COORDINATOR, Role.MEMBER, Role.CANDIDATE, Role.PARTNER_ADVISER)


def officers_of(call: Call, *, but: UUID | None = None) -> list[Recipient]:
    """Who runs a call: the officers of its State service."""
    rows = Membership.objects.current().filter(
        organisation=call.dreets_id, role=Role.STATE_OFFICER, user__is_active=True
    )
    return recipients(rows.exclude(user=but) if but else rows)


def consortium_of(application: Application) -> list[Recipient]:
    """Who writes an application, in each organisation of its consortium."""
    places = application.members.order_by("pk").values("organisation")
    rows = Membership.objects.current().filter(
        organisation__in=places, role__in=_WRITERS, user__is_active=True
    )
    return recipients(rows)


def tell_officers(
    call: Call, subject: str, body: str, *, link: str = "", but: UUID | None = None
) -> None:
    """Tell the State service of something that asks for its decision."""
    notify(
        to=officers_of(call, but=but),
        kind=kinds.FOLLOWED.code,
        subject=typographic(subject),
        body=typographic(body),
        link=link or reverse("reading:examination", args=[call.slug]),
    )


def tell_read(call: Call, *, read: int, among: int) -> None:
    """Tell the State service how many applications have all their readings; the whole call at once
    when it is the last one."""
    is_over = read == among
    many = f"{read} candidatures sur {among} ont toutes leurs lectures"
    if read == 1:
        many = f"1 candidature sur {among} a toutes ses lectures"
    notify(
        to=officers_of(call),
        kind=kinds.READ.code,
        subject=typographic(
            f"Toutes les lectures sont envoyées : {call.title}"
            if is_over
            else f"{many} : {call.title}"
        ),
        body=typographic(
            "Chaque candidature a toutes ses lectures. Vous pouvez ouvrir le comité."
            if is_over
            else "Les autres attendent encore un lecteur ou une lecture."
        ),
        link=reverse("reading:examination", args=[call.slug]),
        cumulative=True,
    )


def tell_reader(user: User, call: Call, *, count: int) -> None:
    """Tell someone that applications are confided to them, once their interests are declared."""
    many = (
        f"{count} candidatures vous sont confiées"
        if count > 1
        else ("Une candidature vous est confiée" if count else "Vous êtes désigné pour lire")
    )
    notify(
        to=[Recipient(user.pk, user.email)],
        kind=kinds.NAMED.code,
        subject=typographic(f"{many} : {call.title}"),
        body=typographic(
            f"{call.dreets} vous demande de lire pour l’appel « {call.title} ». Déclarez d’abord "
            "vos liens avec les organismes candidats : aucune candidature ne s’ouvre avant."
        ),
        link=reverse("reading:interests", args=[call.slug]),
    )


def tell_inadmissible(application: Application, reason: str) -> None:
    """Tell every member of a consortium that its application will not be read, why, and where the
    letter says how to contest it."""
    _tell_admissibility(
        application,
        f"Candidature n° {application.number} irrecevable : {application.call.title}",
        f"La candidature « {application} » est déclarée irrecevable : elle ne sera pas examinée."
        f"\n\nMotif : {reason}\n\n"
        "Le courrier, avec les voies et délais de recours, est sur la page de la candidature.",
    )


def tell_admissible_again(application: Application) -> None:
    """Tell the same people that the decision they were told of is withdrawn."""
    _tell_admissibility(
        application,
        f"Candidature n° {application.number} de nouveau en instruction : {application.call.title}",
        f"La décision qui déclarait irrecevable la candidature « {application} » est retirée : "
        "elle est de nouveau examinée. Vous n’avez rien à faire.",
    )


def _tell_admissibility(application: Application, subject: str, body: str) -> None:
    notify(
        to=consortium_of(application),
        kind=kinds.INADMISSIBLE.code,
        subject=typographic(subject),
        body=typographic(body),
        link=reverse("applications:overview", args=[application.pk]),
    )


def tell_consortium(application: Application, subject: str, body: str, *, link: str) -> None:
    """Tell those who write an application that something is asked of them."""
    notify(
        to=consortium_of(application),
        kind=kinds.CORRECTION.code,
        subject=typographic(subject),
        body=typographic(body),
        link=link,
    )
