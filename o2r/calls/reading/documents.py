"""The decision of inadmissibility, as a document to keep or to send."""

from o2r.calls.applications.letters import letter_to_bearer
from o2r.calls.reading.models import Admissibility
from o2r.core.documents import Document


def refusal_document(found: Admissibility) -> Document:
    """The letter of an application declared inadmissible. ``found`` has a letter."""
    return letter_to_bearer(
        found.application, heading=found.letter_heading, body=found.letter_body, on=found.decided_at
    )
