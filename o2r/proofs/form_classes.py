"""Which form classes exist, and in which of their fields a hostile text was typed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django import forms
from django.forms.forms import BaseForm

from o2r.core.hostile_text import MARK

OURS = "o2r."
NOT_SERVED = {
    "o2r.core.style_samples": "the living page of components, in debug alone",
    "o2r.territory.zone_sample": "the living page of the zone editor, in debug alone",
}
"""Modules whose forms no instance shows, with the reason."""
BY_SCRIPT = {"ChoiceForm": "sent by the script of the committee room, one choice at a time"}
"""Forms that no page shows: what is typed in them is typed in the whole form without a script."""
_TYPED = (forms.CharField, forms.FileField)


class NotedForms:
    """What was seen in the forms that the product made."""

    def __init__(self) -> None:
        self.typed: set[str] = set()

    def note(self, form: BaseForm) -> None:
        """Remember the fields of a form that hold a hostile text."""
        for field in form.fields:
            given = form.add_prefix(field)
            texts = [str(one) for one in _all(form.data, given)]
            texts += [str(one.name) for one in _all(form.files, given)]
            if any(MARK.search(text.upper()) for text in texts):
                # What is typed in a form is typed in the one that it extends.
                kinds = (one for one in type(form).__mro__ if hasattr(one, "base_fields"))
                self.typed |= {f"{one.__name__}.{field}" for one in kinds}

    def missing(self) -> list[str]:
        """The fields of our form classes in which nothing hostile was typed."""
        return sorted(set(_expected()) - self.typed)


@contextmanager
def noted_forms() -> Iterator[NotedForms]:
    """Look at every form that is validated within the block."""
    noted, original = NotedForms(), BaseForm.full_clean

    def full_clean(self: BaseForm) -> None:
        noted.note(self)
        original(self)

    BaseForm.full_clean = full_clean  # type: ignore[method-assign]
    try:
        yield noted
    finally:
        BaseForm.full_clean = original  # type: ignore[method-assign]


def _all(data: Any, name: str) -> list[Any]:
    if hasattr(data, "getlist"):
        return list(data.getlist(name))
    return [data[name]] if isinstance(data, Mapping) and name in data else []


def _expected() -> Iterator[str]:
    """The typed fields of our form classes; a base class without a page is left out."""
    for one in _classes(BaseForm):
        if _is_shown(one):
            for name, field in one.base_fields.items():
                if isinstance(field, _TYPED) and name != "website":
                    yield f"{one.__name__}.{name}"


def _is_shown(one: type[BaseForm]) -> bool:
    ours = one.__module__.startswith(OURS) and one.__module__ not in NOT_SERVED
    return ours and one.__name__ not in BY_SCRIPT and not one.__name__.startswith("_")


def _classes(parent: Any) -> Iterator[Any]:
    for one in parent.__subclasses__():
        yield one
        yield from _classes(one)
