"""Kinds of notification, declared where they belong: ``notification_kinds.py`` of each app.

::

    kinds.declare("new-account", label="Un compte est créé dans mon organisation", compulsory=True)
"""

from dataclasses import dataclass

from o2r.core.notifications.enums import Choice


@dataclass(frozen=True)
class Kind:
    """A kind of event one may be told of.

    ``compulsory``: nobody may switch its mail off, because someone's safety or rights depend on it.
    """

    code: str
    label: str
    compulsory: bool = False
    default: Choice = Choice.IMMEDIATELY


_kinds: dict[str, Kind] = {}


def declare(
    code: str, *, label: str, compulsory: bool = False, default: Choice = Choice.IMMEDIATELY
) -> Kind:
    """Declare a kind. ``label`` is the French sentence of the preferences page.

    Raises ValueError when the code is taken, or when a compulsory kind would not leave at once.
    """
    kind = Kind(code, label, compulsory, default)
    if compulsory and default != Choice.IMMEDIATELY:
        raise ValueError(f"The compulsory kind {code!r} is mailed immediately.")
    if _kinds.setdefault(code, kind) != kind:
        raise ValueError(f"Two kinds of notification are called {code!r}.")
    return kind


def kind(code: str) -> Kind:
    """The declared kind. Raises LookupError when nothing declares it."""
    if code not in _kinds:
        raise LookupError(f"No notification_kinds.py declares the kind {code!r}.")
    return _kinds[code]


def kinds() -> dict[str, Kind]:
    """Every declared kind, by code."""
    return dict(sorted(_kinds.items()))
