"""Minutes and letters as documents."""

from o2r.calls.selection.models import Letter, Minutes
from o2r.core.documents import Document


def minutes_document(minutes: Minutes) -> Document:
    return Document("PV", "", [minutes.content])


def letter_document(letter: Letter) -> Document:
    return Document(letter.subject, "", [letter.body])
