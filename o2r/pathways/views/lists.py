"""The pathways that one follows, or of which one's organisation carries a stage."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from o2r.accounts.acts import PROVED
from o2r.accounts.door import door
from o2r.accounts.policy import Allow, decide
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import permitted_page
from o2r.core import clock
from o2r.pathways.clock_rules import Clock, Standing
from o2r.pathways.clocks import clock_of
from o2r.pathways.enums import PathwayState
from o2r.pathways.models import Pathway
from o2r.pathways.selectors.lists import pathways_listed
from o2r.people.selectors.reading import Name, names_of


@dataclass(frozen=True)
class Line:
    """One pathway of the list. ``name``: None for who reads the workload alone."""

    pathway: Pathway
    name: Name | None
    clock: Clock
    standing: Standing
    used: int

    @property
    def is_due(self) -> bool:
        """Whether its clock asks for something."""
        return self.standing in _DUE


_DUE = (Standing.ALERT, Standing.OVER, Standing.LAST_ALERT, Standing.EXHAUSTED)


@door("pathway", "list")
@require_safe
def pathways(request: SignedInRequest) -> HttpResponse:
    """Where each pathway stands, those that have waited longest first."""
    asked = request.GET.get("etat", "")
    state = PathwayState(asked) if asked in PathwayState.values else None
    context: dict[str, Any] = permitted_page(request, pathways_listed(state))
    rows = [row.obj for row in context["rows"]]
    context |= {"lines": _lines(request, rows), "states": PathwayState.choices, "asked": asked}
    return render(request, "pathways/pathways.html", context)


def _lines(request: SignedInRequest, rows: list[Pathway]) -> list[Line]:
    read = []
    for one in rows:
        decision = decide(request.actor, "list", one.person.subject(request.actor), PROVED)
        if isinstance(decision, Allow) and "identity" in decision.fields:
            read.append((one.person, decision.fields))
    names = {key: name for key, (_, name) in names_of(request.actor, read).items()}
    today = clock.today()
    found = []
    for one in rows:
        running = clock_of(one)
        used = running.months_used(today)
        name = names.get(one.person_id)
        found.append(Line(one, name, running, running.standing(today), used))
    return found
