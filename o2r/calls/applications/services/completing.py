"""Completing an application that comes from another site, in place of who wrote it there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.enums import OrganisationKind, OrganisationState
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation
from o2r.calls.applications.errors import ChangedMeanwhile
from o2r.calls.applications.facts import facts_in_words, money_in_words
from o2r.calls.applications.models import Application, BudgetLine, JoinedPiece, Member
from o2r.calls.applications.selectors import asked_of, chart_of
from o2r.calls.applications.services.guarding import touched
from o2r.calls.applications.services.moving import locked
from o2r.calls.applications.services.pieces import Place, drop_piece, keep_piece
from o2r.calls.models import RequiredPiece

COMPLETE = "compléter cette candidature"


@dataclass(frozen=True)
class LeadGiven:
    """What is said of the chef de file. ``joins``: it becomes its organisation on the platform."""

    siret: str = ""
    joins: bool = False


@transaction.atomic
def complete_imported(
    *,
    by: Actor,
    application: Application,
    values: Mapping[str, Any],
    asked: Sequence[Decimal],
    seen: Mapping[str, str],
    lead: LeadGiven | None = None,
) -> Application:
    """Write what the export of another site did not say: facts, aid asked each year, cost, lead.

    ``values``: fields of the model; ``asked``: in euros, the whole of it for the chef de file, who
    alone is known; ``seen``: by field, in words, what the page showed. Raises NotAllowed for an
    application that was written here, is contracted, or that others alone may open;
    ChangedMeanwhile; DomainError for a value that the model refuses.
    """
    held = _completable(by, application)
    now = _words(held, asked_of(held))
    for name, value in values.items():
        setattr(held, name, value)
    wanted = _words(held, asked)
    theirs = {
        name: now[name]
        for name in wanted
        if name in seen and now[name] != seen[name] and now[name] != wanted[name]
    }
    if theirs:
        raise ChangedMeanwhile(theirs)
    try:
        held.full_clean(exclude=["call", "created_by"])
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
    held.save(update_fields=[*values, "updated_at"])
    bearer = held.members.select_for_update(no_key=True).get(is_lead=True)
    _ask(held, bearer, asked)
    if lead is not None and bearer.organisation_id is None:
        _name_lead(held, bearer, lead)
    touched(held)
    written(by, "update", held, "summary", "budget")
    return held


def join_taken_over(
    *,
    by: Actor,
    application: Application,
    upload: "UploadedFile[Any]",
    piece: RequiredPiece | None = None,
    member: Member | None = None,
) -> JoinedPiece:
    """Join a document of the original: the export of another site carries none.

    Raises NotAllowed as ``complete_imported``, DomainError for a file that is refused at once or
    already joined.
    """
    # Asked before anything is received, then again of the locked row.
    _refuse_others(by, application)
    return keep_piece(
        by=by,
        upload=upload,
        place=Place(application, piece, member),
        held=lambda: _completable(by, application),
    )


@transaction.atomic
def remove_taken_over(*, by: Actor, joined: JoinedPiece) -> Application:
    """Take away a document joined by mistake, and erase it. Raises NotAllowed."""
    return drop_piece(by=by, held=_completable(by, joined.application), joined=joined)


def _completable(by: Actor, application: Application) -> Application:
    held = locked(application)
    _refuse_others(by, held)
    return held


def _refuse_others(by: Actor, application: Application) -> None:
    require(by, "settle", application, act=COMPLETE)
    if not Application.objects.filter(pk=application.pk).completable_by(by).exists():
        raise NotAllowed(COMPLETE)


def _words(application: Application, asked: Sequence[Decimal]) -> dict[str, str]:
    return facts_in_words(application) | money_in_words(asked, application.stated_cost)


def _ask(application: Application, bearer: Member, asked: Sequence[Decimal]) -> None:
    """Put the aid asked on the line of the chart where the committee reads it."""
    account = chart_of(application.call).requested
    application.budget.filter(account=account).delete()
    BudgetLine.objects.bulk_create(
        BudgetLine(
            application=application, member=bearer, year=year, account=account, amount=amount
        )
        for year, amount in enumerate(asked, start=1)
        if amount
    )


def _name_lead(application: Application, bearer: Member, given: LeadGiven) -> None:
    """Keep the SIRET of the chef de file and, when it is asked, make it one of the platform."""
    bearer.siret = given.siret
    if given.joins:
        bearer.organisation = _organisation(application, bearer)
    try:
        bearer.full_clean(exclude=["application"])
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
    bearer.save(update_fields=["siret", "organisation"])


def _organisation(application: Application, bearer: Member) -> Organisation:
    """The organisation of this SIRET, else of this name; one that is unknown is added.

    Raises DomainError for one that is not open: anyone may declare any SIRET, and who declares it
    would read this application.
    """
    is_example = application.call.is_example
    known = Organisation.objects.known_as(bearer.name, bearer.siret, is_example=is_example).first()
    if known is None:
        return Organisation.objects.create(
            name=bearer.name[:150],
            legal_name=bearer.name,
            kind=OrganisationKind.UNKNOWN,
            siret=bearer.siret,
            is_example=is_example,
        )
    if known.state != OrganisationState.OPEN:
        raise DomainError(
            f"« {known.name} » est {known.get_state_display()} : elle ne peut pas encore porter la "
            "candidature. Faites-la ouvrir, puis rattachez le chef de file."
        )
    return known
