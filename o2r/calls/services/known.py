"""Calls known from public pages: recorded as they are, with nothing added."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require_kind
from o2r.accounts.enums import OrganisationKind
from o2r.accounts.models import Organisation
from o2r.calls.enums import CallState
from o2r.calls.models import Call
from o2r.calls.services.announcing import check_call, settle_zone


@transaction.atomic
def record_known_call(
    *, by: Actor, slug: str, service: str, region: str, fields: Mapping[str, Any]
) -> Call | None:
    """Record a call that a State service announced elsewhere; None when it is already recorded.

    Applications are received where its source says. What the instance has changed since is never
    undone. Raises NotAllowed, ZoneError, DomainError.
    """
    require_kind(by, "publish", "call", act="enregistrer un appel connu")
    if Call.objects.filter(slug=slug).exists():
        return None
    dreets = Organisation.objects.known_as(service, "", is_example=False).first()
    if dreets is None:
        dreets = Organisation.objects.create(
            name=service, kind=OrganisationKind.DREETS, region=region
        )
    call = Call(
        slug=slug,
        dreets=dreets,
        region=region,
        receives_here=False,
        state=CallState.PUBLISHED,
        **fields,
    )
    if call.zone_expression:
        settle_zone(call)
    check_call(call)
    call.save()
    return call
