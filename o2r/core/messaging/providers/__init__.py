"""The providers, and the one that each channel uses."""

from o2r.core.messaging.providers.base import (
    Answer,
    NotTaken,
    Parcel,
    Provider,
    Receipt,
    Refused,
    SendingError,
    Unsure,
)
from o2r.core.messaging.providers.chosen import is_on, provider_for

__all__ = [
    "Answer",
    "NotTaken",
    "Parcel",
    "Provider",
    "Receipt",
    "Refused",
    "SendingError",
    "Unsure",
    "is_on",
    "provider_for",
]
