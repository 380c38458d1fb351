"""Telling the people of a consortium: who joined, what is to sign, when it closes."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.guardians import recipients
from o2r.accounts.models import Membership
from o2r.calls.applications.deadlines import edge_in_words, left_in_words
from o2r.calls.applications.models import Answer, Application, Member, MemberInvitation
from o2r.calls.models import Call
from o2r.core import clock
from o2r.core.notifications.directory import Recipient
from o2r.core.notifications.services import notify

WRITERS = (Role.COORDINATOR, Role.MEMBER, Role.CANDIDATE, Role.PARTNER_ADVISER)


def people_of(
    application: Application, organisations: Iterable[UUID | None], *, but: UUID | None = None
) -> list[Recipient]:
    """Whom to tell in these organisations: who took part in the application, and, of each body,
    its coordinators and its candidates. Nobody of another organisation."""
    took_part = {
        application.created_by_id,
        *Answer.objects.filter(application=application)
        .order_by("pk")
        .values_list("changed_by", flat=True),
        *MemberInvitation.objects.filter(member__application=application)
        .order_by("pk")
        .values_list("accepted_by", flat=True),
    }
    rows = (
        Membership.objects.current()
        .filter(
            user__is_active=True,
            organisation__in=[one for one in organisations if one],
            role__in=WRITERS,
        )
        .filter(Q(role__in=(Role.COORDINATOR, Role.CANDIDATE)) | Q(user__in=took_part - {None}))
    )
    return recipients(rows.exclude(user=but) if but else rows)


def tell_joined(member: Member, by: Actor) -> None:
    """A member has accepted: the chef de file is told."""
    application = member.application
    leads = application.members.filter(is_lead=True).values_list("organisation", flat=True)
    notify(
        to=people_of(application, list(leads), but=by.user),
        kind="consortium",
        subject=f"{member.name} rejoint votre candidature",
        body=(
            f"Bonjour,\n\n{member.name} a accepté l’invitation et peut écrire dans "
            f"{_named(application)}. Il lui reste à dire son rôle, "
            "remplir son budget et signer sa partie."
        ),
        link=reverse("applications:consortium", args=[application.pk]),
    )


def ask_signatures(application: Application, members: list[Member], by: Actor) -> None:
    """These members have something to sign."""
    notify(
        to=people_of(application, [m.organisation_id for m in members], but=by.user),
        kind="consortium",
        subject=f"Une signature vous est demandée : {application.call.title}",
        body=(
            f"Bonjour,\n\nVotre partie {_of(application)} attend votre signature. Relisez votre "
            f"rôle, vos étapes et votre budget, puis signez-la avant le "
            f"{edge_in_words(application.call.closes)}."
        ),
        link=reverse("applications:consortium", args=[application.pk]),
    )


def tell_unsigned(application: Application, members: list[Member], by: Actor) -> None:
    """The part of these members has changed since they signed it."""
    notify(
        to=people_of(application, [m.organisation_id for m in members], but=by.user),
        kind="consortium",
        subject="Votre signature est à refaire",
        body=(
            f"Bonjour,\n\nVotre partie {_of(application)} a changé depuis que vous l’avez signée. "
            "Relisez-la et signez-la de nouveau : sans cela, la candidature ne se dépose pas."
        ),
        link=reverse("applications:consortium", args=[application.pk]),
    )


def remind(application: Application) -> None:
    """The call closes soon, and this is still a draft."""
    call: Call = application.call
    if call.closes_at is None:
        return
    left = left_in_words(call.closes_at - clock.now())
    organisations = [member.organisation_id for member in application.members.all()]
    notify(
        to=people_of(application, organisations),
        kind="application-deadline",
        subject=f"Il reste {left} pour déposer : {call.title}",
        body=(
            f"Bonjour,\n\n{_named(application, capital=True)} est encore un brouillon. L’appel se "
            f"clôt le {edge_in_words(call.closes)}.\n\nLa page « Ce qui manque » "
            "dit ce qu’il reste à faire."
        ),
        link=reverse("applications:check", args=[application.pk]),
    )


def _named(application: Application, *, capital: bool = False) -> str:
    if application.title:
        return f"« {application.title} »"
    return "Votre candidature" if capital else "votre candidature"


def _of(application: Application) -> str:
    return f"de « {application.title} »" if application.title else "de la candidature"
