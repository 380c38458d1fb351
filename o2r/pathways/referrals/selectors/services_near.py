"""The services offered for somebody, the most suitable first, as the directory ranks them."""

from dataclasses import dataclass

from o2r.network.directory.models import Service
from o2r.network.directory.search.question import Question
from o2r.network.directory.selectors.near import NearService, ask, asked, dressed
from o2r.network.directory.words import distance, explained
from o2r.people.models import Person
from o2r.territory.geography import current_geography
from o2r.territory.typography import typographic

MOST = 20


@dataclass(frozen=True)
class Offered:
    """A service, and why it is proposed."""

    service: Service
    why: str = ""


def near(person: Person, *, theme: str = "", words: str = "") -> list[Offered]:
    """The open services for somebody, where they live when it is known. ``theme``: a thématique or
    a category; ``words``: of the service or of its structure. Two queries."""
    place = current_geography().commune(person.commune) if person.commune else None
    question = asked(place, (theme,) if theme else (), typed=words)
    found = dressed(ask(question, limit=MOST).matches)
    return [Offered(one.service, _why(one, question)) for one in found]


def _why(one: NearService, question: Question) -> str:
    service = one.service
    reasons = explained(one.match, question, themes=service.themes, publics=service.publics)
    return typographic(". ".join(said for said in (distance(one.km), *reasons) if said))
