"""What is known of somebody, as two files are compared."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Identity:
    """Names, birth, phones and place of one person, as typed; empty where nothing is known.

    ``born_between``: first and last possible year of birth, which the caller computes from an age
    band and the day it was written (a band moves with time, a year does not); without use beside
    ``birth``. ``place``: the commune where they live or are met, by its name or its code, but the
    same way on both sides. ``birth_place``: only if given. Raises ValueError on years in disorder.
    """

    first_name: str = ""
    last_name: str = ""
    known_as: str = ""
    birth: date | None = None
    born_between: tuple[int, int] | None = None
    phones: tuple[str, ...] = ()
    place: str = ""
    birth_place: str = ""

    def __post_init__(self) -> None:
        if self.born_between and self.born_between[0] > self.born_between[1]:
            raise ValueError(f"Years of birth in disorder: {self.born_between}")
