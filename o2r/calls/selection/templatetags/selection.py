"""Filters of the pages of the committee room."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template

from o2r.calls.applications import amounts

register = template.Library()


@register.filter
def euros(amount: Decimal) -> str:
    """« 1 150 000 € »."""
    return amounts.euros(amount)


@register.filter
def of(found: Mapping[Any, Any], key: Any) -> Any:
    """What a mapping holds under a key; None when it holds nothing."""
    return found.get(key)
