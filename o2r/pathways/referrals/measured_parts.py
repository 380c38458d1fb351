"""The directory around, and referrals prepared, sent and failed, for ``o2r bench casework``.

The directory is visited here: the apps below know neither people nor their pages. Every share below
is an assumption of this benchmark, not a finding.
"""

from typing import Any
from uuid import UUID, uuid4

from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.core.crypto import measured_keys
from o2r.core.crypto.fields import write_sealed
from o2r.network.directory.enums import ReportKind
from o2r.network.directory.models import (
    Service,
    ServiceNote,
    ServiceReport,
    Structure,
    UnmetNeed,
)
from o2r.network.directory.services.editions import next_edition
from o2r.outreach.measured_registry import Objects, Part, measured_part
from o2r.outreach.measured_volume import Operator, Territory
from o2r.pathways.referrals.enums import Channel, EndReason, ReferralState
from o2r.pathways.referrals.models import Referral, ReferralMove, ReferralWords
from o2r.people.enums import SharedField
from o2r.people.measured_files import COMMUNES
from o2r.people.models import Person

SERVICES, NOTES, NEEDS, SENT = 300, 8, 40, 60
THEME = "mobilite--preparer-un-permis"


def fill(land: Territory) -> None:
    """Services around, what the teams say of them, what nobody answers."""
    edition = next_edition()
    owner = land.operators[0].organisation
    structures = [
        Structure(name=f"Structure {rank}", source="mesure", organisation=land.partner)
        for rank in range(SERVICES // 5)
    ]
    Structure.objects.bulk_create(structures)
    Service.objects.bulk_create(
        Service(
            structure=structures[rank // 5],
            owner=owner,
            source="mesure",
            name=f"Permis pas à pas {rank}",
            description="Apprendre à conduire, à son rythme.",
            themes=[THEME],
            publics=["jeunes"] if rank % 2 else [],
            commune=COMMUNES[rank % len(COMMUNES)],
            latitude=45.7 + rank / 5_000,
            longitude=4.88,
            edition=edition,
        )
        for rank in range(SERVICES)
    )
    for operator in land.operators:
        UnmetNeed.objects.bulk_create(
            UnmetNeed(
                organisation=operator.organisation,
                commune=COMMUNES[rank % len(COMMUNES)],
                region="84",
                theme="mobilite",
                reason="distance",
            )
            for rank in range(NEEDS)
        )


def objects(operator: Operator, partner: Organisation, known: Objects) -> Objects:
    """Services with notes and a report; for each file a referral that is prepared, one that was
    sent to the partner, one that failed."""
    people = Person.objects.in_bulk(known["person"])
    files = [people[key] for key in known["person"]]
    services = list(Service.objects.select_related("structure").order_by("pk")[: len(files)])
    for service in services:
        _spoken_of(service, operator)
    drafts, sent = [], []
    for person, service in zip(files, services, strict=True):
        drafts.append(_referral(person, service, operator, partner, ReferralState.DRAFT))
        sent.append(_referral(person, service, operator, partner, ReferralState.SEEN))
        _referral(person, service, operator, partner, ReferralState.REFUSED)
    others = (one for one in operator.files if one.pk not in people)
    for person in list(others)[:SENT]:
        _referral(person, services[0], operator, partner, ReferralState.SENT)
    return {
        "service": [one.pk for one in services],
        "referral": sent,
        "referrals:rework:referral": drafts,
    }


def _spoken_of(service: Service, operator: Operator) -> None:
    here = operator.organisation
    ServiceNote.objects.bulk_create(
        ServiceNote(
            service=service, organisation=here, text="Appeler le mardi.", by=operator.workers[0]
        )
        for _ in range(NOTES)
    )
    ServiceReport.objects.create(service=service, organisation=here, kind=ReportKind.WRONG)


def _referral(
    person: Person,
    service: Service,
    operator: Operator,
    partner: Organisation,
    state: ReferralState,
) -> UUID:
    """The key of a referral to the account of the partner, with its words and its moves."""
    here = operator.organisation
    (key,) = measured_keys.fill(1, here.pk)
    measured_keys.give([key], from_=here.pk, to=partner.pk)
    is_sent = state != ReferralState.DRAFT
    days: dict[str, Any] = {"sent_at": clock.now(), "counted_from": clock.today()}
    Referral.objects.create(
        id=key,
        person=person,
        organisation=here,
        service=service,
        service_name=service.name,
        structure_name=service.structure.name,
        recipient=partner,
        channel=Channel.ACCOUNT,
        agreement=person.agreements.filter(recipient=partner).order_by("pk").first(),
        fields=[SharedField.FIRST_NAME],
        state=state,
        reason=EndReason.CAPACITY if state == ReferralState.REFUSED else "",
        created_by=operator.workers[0],
        form_digest=uuid4().hex,
        **(days if is_sent else {}),
    )
    words = ReferralWords(subject=key, referral_id=key)
    write_sealed(words, organisation=here.pk, words="Elle attend votre appel.")
    words.save(force_insert=True)
    if is_sent:
        ReferralMove.objects.create(
            referral_id=key, left=ReferralState.DRAFT, reached=ReferralState.SENT
        )
    return key


measured_part(Part(("directory", "referrals"), fill, objects, (Service, Referral)))
