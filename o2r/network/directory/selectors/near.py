"""Who near a commune takes somebody for a need: what the pages and the referrals ask."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from o2r.network.directory.models import Service
from o2r.network.directory.rules import number
from o2r.network.directory.search.index import Answer
from o2r.network.directory.search.question import Match, Question
from o2r.network.directory.search.vocabulary import asked_words
from o2r.network.directory.selectors.kept_index import current_index
from o2r.territory.geography import Commune, current_geography

LIMIT = 20


@dataclass(frozen=True)
class NearService:
    """A service that answers, and why: see ``Match``."""

    service: Service
    match: Match

    @property
    def km(self) -> float | None:
        return self.match.km

    @property
    def covers(self) -> bool:
        return self.match.covers


def services_for(
    theme: str | Sequence[str],
    commune: str,
    publics: Sequence[str] = (),
    *,
    mode: str = "",
    limit: int = LIMIT,
    without: Iterable[UUID] = (),
) -> list[NearService]:
    """The open services for a need of somebody who lives in a commune, the best first.

    ``theme``: a thématique, a category, or several; ``commune``: INSEE code; ``publics``: codes
    of data·inclusion, one is enough; ``without``: services left out. Nothing for an unknown
    commune. Two queries.
    """
    place = current_geography().commune(commune)
    if place is None:
        return []
    themes = (theme,) if isinstance(theme, str) else tuple(theme)
    question = asked(place, tuple(one for one in themes if one), tuple(publics), mode)
    left = set(without)
    answer = ask(question, limit=limit + len(left))
    return dressed([one for one in answer.matches if one.key not in left][:limit])


def next_services(
    service: Service,
    *,
    commune: str = "",
    publics: Sequence[str] = (),
    tried: Iterable[UUID] = (),
    limit: int = 5,
) -> list[NearService]:
    """Other services for the same thématiques, when one refuses, is closed or does not answer.

    ``commune``: where the person lives, that of the service when it is not said; ``tried``: those
    that are not to be proposed again. Two queries.
    """
    return services_for(
        service.themes,
        commune or service.commune,
        publics,
        limit=limit,
        without=[service.pk, *tried],
    )


def asked(
    commune: Commune | None,
    themes: tuple[str, ...] = (),
    publics: tuple[str, ...] = (),
    mode: str = "",
    *,
    radius: int | None = None,
    typed: str = "",
) -> Question:
    """A question, with the provisional « near » of the instance when no radius is asked.

    ``typed``: words to find in what services say of themselves.
    """
    return Question(
        commune=commune,
        themes=themes,
        publics=publics,
        mode=mode,
        words=asked_words(typed),
        within_km=float(radius if radius is not None else number("near-kilometres")),
        nearer_only=radius is not None,
    )


def ask(question: Question, *, first: int = 0, limit: int | None = None) -> Answer:
    """The answer of the index, as the directory is now. One query when nothing changed."""
    return current_index().ask(question, current_geography(), first=first, limit=limit)


def dressed(matches: Sequence[Match]) -> list[NearService]:
    """Matches with their services, in their order. One query."""
    rows = Service.objects.with_structure().in_bulk([one.key for one in matches])
    return [NearService(rows[one.key], one) for one in matches if one.key in rows]
