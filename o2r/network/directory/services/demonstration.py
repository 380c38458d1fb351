"""The invented directory of a demonstration, and a register of needs beside it."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from o2r.accounts.actors import CONSOLE
from o2r.accounts.enums import MembershipRole, OrganisationKind
from o2r.accounts.errors import DemonstrationOnly
from o2r.accounts.models import Membership, Organisation
from o2r.core import clock
from o2r.network.directory.examples import NEEDS, SOURCE, export
from o2r.network.directory.models import Service, Structure, UnmetNeed
from o2r.network.directory.services.importing import DirectoryFile, import_directory
from o2r.network.directory.zoning import region_of
from o2r.territory.geography import current_geography


@transaction.atomic
def create_demo_directory() -> int:
    """Load the invented directory once; how many services it holds. Raises DemonstrationOnly."""
    if not settings.DEMONSTRATION:
        raise DemonstrationOnly
    known = Service.objects.filter(source=SOURCE)
    if known.exists():
        return known.count()
    whole = export(clock.today())
    file = DirectoryFile(
        "démonstration",
        b"",
        list(enumerate(whole["structures"], start=1)),
        list(enumerate(whole["services"], start=1)),
    )
    made = import_directory(by=CONSOLE, file=file)
    _reachable()
    _needs()
    return made.services


def _reachable() -> None:
    """A structure has an account on the platform, another a checked mailbox."""
    partner = Organisation.objects.filter(
        is_example=True, kind=OrganisationKind.MISSION_LOCALE
    ).order_by("name", "pk")
    ours = Structure.objects.filter(source=SOURCE)
    ours.filter(external_id=f"{SOURCE}--mission-locale").update(organisation=partner.first())
    ours.filter(external_id=f"{SOURCE}--garage").update(contact_mail="orientation@garage.example")


def _needs() -> None:
    """The register of the operator of the demonstration, spread over a year."""
    workers = Membership.objects.filter(
        role=MembershipRole.CASEWORKER, organisation__is_example=True
    )
    worker = workers.select_related("organisation").order_by("organisation__name", "pk").first()
    if worker is None:
        return
    geo, today = current_geography(), clock.today()
    rows = []
    for code, theme, reason, times in NEEDS:
        commune = geo.commune(code)
        region = region_of(commune, geo) if commune else ""
        rows += [
            UnmetNeed(
                organisation=worker.organisation,
                commune=code,
                region=region,
                theme=theme,
                reason=reason,
                noted_on=today - timedelta(days=31 * rank),
            )
            for rank in range(times)
        ]
    UnmetNeed.objects.bulk_create(rows)
