"""The one commune that a form means: a code chosen in a list, or a text as people type it."""

from dataclasses import dataclass, field

from o2r.territory.folding import fold
from o2r.territory.geography import Commune, current_geography
from o2r.territory.search import CommuneMatch, MatchKind, search_communes


@dataclass(frozen=True)
class CommuneReading:
    """What was understood. ``choices``: the communes that an ambiguous text may mean; ``error``:
    what to do when it means none; in both cases there is no ``commune``."""

    commune: Commune | None = None
    choices: list[CommuneMatch] = field(default_factory=list)
    error: str = ""


def read_commune(code: str, text: str) -> CommuneReading:
    """Read an INSEE code, empty when nothing was chosen in the list, and the text beside it."""
    commune = current_geography().commune(code)
    if not text:
        return CommuneReading(commune)
    matches = search_communes(text, limit=6)
    if commune is not None and any(match.commune is commune for match in matches):
        return CommuneReading(commune)
    # Without JavaScript, the code of the previous search stays behind a text that has changed:
    # what the person sees is what counts.
    if not matches:
        return CommuneReading(
            error=f"Aucune commune ne correspond à « {text} ». Vérifiez l’orthographe, "
            "ou tapez le code postal."
        )
    certain = matches if len(matches) == 1 else [m for m in matches if _says_exactly(m, text)]
    # 69200 is the postal code of a town and the INSEE code of another: people type postal codes.
    certain = [m for m in certain if m.kind is MatchKind.POSTAL_CODE] or certain
    if len(certain) == 1:
        return CommuneReading(certain[0].commune)
    return CommuneReading(choices=matches)


def _says_exactly(match: CommuneMatch, text: str) -> bool:
    """Whether ``text`` can mean nothing else than this match, as far as its own words go."""
    if match.kind in (MatchKind.POSTAL_CODE, MatchKind.INSEE_CODE, MatchKind.DISTRICT):
        return len(text.strip()) >= 5
    return fold(text) in (fold(match.commune.name), fold(match.label))
