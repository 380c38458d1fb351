"""What the browser lets a page with a map do, beyond the policy of the site."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from csp.decorators import csp_update

View = TypeVar("View", bound=Callable[..., Any])


def draws_a_map(view: View) -> View:
    """MapLibre draws its icons as data: and blob: images that the page itself made."""
    return cast(View, csp_update({"img-src": ["data:", "blob:"]})(view))
