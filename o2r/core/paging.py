"""Long lists, page by page: one way for every screen (``components/pagination.html``)."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest


def paged(request: HttpRequest, rows: Any, per_page: int) -> dict[str, Any]:
    """The page asked by ``?page=``, as ``page``, and the steps to the others, as ``pages``.

    ``rows`` is a list or an ordered QuerySet. A number that does not exist gives the nearest page.
    The other parameters of the address are kept.
    """
    page = Paginator(rows, per_page).get_page(request.GET.get("page"))
    return {"page": page, "pages": steps(request, page)}


def steps(request: HttpRequest, page: Page[Any]) -> list[dict[str, Any]]:
    """The numbers to show around a page: ``number``, ``url`` (empty for « … »), ``current``."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [
        {
            "number": number,
            "url": _address(request, number) if isinstance(number, int) else "",
            "current": number == page.number,
        }
        for number in numbers
    ]


def _address(request: HttpRequest, number: int) -> str:
    asked = request.GET.copy()
    asked["page"] = str(number)
    return f"?{asked.urlencode()}"
