"""Template tags available in every template."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import template

from o2r.core import calendar_words, elision, money
from o2r.core.calendar_words import day_and_month, hour_in_words

register = template.Library()


@register.simple_tag(takes_context=True)
def address_with(context: dict[str, Any], **changes: Any) -> str:
    """The query string of the current page with some parameters changed (None removes one)."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return "?" + query.urlencode() if query else "."


@register.filter
def de(name: object) -> str:
    """The name of a person after « de », elided: « d’Inès Valmont »."""
    return elision.of(str(name))


@register.filter(expects_localtime=True)
def day(value: date) -> str:
    """« 1er décembre »: the first of the month is an ordinal."""
    return day_and_month(value)


@register.filter(expects_localtime=True)
def long_day(value: date) -> str:
    """« 1er décembre 2026 »."""
    return calendar_words.long_day(value)


@register.filter(expects_localtime=True)
def hour(value: datetime | time) -> str:
    """« 18 h », « 9 h 05 »: never cut at the end of a line."""
    at = value.time() if isinstance(value, datetime) else value
    return hour_in_words(at.replace(second=0))


@register.filter
def euros(amount: Decimal | int | str | None) -> str:
    """An amount in euros, as French people read it; nothing for nothing."""
    return "" if amount in (None, "") else money.euros(amount)
