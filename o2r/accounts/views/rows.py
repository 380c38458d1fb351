"""What the pages of this app share: rows one may see, and what a service answered."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, QueryDict

from o2r.accounts.door import listed, visible
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.governed import Governed, GovernedQuerySet
from o2r.accounts.policy import Allow, decide
from o2r.accounts.requests import SignedInRequest
from o2r.core.paging import paged

M = TypeVar("M", bound=Governed)
R = TypeVar("R")
PER_PAGE = 50


@dataclass(frozen=True)
class Row(Generic[M]):
    """One row of a list, and the groups of its fields that one may see there."""

    obj: M
    fields: frozenset[str]


def permitted(request: SignedInRequest, objects: GovernedQuerySet[M]) -> list[Row[M]]:
    """The rows that the policy lets this person list, journaled when they are personal."""
    return _permitted(request, visible(request, objects))


def _permitted(request: SignedInRequest, seen: Iterable[M]) -> list[Row[M]]:
    found = []
    for obj in seen:
        decision = decide(request.actor, "list", obj.subject(request.actor), request.proof)
        if isinstance(decision, Allow):
            found.append(Row(obj, decision.fields))
    listed(request, [row.obj for row in found])
    return found


def permitted_page(
    request: SignedInRequest,
    objects: GovernedQuerySet[M],
    *,
    dressed: Callable[[Any], Iterable[M]] | None = None,
) -> dict[str, Any]:
    """What a paged list shows: nobody is decided on, nor journaled, who is not on the page.

    ``dressed``: adds to the rows of the page, and to them alone, what their lines need: for a list
    so long that its last pages would read it for all those before.
    """
    context = paged(request, visible(request, objects), PER_PAGE)
    shown = context["page"]
    if dressed is not None:
        keys = shown.object_list.values("pk")
        shown = dressed(type(objects)(objects.model).filter(pk__in=keys))
    return context | {"rows": _permitted(request, shown)}


def posted(request: HttpRequest) -> QueryDict | None:
    """What was posted, even when nothing was filled in; None when the page is only read."""
    return request.POST if request.method == "POST" else None


def done(request: HttpRequest, act: Callable[[], R], said: str, form: Form | None = None) -> bool:
    """Do an act and say so; whether it was done. A refusal is shown at its field, or on the page.

    Raises Http404 for what the person may not do.
    """
    try:
        act()
    except NotAllowed as error:
        raise Http404 from error
    except DomainError as error:
        if form is None:
            messages.error(request, str(error))
        else:
            say_at(form, error)
        return False
    if said:
        messages.success(request, said)
    return True


def say_at(form: Form, error: DomainError) -> None:
    """Show a refusal at the field it is about, when the form asks for it; else above them all."""
    field = form.fields.get(error.field or "")
    form.add_error(None if field is None or field.widget.is_hidden else error.field, str(error))
