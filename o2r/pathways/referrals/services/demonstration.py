"""The invented referrals of a demonstration: in an account, by mail, refused then tried again."""

from collections.abc import Collection
from datetime import timedelta
from typing import TypedDict

from django.conf import settings
from django.db import transaction

from o2r.accounts.acting import actor_for
from o2r.accounts.errors import DemonstrationOnly
from o2r.accounts.models import Organisation
from o2r.accounts.services.links import new_secret
from o2r.core import clock
from o2r.core.crypto.fields import read_sealed
from o2r.network.directory.models import Service, Structure
from o2r.pathways.referrals.enums import Answer, EndReason
from o2r.pathways.referrals.models import Referral
from o2r.pathways.referrals.services.answering import Said, answer_for_structure
from o2r.pathways.referrals.services.preparing import Draft, prepare
from o2r.pathways.referrals.services.sending import send
from o2r.people import examples
from o2r.people.enums import AgreementProof, SharedField
from o2r.people.models import Person

REACH = (SharedField.FIRST_NAME, SharedField.PHONE)


class Example(TypedDict, total=False):
    """One referral: of whom, to what, how many days ago, what travels, what was answered."""

    who: str
    to: str
    ago: int
    fields: Collection[SharedField]
    words: str
    answer: Said


REFERRALS: tuple[Example, ...] = (
    {
        "who": "Bilou",
        "to": "mission-locale",
        "ago": 4,
        "fields": REACH,
        "words": "Il préfère qu’on l’appelle le matin. Il cherche un stage, pas loin de la gare.",
    },
    {
        "who": "Bilou",
        "to": "ccas",
        "ago": 20,
        "answer": Said(Answer.REFUSED, reason=EndReason.CAPACITY),
    },
    {"who": "Zaza", "to": "garage", "ago": 8, "words": "Un vélo suffirait pour commencer."},
    {"who": "Samira", "to": "centre-social", "ago": 6, "answer": Said(Answer.CONTACTED)},
    {"who": "Lucien", "to": "mission-locale", "ago": 2},
)


@transaction.atomic
def create_demo_referrals() -> int:
    """Send the invented referrals, once; how many. Raises DemonstrationOnly."""
    if not settings.DEMONSTRATION:
        raise DemonstrationOnly
    if Referral.objects.exists():
        return 0
    partner = Organisation.objects.filter(name=examples.PARTNER).order_by("pk").first()
    ours = Structure.objects.filter(external_id="exemple--mission-locale")
    ours.update(organisation=partner)
    people = _people()
    return sum(_sent(people[one["who"]], one) for one in REFERRALS if one["who"] in people)


def _people() -> dict[str, Person]:
    """The files of the demonstration that may be referred, by what people are called."""
    rows = Person.objects.filter(is_example=True, is_protected=False).followed()
    known = rows.exclude(referent=None).select_related("identity", "organisation")
    return {
        read_sealed(one.identity, "known_as", organisation=one.organisation_id)["known_as"]: one
        for one in known.order_by("opened_on", "pk")
    }


def _sent(person: Person, one: Example) -> bool:
    key = f"exemple--{one['to']}"
    rows = Service.objects.open().with_structure().filter(structure__external_id=key)
    service = rows.order_by("name", "pk").first()
    emails = (examples.INES, examples.HUGO)
    worker = person.referent
    if service is None or worker is None or worker.email not in emails:
        return False
    fields = one.get("fields", ())
    draft = Draft(
        service=service,
        theme=next(iter(service.themes), ""),
        words=one.get("words", ""),
        fields=fields,
        proof=AgreementProof.VOICE if fields else None,
    )
    by = actor_for(worker)
    with clock.stopped_at(clock.now() - timedelta(days=one["ago"])):
        made = prepare(by=by, person=person, draft=draft, code=new_secret()[0])
        send(by=by, referral=made)
    if said := one.get("answer"):
        answer_for_structure(by=by, referral=made, said=said)
    return True
