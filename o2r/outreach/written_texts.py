"""What people type of a meeting, bounded. Pure."""

from o2r.accounts.errors import DomainError
from o2r.core.typed_text import tidy

LONGEST_TEXT = 5000


def page_text(text: str, name: str) -> str:
    """A text of several lines, tidied. Raises DomainError at the field ``name``: it is too long."""
    kept = tidy(text)
    if len(kept) > LONGEST_TEXT:
        raise DomainError("Ce texte dépasse 5 000 caractères. Raccourcissez-le.", field=name)
    return kept
