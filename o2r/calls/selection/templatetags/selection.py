"""Filters of the pages of the committee room."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of(found: Mapping[Any, Any], key: Any) -> Any:
    """What a mapping holds under a key; None when it holds nothing."""
    return found.get(key)
