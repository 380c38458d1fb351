"""Makes published projects, straight in the tables."""

from o2r.accounts.models import Organisation
from o2r.projects.models import FundedProject, ProjectFacet


def project(
    slug: str,
    zone: str,
    *,
    publics: tuple[str, ...] = ("tous-publics",),
    stages: tuple[str, ...] = (),
    channels: tuple[str, ...] = (),
    is_example: bool = False,
    **fields: object,
) -> FundedProject:
    """A published project whose bearer is named after it."""
    bearer = Organisation.objects.create(
        name=f"Porteur de {slug}", kind="association", is_example=is_example
    )
    row = FundedProject.objects.create(
        slug=slug,
        title=f"Projet {slug}",
        bearer=bearer,
        zone_expression=zone,
        zone_vintage=2026,
        is_example=is_example,
        **{"state": "published", "description": "Une équipe va vers les personnes.", **fields},
    )
    lists = {"public": publics, "stage": stages, "channel": channels}
    for kind, codes in lists.items():
        for code in codes:
            ProjectFacet.objects.create(project=row, kind=kind, code=code)
    return row
