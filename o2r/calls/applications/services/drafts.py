"""Starting an application, and what it says apart from its texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require_kind, written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation
from o2r.accounts.services.locking import locked
from o2r.calls.applications.deadlines import edge_in_words
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.errors import ApplicationClosed
from o2r.calls.applications.facts import facts_in_words
from o2r.calls.applications.models import Application, Member
from o2r.calls.applications.services.guarding import editable, touched
from o2r.calls.applications.services.journaling import keep, set_values
from o2r.calls.enums import CallState
from o2r.calls.models import Call
from o2r.core import clock

START = "répondre à cet appel"


@dataclass(frozen=True)
class Started:
    """``is_new`` is false when the organisation already had a draft for this call."""

    application: Application
    is_new: bool


@transaction.atomic
def start_application(*, by: Actor, call: Call) -> Started:
    """Open the draft of the organisation one acts for, as chef de file; a second one is the first.

    Raises NotAllowed, ApplicationClosed when the call receives nothing now.
    """
    require_kind(by, "create", "application", act=START)
    if by.organisation is None:
        raise NotAllowed(START)
    place = locked(Organisation(pk=by.organisation))
    _refuse_unless_open(call)
    known = (
        Application.objects.filter(
            call=call,
            state=ApplicationState.DRAFT,
            members__organisation=place,
            members__is_lead=True,
        )
        .order_by("created_at", "pk")
        .first()
    )
    if known is not None:
        return Started(known, is_new=False)
    made = Application.objects.create(
        call=call,
        publics=list(call.publics) if len(call.publics) == 1 else [],
        created_by_id=by.user,
    )
    Member.objects.create(
        application=made,
        organisation=place,
        name=place.legal_name or place.name,
        siret=place.siret,
        is_lead=True,
    )
    written(by, "create", made, "summary", "contacts")
    return Started(made, is_new=True)


def _refuse_unless_open(call: Call) -> None:
    if call.receives(clock.now()):
        return
    if not call.receives_here:
        raise ApplicationClosed(
            "Les dossiers de cet appel ne se déposent pas sur cette plateforme : la page de "
            "l’appel dit où."
        )
    opens, closes = edge_in_words(call.opens), edge_in_words(call.closes)
    instant = call.opens.instant
    if call.state == CallState.PUBLISHED and instant is not None and clock.now() < instant:
        raise ApplicationClosed(f"Cet appel ouvre le {opens}. Revenez à ce moment-là.")
    raise ApplicationClosed(f"Cet appel est clos depuis le {closes} : aucun dossier ne s’ouvre.")


@transaction.atomic
def write_facts(
    *, by: Actor, application: Application, values: Mapping[str, Any], seen: Mapping[str, str]
) -> Application:
    """Change the title, territory, publics, stages, channels, places or declaration of a draft.

    ``values``: fields of the model; ``seen``: by field, in words, what the page showed when it was
    opened. What only someone else changed since stays. Raises NotAllowed, ApplicationClosed,
    ChangedMeanwhile when both changed a field, each to something else, DomainError for a value
    that the model refuses.
    """
    held = editable(by, application)
    outcome = set_values(held, values, seen, facts_in_words)
    if not outcome.columns:
        return held
    try:
        held.full_clean(exclude=["call", "created_by"])
    except ValidationError as error:
        raise DomainError.of(error) from error
    held.save(update_fields=[*outcome.columns, "updated_at"])
    touched(held)
    keep(by=by, application=held, changes=outcome.changes)
    written(by, "update", held, "summary")
    return held
