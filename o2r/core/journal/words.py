"""French words for what the journal holds as codes: each app declares those of its objects.

::

    words.declare_kind("identity", "l’identité d’une personne", own="votre identité")
    words.declare_action("export", "a exporté")
    words.name_users(lambda users: {...})

The journal knows people and organisations by UUID only; the app that knows their names gives two
functions. What nobody declared is shown as its code.
"""

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

Names = Callable[[Collection[UUID]], Mapping[UUID, str]]

_kinds: dict[str, str] = {"journal": "le journal"}
_own: dict[str, str] = {}
_actions: dict[str, str] = {
    "read": "a lu",
    "list": "a listé",
    "search": "a cherché",
    "create": "a créé",
    "write": "a modifié",
    "update": "a modifié",
    "delete": "a supprimé",
    "export": "a exporté",
    "share": "a partagé",
    "prune": "a élagué",
    "withdraw": "a retiré",
    "submit": "a déposé",
    "complete": "a complété",
    "entrust": "a confié",
    "oversee": "a supervisé",
    "partition": "a cloisonné",
}
_bases: dict[str, str] = {}
_groups: dict[str, str] = {}
_named_by: dict[str, Names] = {}


def declare_kind(kind: str, label: str, *, own: str = "") -> None:
    """Say what ``kind`` is, with its article: « l’identité d’une personne ».

    ``own``: the same said to the person concerned, « votre identité »; ``label`` when empty.
    Raises ValueError when the kind has another label already.
    """
    if _kinds.setdefault(kind, label) != label or _own.setdefault(kind, own or label) != (
        own or label
    ):
        raise ValueError(f"The kind {kind!r} is declared twice.")


def declare_action(action: str, label: str) -> None:
    """Say what ``action`` is, as a verb in the past: « a exporté ».

    Raises ValueError when the action has another label already.
    """
    if _actions.setdefault(action, label) != label:
        raise ValueError(f"The action {action!r} is declared twice.")


def declare_basis(basis: str, label: str) -> None:
    """Say what a relation that opens an access is: « référent ».

    Raises ValueError when it has another label already.
    """
    if _bases.setdefault(basis, label) != label:
        raise ValueError(f"The basis {basis!r} is declared twice.")


def declare_group(group: str, label: str) -> None:
    """Say what a group of fields is: « coordonnées ».

    Raises ValueError when it has another label already.
    """
    if _groups.setdefault(group, label) != label:
        raise ValueError(f"The group of fields {group!r} is declared twice.")


def name_users(names: Names) -> None:
    """Give the function that tells the names of users."""
    _named_by["user"] = names


def name_organisations(names: Names) -> None:
    """Give the function that tells the names of organisations."""
    _named_by["organisation"] = names


def kind_label(kind: str) -> str:
    """The French name of a kind, with its article."""
    return _kinds.get(kind, f"«\u00a0{kind}\u00a0»")


def own_label(kind: str) -> str:
    """The French name of a kind, said to the person concerned."""
    return _own.get(kind) or kind_label(kind)


def action_label(action: str) -> str:
    """The verb of an action."""
    return _actions.get(action, f"a fait «\u00a0{action}\u00a0» sur")


def group_label(group: str) -> str:
    """The French name of a group of fields."""
    return _groups.get(group, group)


def basis_label(basis: str) -> str:
    """The French name of a relation."""
    return _bases.get(basis, basis)


def kinds() -> dict[str, str]:
    """Every declared kind with its label, by label."""
    return dict(sorted(_kinds.items(), key=lambda item: item[1]))


def user_names(users: Collection[UUID]) -> Mapping[UUID, str]:
    """The names of those users who are known; empty when no app gives names."""
    return _named_by["user"](users) if "user" in _named_by and users else {}


def organisation_names(organisations: Collection[UUID]) -> Mapping[UUID, str]:
    """The names of those organisations that are known; empty when no app gives names."""
    known = "organisation" in _named_by and organisations
    return _named_by["organisation"](organisations) if known else {}
