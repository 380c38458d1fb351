"""What every page of one application shows around its own matter."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404

from o2r.accounts.acts import PROVED
from o2r.accounts.door import Opened, open_one
from o2r.accounts.policy import decide
from o2r.accounts.requests import SignedInRequest
from o2r.calls.applications.completeness import Problem, problems
from o2r.calls.applications.content import Content
from o2r.calls.applications.deadlines import edge_in_words, left_in_words
from o2r.calls.applications.models import Application
from o2r.calls.applications.presence import names_in, present_in, sentence
from o2r.calls.applications.sections import SECTIONS, Section
from o2r.calls.applications.selectors import content_of
from o2r.calls.applications.services import why_closed
from o2r.calls.applications.views.places import Located, located, page_of
from o2r.core import clock


@dataclass(frozen=True)
class Step:
    """A section in the menu: what is left to do in it, and who is there."""

    code: str
    label: str
    url: str
    todo: int
    noted: int
    others: str
    is_current: bool


@dataclass(frozen=True)
class Frame:
    """One application, opened by someone for a page."""

    application: Application
    content: Content
    fields: frozenset[str]
    found: tuple[Problem, ...]
    present: dict[str, list[str]]
    steps: tuple[Step, ...]
    closed: str
    may_write: bool
    may_export: bool

    @property
    def can_edit(self) -> bool:
        """Whether this person may still change something."""
        return self.may_write and not self.closed

    @property
    def todo(self) -> int:
        """How many things prevent the submission."""
        return sum(problem.blocking for problem in self.found)

    @property
    def deadline(self) -> str:
        return edge_in_words(self.application.call.closes)

    @property
    def left(self) -> str:
        """What remains before the deadline; empty once it has passed."""
        closes = self.application.call.closes_at
        now = clock.now()
        return left_in_words(closes - now) if closes and closes > now else ""

    def others_in(self, place: str) -> str:
        """Who else writes in a place (``presence``), in a sentence."""
        return sentence(names_in(self.present, place))

    def of_section(self, code: str) -> list[Problem]:
        return [problem for problem in self.found if problem.section == code]

    def located(self, code: str) -> list[Located]:
        """The problems of a section, each with the address where it is corrected."""
        return [located(problem, self.application) for problem in self.of_section(code)]

    def context(self, **more: Any) -> dict[str, Any]:
        return {"frame": self, "application": self.application, "content": self.content, **more}


def open_application(
    request: SignedInRequest, application: UUID, *, current: str = "", groups: str = "content"
) -> Frame:
    """The application of an address, for who may see ``groups`` of its fields. Raises Http404."""
    rows = Application.objects.select_related("call__dreets").prefetch_related("members")
    opened = open_one(request, rows, pk=application)
    if not set(groups.split()) <= opened.fields:
        raise Http404
    return frame_of(request, opened, current=current)


def frame_of(request: SignedInRequest, opened: Opened[Application], *, current: str = "") -> Frame:
    """All that the page of one application needs."""
    application = opened.obj
    content = content_of(application)
    found = problems(content)
    others = present_in(application, but=request.actor.user) if application.is_draft else {}
    subject = application.subject(request.actor)
    return Frame(
        application=application,
        content=content,
        fields=opened.fields,
        found=found,
        present=others,
        steps=tuple(_step(s, application, found, others, current) for s in SECTIONS),
        closed=why_closed(application),
        may_write=bool(decide(request.actor, "update", subject, request.proof)),
        # The link is shown before the fresh proof that it will ask for.
        may_export=bool(decide(request.actor, "export", subject, PROVED)),
    )


def _step(
    section: Section,
    application: Application,
    found: tuple[Problem, ...],
    others: dict[str, list[str]],
    current: str,
) -> Step:
    here = [problem for problem in found if problem.section == section.code]
    return Step(
        code=section.code,
        label=section.label,
        url=page_of(section.code, application),
        todo=sum(problem.blocking for problem in here),
        noted=sum(not problem.blocking for problem in here),
        others=sentence(names_in(others, section.code)),
        is_current=section.code == current,
    )
