"""Correcting the public page of a project: what it does, where, for whom, how to reach it."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.core.journal.services import record
from o2r.projects.enums import FacetKind
from o2r.projects.errors import SheetChanged
from o2r.projects.models import FundedProject, ProjectFacet
from o2r.territory import zones
from o2r.territory.geography import GeographyError, current_geography


@dataclass(frozen=True)
class Sheet:
    """What the page of a project says, as someone wants it.

    ``zone_expression``: in the geography of today; the recipe of the project, or its communes of
    today, leave the zone as it is. ``publics``, ``attention``, ``stages``, ``channels``: codes, in
    the order of their lists.
    """

    title: str
    description: str
    zone_expression: str
    publics: tuple[str, ...]
    attention: tuple[str, ...]
    stages: tuple[str, ...]
    channels: tuple[str, ...]
    uncertain_note: str
    phone: str
    email: str
    form_url: str
    contact_is_relay_only: bool
    opening_hours: str
    relay_mailbox: str
    starts_on: date | None
    ends_on: date | None


LISTS = {
    "publics": FacetKind.PUBLIC,
    "attention": FacetKind.ATTENTION,
    "stages": FacetKind.STAGE,
    "channels": FacetKind.CHANNEL,
}


def sheet_of(project: FundedProject) -> Sheet:
    """What the page says today. Reads ``facets``."""
    return Sheet(
        title=project.title,
        description=project.description,
        zone_expression=zone_today(project),
        publics=tuple(one.value for one in project.publics),
        attention=tuple(one.value for one in project.attention_points),
        stages=tuple(one.value for one in project.stages),
        channels=tuple(one.value for one in project.channels),
        uncertain_note=project.uncertain_note,
        phone=project.phone,
        email=project.email,
        form_url=project.form_url,
        contact_is_relay_only=project.contact_is_relay_only,
        opening_hours=project.opening_hours,
        relay_mailbox=project.relay_mailbox,
        starts_on=project.starts_on,
        ends_on=project.ends_on,
    )


def zone_today(project: FundedProject) -> str:
    """The zone in the geography of today: its recipe, or its communes when the recipe is older."""
    if project.zone_vintage == current_geography().year:
        return project.zone_expression
    return project.footprint.today.expression


@transaction.atomic
def correct_project(
    *, by: Actor, project: FundedProject, sheet: Sheet, revision: int, confirmed: bool = False
) -> FundedProject:
    """Correct the page of a project, for who carries it; ``confirmed``: and say it is right today.

    ``revision``: of the page, as it was read. Raises NotAllowed, SheetChanged, DomainError.
    """
    require(by, "update", project, act="corriger cette fiche")
    return _correct(by, project, sheet, revision, confirmed=confirmed)


@transaction.atomic
def follow_correction(
    *, by: Actor, project: FundedProject, sheet: Sheet, revision: int
) -> FundedProject:
    """Correct the page of a project for who keeps its convention: it confirms nothing.

    For the app that keeps conventions, which has decided whether ``by`` may do that act: nothing is
    decided here. Raises SheetChanged, DomainError.
    """
    return _correct(by, project, sheet, revision, confirmed=False)


def _correct(
    by: Actor, project: FundedProject, sheet: Sheet, revision: int, *, confirmed: bool
) -> FundedProject:
    rows = FundedProject.objects.select_for_update(no_key=True)
    locked = rows.prefetch_related("facets").get(pk=project.pk)
    if locked.revision != revision:
        raise SheetChanged
    before = sheet_of(locked)
    changed = [
        one.name for one in fields(Sheet) if getattr(sheet, one.name) != getattr(before, one.name)
    ]
    _write(locked, sheet, changed)
    locked.revision += 1
    if confirmed:
        locked.confirmed_on = clock.today()
    _save(locked)
    _replace_lists(locked, sheet, changed)
    said = [*changed, *(["confirmed_on"] if confirmed else [])]
    record(
        by=by.author,
        action="update",
        kind=locked.access_kind,
        object_id=locked.pk,
        organisation=locked.chain,
        fields=said,
    )
    return locked


def _write(project: FundedProject, sheet: Sheet, changed: Iterable[str]) -> None:
    for name in changed:
        if name not in LISTS:
            setattr(project, name, getattr(sheet, name))
    if "zone_expression" in changed:
        project.zone_vintage = current_geography().year
        try:
            project.zone_expression = project.footprint.zone.expression
        except (zones.ZoneError, GeographyError) as error:
            raise DomainError(f"Le territoire ne se lit pas. {error}") from error


def _save(project: FundedProject) -> None:
    try:
        project.full_clean()
    except ValidationError as error:
        raise DomainError(" ".join(dict.fromkeys(error.messages))) from error
    project.save()


def _replace_lists(project: FundedProject, sheet: Sheet, changed: Iterable[str]) -> None:
    for name in changed:
        if name in LISTS:
            kind = LISTS[name]
            ProjectFacet.objects.filter(project=project, kind=kind).delete()
            ProjectFacet.objects.bulk_create(
                ProjectFacet(project=project, kind=kind, code=code)
                for code in getattr(sheet, name)
                if code in kind.codes.values
            )
