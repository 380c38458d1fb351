"""Calls known from public pages: recorded as they are, with nothing added."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require_kind
from o2r.accounts.enums import OrganisationKind
from o2r.accounts.models import Organisation
from o2r.calls.enums import CallState, ChangeKind
from o2r.calls.models import Call
from o2r.calls.services.announcing import check_call, keep_version, settle_zone


@transaction.atomic
def record_known_call(
    *, by: Actor, slug: str, service: str, region: str, fields: Mapping[str, Any]
) -> Call | None:
    """Record a call that a State service announced elsewhere; None when it is already recorded.

    Applications are received where its source says; a duration of conventions that it does not
    publish stays unknown. Its first version is what the first amendment compares with. What the
    instance has changed since is never undone. Raises NotAllowed, ZoneError, DomainError.
    """
    require_kind(by, "publish", "call", act="enregistrer un appel connu")
    known = Call.objects.select_for_update(no_key=True).filter(slug=slug).first()
    if known is not None:
        _complete(by, known, fields)
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
        **{"convention_years": None, **fields},
    )
    if call.zone_expression:
        settle_zone(call)
    check_call(call)
    call.save()
    keep_version(by, call, ChangeKind.RECORDED, "")
    return call


def _complete(by: Actor, call: Call, fields: Mapping[str, Any]) -> None:
    """Give a call that an older edition of the platform recorded what it did not write.

    Only while nobody has touched it: whatever was published here already has a version.
    """
    if call.state == CallState.DRAFT or call.receives_here or call.versions.exists():
        return
    call.convention_years = fields.get("convention_years")
    call.save(update_fields=["convention_years", "updated_at"])
    keep_version(by, call, ChangeKind.RECORDED, "")
