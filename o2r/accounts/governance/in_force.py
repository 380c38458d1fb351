"""The settings in force, kept by each process and read again as soon as one has changed.

One small query tells which change was the last: every process agrees at its next page.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError
from django.urls import reverse

from o2r.accounts.governance.catalogue import PERIOD
from o2r.accounts.governance.logo import picture
from o2r.accounts.governance.models import InstanceSetting
from o2r.core.documents.brand import use_logo
from o2r.core.instance import Instance, from_environment, use_settings
from o2r.core.retention.periods import Duration, Period, use_instance_periods

SECONDS_KEPT = 1.0


@dataclass(frozen=True)
class Known:
    """What a process read last. ``last``: identifier of the last change, which no other bears, even
    after a change that was undone."""

    last: UUID | None = None
    latest: dict[str, InstanceSetting] = field(default_factory=dict)
    periods: tuple[Period, ...] = ()

    def value(self, code: str) -> str:
        """What was set, or nothing."""
        row = self.latest.get(code)
        return row.value if row else ""


_known = Known()


def known() -> Known:
    """The changes of this instance. One query when nothing changed since the last time.

    A database that does not answer must not take the error page away with it: what is known is
    then given.
    """
    global _known
    try:
        last = InstanceSetting.objects.order_by("-number").values_list("id", flat=True).first()
        if last != _known.last:
            _known = _read()
    except DatabaseError:
        return _known
    return _known


def _read() -> Known:
    rows = list(InstanceSetting.objects.order_by("number"))
    last = rows[-1].id if rows else None
    return Known(last, {row.code: row for row in rows}, tuple(_periods(rows)))


def _periods(rows: list[InstanceSetting]) -> Iterator[Period]:
    """The periods set here. An empty value takes away those set before it for the same period."""
    cleared = {row.code: row.number for row in rows if not row.value}
    for row in rows:
        if row.code.startswith(PERIOD) and row.number > cleared.get(row.code, 0):
            yield Period(
                code=row.code.removeprefix(PERIOD),
                duration=Duration.parse(row.value),
                since=row.in_force_on,
                firm=not row.is_provisional,
                source=row.source,
            )


_given: tuple[float, Instance] | None = None


def instance() -> Instance:
    """The environment, with what was changed on the screens over it.

    Every page says some of it: where public answers are kept (``PUBLIC_DATA_KEPT_SECONDS``), each
    process asks for it once a second.
    """
    global _given
    now = time.monotonic()
    if settings.PUBLIC_DATA_KEPT_SECONDS and _given and now - _given[0] < SECONDS_KEPT:
        return _given[1]
    said = _instance()
    _given = now, said
    return said


def _instance() -> Instance:
    kept, default = known(), from_environment()
    hour, logo = kept.value("digest-hour"), kept.latest.get("logo")
    return replace(
        default,
        site_name=kept.value("site-name") or default.site_name,
        contact_email=kept.value("contact-email") or default.contact_email,
        publisher=kept.value("publisher") or default.publisher,
        publication_director=kept.value("publication-director") or default.publication_director,
        hosting_provider=kept.value("hosting-provider") or default.hosting_provider,
        legal_text=kept.value("legal-text"),
        card_title=kept.value("card-title"),
        digest_hour=int(hour) if hour else default.digest_hour,
        # The number changes with the picture, which browsers may then keep for a year.
        logo=f"{reverse('logo')}?v={logo.number}" if logo and logo.value else "",
    )


def logo() -> bytes:
    """The picture in force, for the documents; empty for none, or when its file is gone."""
    kept = known().latest.get("logo")
    try:
        return picture(kept.value)[0] if kept and kept.value else b""
    except FileNotFoundError:
        return b""


use_settings(instance)
use_logo(logo)
use_instance_periods(lambda: known().periods)
