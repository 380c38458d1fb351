"""The journal as rows of a spreadsheet."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.utils import timezone

from o2r.core.journal.models import JournalEntry
from o2r.core.journal.sentences import told

HEADERS = (
    "Date et heure",
    "Ce qui s’est passé",
    "Champs",
    "Décision",
    "Motif",
    "À quel titre",
    "Numéro",
)
AT_A_TIME = 500
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def rows(entries: Iterable[JournalEntry]) -> Iterator[tuple[str, ...]]:
    """Headers, then one row per entry; no cell can be read as a formula."""
    yield HEADERS
    waiting = iter(entries)
    while batch := list(islice(waiting, AT_A_TIME)):
        for one in told(batch):
            cells = (
                f"{timezone.localtime(one.at):%Y-%m-%d %H:%M:%S%z}",
                one.sentence,
                ", ".join(one.fields),
                "refusé" if one.refused else "autorisé",
                one.reason,
                ", ".join(one.basis),
                str(one.number),
            )
            yield tuple(_neutral(cell) for cell in cells)


def _neutral(cell: str) -> str:
    """An apostrophe before what a spreadsheet would compute (OWASP, CSV injection)."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_STARTS_A_FORMULA) else cell
