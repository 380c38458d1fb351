"""From a project kept to its convention."""

from datetime import date
from uuid import UUID

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError
from o2r.calls.applications.content import Content
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application
from o2r.calls.applications.selectors import content_of
from o2r.calls.applications.services.moving import move
from o2r.calls.selection.enums import Outcome
from o2r.calls.selection.models import Decision, Room
from o2r.calls.selection.services.impartial import require_open
from o2r.projects.conventions.awards import Award, AwardPartner
from o2r.projects.conventions.models import Convention
from o2r.projects.conventions.services import open_convention
from o2r.projects.enums import PartnerRole


@transaction.atomic
def open_convention_of(
    *, by: Actor, room: Room, application: Application, starts_on: date
) -> Convention:
    """Open the convention of a project kept, once the results are published.

    The application becomes « conventionnée » when its convention is opened, not when it is signed:
    from then on the money is followed in the convention, whose own states say whether it is signed,
    and the application must not be contracted a second time. The convention keeps the application
    as its source. Raises NotAllowed, NotDeclared, Interested, DomainError when the application is
    not kept, or its bearer has not joined the platform.
    """
    require(by, "approve", room, act="ouvrir une convention")
    require_open(by, application)
    decision = (
        Decision.objects.of_call(room)
        .confirmed()
        .filter(application=application, outcome=Outcome.AWARD)
        .first()
    )
    if not room.is_published or decision is None:
        raise DomainError(
            "Une convention s’ouvre pour une candidature retenue, après la publication des "
            "résultats."
        )
    convention = open_convention(by=by, award=award_of(room, application, decision, starts_on))
    if application.state == ApplicationState.AWARDED:
        move(by=by, application=application, to=ApplicationState.CONTRACTED)
    return convention


@transaction.atomic
def reopen_award(*, by: Actor, source: UUID, reference: str, reason: str) -> None:
    """Put an application whose convention is abandoned back among those that are kept.

    Whoever may abandon the convention may do so, even from another service of the région: the act
    on the convention has decided, and is journaled. ``source``: of the award; nothing is done when
    it is no application, or one that has moved since.
    """
    contracted = Application.objects.filter(pk=source, state=ApplicationState.CONTRACTED)
    application = contracted.order_by("pk").first()
    if application is not None:
        why = f"Convention {reference} abandonnée : {reason}"
        move(by=by, application=application, to=ApplicationState.AWARDED, reason=why)


def award_of(room: Room, application: Application, decision: Decision, starts_on: date) -> Award:
    """What a convention needs to know of a project kept."""
    content = content_of(application)
    lead = content.lead
    if lead is None or not lead.organisation:
        raise DomainError(
            "Le chef de file n’est rattaché à aucune organisation de la plateforme : rattachez-le "
            "par « Compléter la candidature », puis ouvrez la convention."
            if application.may_be_completed
            else "Le chef de file n’a pas encore rejoint la plateforme : invitez-le, puis ouvrez "
            "la convention."
        )
    if not application.zone_expression:
        raise DomainError(
            "La candidature ne dit pas où le projet agira, et la convention le dit. Complétez-la, "
            "puis ouvrez la convention."
        )
    members = {member.organisation_id for member in application.members.all()}
    bearer = next(m.organisation_id for m in application.members.all() if m.is_lead)
    assert bearer is not None  # noqa: S101 — ``lead.organisation`` is the same column
    partners = sorted((one for one in members if one not in (None, bearer)), key=str)
    return Award(
        source=application.pk,
        reference=f"{room.slug}-{application.number:03}",
        title=application.title,
        dreets=room.dreets_id,
        region=room.region,
        bearer=bearer,
        partners=tuple(
            AwardPartner(one, PartnerRole.CONSORTIUM) for one in partners if one is not None
        ),
        description=content.answers.get("summary", ""),
        zone_expression=application.zone_expression,
        zone_vintage=application.zone_vintage or 0,
        publics=tuple(application.publics),
        attention=tuple(application.attention_points),
        stages=tuple(application.stages),
        channels=tuple(application.channels),
        phone=lead.contact_phone,
        email=lead.contact_email,
        starts_on=starts_on,
        yearly_amounts=tuple(decision.years),
        total_cost=content.total_cost,
        cost_method=_cost_method(content, application),
        is_example=room.is_example,
        months=room.years * 12,
    )


def _cost_method(content: Content, application: Application) -> str:
    if content.balance.whole.expense or content.stated_cost is None:
        return "Budget prévisionnel de la candidature, en coûts complets."
    return f"Coût total annoncé dans le dossier {application.external_reference}."
