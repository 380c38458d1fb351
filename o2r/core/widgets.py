"""Form widgets of the product."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class DayInput(forms.DateInput):
    """A day, in the calendar of the browser; which only knows the days written as ISO 8601 does."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class PlainSelect(forms.Select):
    """A drop-down list written in one go.

    Django renders one template for each option: with the 109 départements of a search form, that is
    most of the time of the page.
    """

    def render(
        self,
        name: str,
        value: Any,
        attrs: Mapping[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        chosen = {str(item) for item in self.format_value(value) or ()}
        given = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        options = _options(tuple(self.choices), frozenset(chosen))
        return format_html("<select{}>{}</select>", flatatt(given), options)


@lru_cache(maxsize=512)
def _options(choices: tuple[Any, ...], chosen: frozenset[str]) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (value, SafeString(" selected") if str(value) in chosen else "", label)
            for value, label in choices
        ),
    )
