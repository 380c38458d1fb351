"""What sends a message: the contract of every provider."""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol


@dataclass(frozen=True)
class Parcel:
    """A message as a provider takes it. ``tag``: by which it can be found again, unique."""

    tag: str
    recipient: str
    text: str


@dataclass(frozen=True)
class Receipt:
    """The provider has it. ``reference``: what it calls it, empty when it says nothing."""

    reference: str = ""


class Answer(Enum):
    """What a provider says of a tag: it holds it, it holds nothing, or it cannot tell now."""

    TAKEN = "taken"
    ABSENT = "absent"
    UNSAID = "unsaid"


class SendingError(Exception):
    """A message did not leave, or perhaps. ``code``: stable, without any personal data."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code[:40]


class Refused(SendingError):
    """It will never be taken: a wrong number, a text that is too long."""


class NotTaken(SendingError):
    """It was certainly not taken: trying again later is safe."""


class Unsure(SendingError):
    """Nobody can tell whether it was taken: it must not be sent again before asking."""


class Provider(Protocol):
    """Sends messages of one channel."""

    def send(self, parcel: Parcel) -> Receipt:
        """Hand a message over. Raises Refused, NotTaken, Unsure; nothing else."""

    def ask(self, parcel: Parcel) -> Answer:
        """What became of a message whose sending was ``Unsure``. Never raises."""
