"""What of a file somebody reads: groups that the policy opens, cut to what agreements name. Pure.

``shared`` is None for who follows the person: nothing narrows what the policy gives them. For a
partner, it holds the fields that the agreements in force name.
"""

from collections.abc import Collection

from o2r.people.enums import ContactKind, NoteLevel, SharedField

Shared = frozenset[str] | None

_COLUMNS = {
    SharedField.FIRST_NAME: ("known_as", "first_name"),
    SharedField.FULL_NAME: ("known_as", "first_name", "last_name"),
    SharedField.BIRTH: ("birth_date",),
}
IDENTITY_COLUMNS = (
    *("known_as", "first_name", "last_name", "birth_date", "verified_by"),
    "interpreter_caution",
)


def identity_columns(groups: Collection[str], shared: Shared) -> tuple[str, ...]:
    """The columns of the identity that may be opened, in order."""
    if "identity" not in groups:
        return ()
    if shared is None:
        return IDENTITY_COLUMNS
    named = {column for field, columns in _COLUMNS.items() if field in shared for column in columns}
    return tuple(column for column in IDENTITY_COLUMNS if column in named)


def reads_contact(kind: str, groups: Collection[str], shared: Shared) -> bool:
    """Whether a means of contact of this kind may be opened."""
    if "contact" not in groups:
        return False
    if shared is None:
        return True
    asked = SharedField.PHONE if kind == ContactKind.PHONE else SharedField.CONTACT
    return asked in shared


def reads_coded_facts(groups: Collection[str], shared: Shared) -> bool:
    """Whether age, commune and housing may be read: they are of who the person is, for the team."""
    return "identity" in groups and shared is None


def reads_note(
    level: str, groups: Collection[str], shared: Shared, *, writes_or_answers: bool
) -> bool:
    """Whether a note of this level may be read.

    ``writes_or_answers``: the reader is its author, or the referent of the person.
    """
    if "narrative" not in groups:
        return False
    if shared is not None:
        return level == NoteLevel.SHARED and SharedField.NARRATIVE in shared
    return level != NoteLevel.CONFIDENTIAL or writes_or_answers
