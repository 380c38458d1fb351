"""Where one goes on from the page of a call: declared by the apps above, in ``call_ways.py``.

::

    way(Page.PUBLIC, "Mon territoire est-il éligible ?", "applications:eligibility", when=has_zone)
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from django.urls import reverse

from o2r.calls.models import Call


class Page(Enum):
    """The pages of a call that lead further."""

    PUBLIC = "public"
    SERVICE = "service"


@dataclass(frozen=True)
class Way:
    """One link. ``is_main``: drawn as the button of the page."""

    label: str
    url: str
    is_main: bool = False


When = Callable[[Call], bool]


@dataclass(frozen=True)
class _Offered:
    page: Page
    label: str
    route: str
    when: When
    is_main: bool
    takes_call: bool


_offered: list[_Offered] = []


def way(
    page: Page,
    label: str,
    route: str,
    *,
    when: When,
    is_main: bool = False,
    takes_call: bool = True,
) -> None:
    """Offer a link to ``route``, where ``when`` says so. ``takes_call``: its address names it."""
    _offered.append(_Offered(page, label, route, when, is_main, takes_call))


def ways(page: Page, call: Call) -> list[Way]:
    """The links of one page of one call, the main ones first."""
    found = [
        Way(
            one.label,
            reverse(one.route, args=[call.slug] if one.takes_call else []),
            one.is_main,
        )
        for one in _offered
        if one.page is page and one.when(call)
    ]
    return sorted(found, key=lambda one: not one.is_main)
