"""Lines that are places: a place of the operator is known by its name in its commune."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError

from o2r.accounts.errors import DomainError
from o2r.outreach.exchange.rows import PlaceRow
from o2r.outreach.models import Place
from o2r.outreach.services.checking import put
from o2r.outreach.services.imports.desk import Desk, team_of
from o2r.outreach.services.imports.plans import KnownLine, Planned, Sorting
from o2r.outreach.services.places import PlaceDetails
from o2r.people.places import short_place_name
from o2r.territory.folding import fold

_COLUMNS = {"safety_note": "note"}


def sort_places(sorting: Sorting, desk: Desk, rows: Sequence[tuple[PlaceRow, str]]) -> None:
    """Keep the rows that are no place yet; one already there stays as it is."""
    active = Place.objects.of_organisation(desk.organisation.pk).active().order_by("pk")
    there = {(commune, fold(name)) for commune, name in active.values_list("commune", "name")}
    spelled = {fold(sector): sector for sector in active.values_list("sector", flat=True) if sector}
    first: dict[tuple[str, str], int] = {}
    for row, known_by in rows:
        key = (row.commune, fold(row.name))
        if key in there:
            sorting.known.append(KnownLine(row.line, row.name))
        elif first.setdefault(key, row.line) != row.line:
            sorting.refuse(
                row.line,
                "name",
                f"se nomme comme la ligne {first[key]}, dans la même commune : gardez une seule "
                "ligne, ou précisez le nom",
            )
        else:
            sector = spelled.setdefault(fold(row.sector), row.sector)
            _keep(sorting, desk, row, known_by, sector)


def _keep(sorting: Sorting, desk: Desk, row: PlaceRow, known_by: str, sector: str) -> None:
    place = Place(organisation=desk.organisation)
    put(
        place,
        PlaceDetails(
            name=row.name,
            kind=row.kind,
            commune=row.commune,
            sector=sector,
            safety_note=row.note,
            team=team_of(sorting, desk, row.line, row.team),
            latitude=row.latitude,
            longitude=row.longitude,
        ),
    )
    try:
        # The keys to other tables are rows that were just read.
        place.clean_fields(exclude={"organisation", "team"})
    except ValidationError as error:
        refused = DomainError.of(error)
        field = refused.field or "name"
        sorting.refuse(row.line, _COLUMNS.get(field, field), str(refused))
        return
    says = f"{row.kind.label}, {short_place_name(row.commune)}"
    sorting.places.append(Planned(row.line, row.name, says, known_by, place))
