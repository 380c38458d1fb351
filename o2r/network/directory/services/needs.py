"""Writing down what nobody around answers."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError
from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.network.directory.codes import CATEGORIES, category_of, listed, reasons
from o2r.network.directory.enums import NeedSource
from o2r.network.directory.models import Service, UnmetNeed
from o2r.network.directory.zoning import region_of
from o2r.territory.geography import current_geography

NOTE = "noter un besoin non couvert"
MOST_ATTEMPTS = 20


@transaction.atomic
def record_unmet_need(
    *,
    by: Actor,
    organisation: UUID,
    commune: str,
    theme: str,
    reason: str,
    attempts: Sequence[UUID] = (),
    source: NeedSource = NeedSource.SEARCH,
    entry: UUID | None = None,
) -> UnmetNeed:
    """Write an unmet need in the register of an organisation: no person, no author.

    ``commune``: INSEE code; ``theme``: a thématique or a category, kept as its category;
    ``attempts``: services tried; ``entry``: the key of the form, sent twice it is noted once.
    Raises NotAllowed, and DomainError at the field to correct.
    """
    geo = current_geography()
    place = geo.commune(commune)
    if place is None:
        raise DomainError(
            "Cette commune n’est pas dans le code officiel. Choisissez-la dans la liste.",
            field="commune",
        )
    category = category_of(theme)
    if category not in listed(CATEGORIES):
        raise DomainError("Choisissez le besoin dans la liste.", field="theme")
    if reason not in reasons():
        raise DomainError("Choisissez la raison dans la liste.", field="reason")
    owner = Organisation.objects.filter(pk=organisation).order_by("pk").first()
    row = UnmetNeed(
        organisation=owner or Organisation(pk=organisation),
        commune=place.code,
        region=region_of(place, geo),
        theme=category,
        reason=reason,
        attempts=_known(attempts),
        source=source,
        noted_on=clock.today(),
    )
    require(by, "create", row, act=NOTE)
    if entry is not None:
        row.pk = entry
        noted = UnmetNeed.objects.filter(pk=entry, organisation=organisation).first()
        if noted is not None:
            return noted
    row.save(force_insert=True)
    written(by, "create", row)
    return row


def _known(attempts: Sequence[UUID]) -> list[str]:
    """The services tried, in their order, each once: those of the directory alone."""
    asked = list(dict.fromkeys(attempts))[:MOST_ATTEMPTS]
    known = set(Service.objects.filter(pk__in=asked).order_by("pk").values_list("pk", flat=True))
    return [str(one) for one in asked if one in known]
