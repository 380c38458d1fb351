"""The one error of the zone algebra."""

from o2r.territory.typography import typographic


class ZoneError(ValueError):
    """An expression that cannot be used. The message is French and ready to be shown.

    ``term`` is the part of the expression at fault, as it was typed; empty when the whole
    expression is at fault.
    """

    def __init__(self, message: str, *, term: str = "") -> None:
        self.message = typographic(message)
        super().__init__(self.message)
        self.term = term
