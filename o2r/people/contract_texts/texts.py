"""One language of the contrat de confiance: its words, its direction, who answers for it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

SOURCE = "fr"
"""The language that the others are made from."""
UNREVIEWED = "Traduction non relue"
"""Printed on every paper made with such a text, whatever its language."""

LISTS = ("purposes", "fields", "supports", "proofs")
"""Tables of codes, those of the enumerations of the app: what an agreement and an information are
made of."""
STOPPING = "stopping"
SECTIONS = (
    *(STOPPING, "what", "written", "never", "who"),
    *("kept", "rights", "reading", "contact"),
)
"""What every receipt explains, in the order of the paper: first how to stop."""


class Status(StrEnum):
    """Whether somebody answers for a text."""

    ORIGINAL = "original"
    """The French source: not a translation. The DPO of each operator still has to answer for it."""
    UNREVIEWED = "non relue"
    REVIEWED = "relue"


@dataclass(frozen=True)
class Section:
    """One explanation of a receipt."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class ContractText:
    """A file of texts. ``lang``: tag of the language for screen readers (BCP 47); ``direction``:
    ``ltr`` or ``rtl``; ``name``: the language as those who speak it write it.

    ``translates``: ``written_on`` of the French text that this one was made from; None for French.
    ``is_outdated``: the French text has changed since.
    """

    code: str
    name: str
    lang: str
    direction: str
    author: str
    written_on: date
    status: Status
    reviewer: str
    reviewed_on: date | None
    translates: date | None
    words: Mapping[str, str]
    is_outdated: bool = False

    def __getitem__(self, key: str) -> str:
        """The sentence of a key such as ``card.stop``. Raises KeyError for an unknown one."""
        return self.words[key]

    @property
    def version(self) -> str:
        """What was explained to somebody, to remember it: the language and the day of its text."""
        return f"{self.code} {self.written_on.isoformat()}"

    @property
    def is_translation(self) -> bool:
        """Whether it was made from the French text."""
        return self.code != SOURCE

    @property
    def is_reviewed(self) -> bool:
        """Whether a reader answered for this version of the text."""
        return self.status is Status.REVIEWED and not self.is_outdated

    @property
    def awaits_its_dpo(self) -> bool:
        """Whether it is the French text of the product, that no DPO has taken over: pages for
        professionals say so."""
        return self.status is Status.ORIGINAL

    @property
    def mentions(self) -> tuple[str, ...]:
        """What the paper says of itself: nothing, or that it is unreviewed, in French then in its
        own language."""
        if not self.is_translation or self.is_reviewed:
            return ()
        return UNREVIEWED, self["mention"]

    def word(self, kind: str, code: str) -> str:
        """How a code of one of `LISTS` is said. Raises KeyError for an unknown one."""
        return self.words[f"{kind}.{code}"]

    def codes(self, kind: str) -> tuple[str, ...]:
        """The codes of one of `LISTS`, in the order of the file."""
        return tuple(self.table(kind))

    def table(self, name: str) -> dict[str, str]:
        """The sentences of one table of the file, by what follows its name in their keys."""
        start = f"{name}."
        return {
            key[len(start) :]: said for key, said in self.words.items() if key.startswith(start)
        }

    def section(self, name: str) -> Section:
        """One of `SECTIONS`."""
        return Section(self.words[f"{name}.heading"], tuple(self.table(f"{name}.lines").values()))
