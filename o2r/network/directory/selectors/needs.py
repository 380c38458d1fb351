"""The register of unmet needs, counted: by commune, theme and reason."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole
from o2r.accounts.governed import GovernedQuerySet
from o2r.network.directory import codes
from o2r.network.directory.models import UnmetNeed
from o2r.network.directory.rules import number
from o2r.territory.geography import current_geography


@dataclass(frozen=True)
class NeedCount:
    """How often nobody answered a need. ``times``: None when it is too small to be shown."""

    commune: str
    theme: str
    reason: str
    times: int | None
    fewer_than: int

    @property
    def shown(self) -> str:
        """« 7 », or « moins de 5 »."""
        return f"moins de {self.fewer_than}" if self.times is None else str(self.times)

    @property
    def commune_name(self) -> str:
        commune = current_geography().commune(self.commune)
        return commune.name if commune else self.commune

    @property
    def theme_label(self) -> str:
        return codes.theme_label(self.theme)

    @property
    def reason_label(self) -> str:
        found = codes.reasons().get(self.reason)
        return found.label if found else self.reason


def reads_whole(actor: Actor) -> bool:
    """Whether somebody reads exact counts: of the needs that their own organisation noted."""
    return not actor.roles & {MembershipRole.STATE_OFFICER, MembershipRole.NATIONAL_OFFICER}


def counted_needs(
    needs: GovernedQuerySet[UnmetNeed],
    *,
    whole: bool,
    theme: str = "",
    reason: str = "",
    since: date | None = None,
) -> list[NeedCount]:
    """Needs already ``visible``, counted by commune, theme and reason, the most frequent first.

    Without ``whole``, what is under the small count of the instance is not told, and those come
    last by name, not by size. One query.
    """
    rows = needs
    if theme:
        rows = rows.filter(theme=theme)
    if reason:
        rows = rows.filter(reason=reason)
    if since is not None:
        rows = rows.filter(noted_on__gte=since)
    by = ("commune", "theme", "reason")
    cells = rows.order_by(*by).values(*by).annotate(times=Count("pk"))
    return masked(
        {(one["commune"], one["theme"], one["reason"]): one["times"] for one in cells}, whole=whole
    )


def masked(cells: dict[tuple[str, str, str], int], *, whole: bool) -> list[NeedCount]:
    """The counts of cells, the small ones hidden unless ``whole``."""
    least = number("small-count")
    rows = [
        NeedCount(*cell, times if whole or times >= least else None, least)
        for cell, times in cells.items()
    ]
    return sorted(
        rows,
        key=lambda one: (-(one.times or 0), one.commune_name, one.theme_label, one.reason_label),
    )


def totals_by_theme(rows: Iterable[NeedCount]) -> list[tuple[str, int]]:
    """The counts that are shown, by theme, the most frequent first: hidden cells are not in it."""
    totals: Counter[str] = Counter()
    for one in rows:
        totals[one.theme_label] += one.times or 0
    return [(label, times) for label, times in totals.most_common() if times]
