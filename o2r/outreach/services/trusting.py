"""A contact of trust because the person said so."""

from datetime import date

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.outreach.enums import TrustGround
from o2r.outreach.models import TrustDate
from o2r.outreach.services.people_met import hold
from o2r.people.models import Person


@transaction.atomic
def choose_trust(*, by: Actor, person: Person, since: date | None = None) -> TrustDate:
    """Write that the person chose it, today or on a day already past. A day already known stays.

    Raises NotAllowed, DomainError.
    """
    (held,) = hold(by, [person.pk])
    day, today = since or clock.today(), clock.today()
    if day > today:
        raise DomainError("Ce jour est à venir. Donnez le jour où elle l’a dit.", field="since")
    made, is_new = TrustDate.objects.get_or_create(
        person=held, defaults={"since": day, "ground": TrustGround.CHOICE}
    )
    if is_new:
        written(by, "update", held, "route")
    return made
