"""Links given to partners: each sends signals, and reads nothing."""

from datetime import date, timedelta

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation
from o2r.accounts.services.links import digest_of
from o2r.core import clock
from o2r.core.typed_text import tidy
from o2r.outreach.models import SignalLink
from o2r.outreach.services.checking import saved

MAKE = "donner un lien de signalement"
LONGEST = timedelta(days=366)
"""How long a link may serve (provisoire): a school year, then it is given again."""


@transaction.atomic
def make_link(*, by: Actor, partner: str, until: date, code: str) -> SignalLink:
    """Make the link of a partner; the same ``code`` sent twice makes it once.

    ``code``: the secret that its page shows, kept nowhere. ``until``: the last day. Raises
    NotAllowed; DomainError at the field to correct.
    """
    if by.organisation is None:
        raise NotAllowed(MAKE)
    row = SignalLink(
        organisation=Organisation.objects.get(pk=by.organisation),
        partner_name=tidy(partner, lines=False),
        digest=digest_of(code),
        until=until,
    )
    require(by, "create", row, act=MAKE)
    known = SignalLink.objects.filter(digest=row.digest, organisation=by.organisation)
    if (held := known.order_by("pk").first()) is not None:
        return held
    today = clock.today()
    if not today <= until <= today + LONGEST:
        raise DomainError(
            "Ce jour n’est pas possible : un lien sert d’aujourd’hui à un an au plus.",
            field="until",
        )
    saved(row)
    return row


@transaction.atomic
def end_link(*, by: Actor, link: SignalLink) -> SignalLink:
    """Close a link: it sends nothing any more. What it sent stays. NotAllowed."""
    held = SignalLink.objects.select_for_update(no_key=True).get(pk=link.pk)
    require(by, "update", held, act="fermer ce lien")
    if held.ended_at is None:
        held.ended_at = clock.now()
        held.save(update_fields=["ended_at"])
    return held
