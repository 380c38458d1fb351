"""Whom the committee tells of what: consortia of their results, the State service of a delay."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.guardians import recipients
from o2r.accounts.models import Membership
from o2r.calls.applications.models import Application, Member
from o2r.calls.reading.services.telling import officers_of
from o2r.calls.selection.models import Letter, Room
from o2r.calls.selection.notification_kinds import HELD, RESULTS
from o2r.core.notifications.directory import Recipient
from o2r.core.notifications.services import notify
from o2r.territory.typography import typographic

_WHO_READS_LETTERS = (Role.COORDINATOR, Role.MEMBER, Role.CANDIDATE, Role.PARTNER_ADVISER)


def tell_results(room: Room) -> None:
    """Every person who may read the letter of their organisation, in one notice."""
    compared = Application.objects.filter(call=room.pk).compared().order_by().values("pk")
    notify(
        to=_readers_in(Member.objects.filter(application__in=compared)),
        kind=RESULTS.code,
        subject=typographic(f"Les résultats de l’appel « {room.title} » sont publiés"),
        body="La décision sur votre candidature et son courrier sont dans votre espace.",
        link=reverse("selection:my_letters"),
    )


def tell_letter(letter: Letter) -> None:
    """The people of one consortium: a letter has left after the results."""
    application = letter.application
    replaces = application.letters.filter(sent_at__isnull=False, version__lt=letter.version)
    what = "Une nouvelle décision" if replaces.exists() else "La décision"
    notify(
        to=_readers_in(Member.objects.filter(application=application)),
        kind=RESULTS.code,
        subject=typographic(f"{what} sur votre candidature : {application.call.title}"),
        body=typographic(
            f"La décision sur « {application.title} » et son courrier sont dans votre espace."
        ),
        link=reverse("selection:my_letter", args=[letter.pk]),
    )


def tell_held(room: Room, missing: str) -> None:
    """The State service: its results did not appear at their hour, and what they wait for."""
    notify(
        to=officers_of(room),
        kind=HELD.code,
        subject=typographic(f"Résultats non publiés : {room.title}"),
        body=typographic(
            f"L’heure choisie est passée et les résultats ne sont pas publiés. {missing} Dès que "
            "rien ne manque, ils paraissent dans la minute ; vous pouvez aussi choisir une autre "
            "heure."
        ),
        link=reverse("selection:publication", args=[room.slug]),
    )


def _readers_in(members: "QuerySet[Member]") -> list[Recipient]:
    bodies = members.exclude(organisation=None).order_by().values("organisation")
    rows: QuerySet[Any] = Membership.objects.current().filter(
        organisation__in=bodies, user__is_active=True, role__in=_WHO_READS_LETTERS
    )
    return recipients(rows.order_by("pk"))
