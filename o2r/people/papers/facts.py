"""What the papers are filled with. Pure.

Codes (``purpose``, ``fields``, ``support``, ``proof``) are those of the enumerations of the app,
which the contract texts put in words; names are typed words.
"""

import re
from dataclasses import dataclass
from datetime import date

LONGEST_LINK = 120
"""Characters: beyond, the modules of the drawing are too thin for an old telephone."""
LONGEST_ADDRESS, LONGEST_CODE = 48, 19
"""Characters: beyond, one side of a card does not hold them."""
# No query, no account: only a path, where a token stands for the person.
_LINK = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+/[A-Za-z0-9/_.#~-]*")
_CODE = re.compile(r"[A-Z0-9]+([ -][A-Z0-9]+)*")
_ADDRESS = re.compile(r"[A-Za-z0-9./:-]+")


@dataclass(frozen=True)
class Access:
    """All that a card holds. ``link``: drawn; ``address``: the page where the code is typed, short,
    without https://; ``code``: capitals and digits, in groups.

    Raises ValueError for anything else: a card shows no fact of anybody.
    """

    link: str
    address: str
    code: str

    def __post_init__(self) -> None:
        if not _LINK.fullmatch(self.link) or len(self.link) > LONGEST_LINK:
            raise ValueError("The link of a card is a short address, without a query.")
        if not _ADDRESS.fullmatch(self.address) or len(self.address) > LONGEST_ADDRESS:
            raise ValueError("The address of a card is a short host and path.")
        if not _CODE.fullmatch(self.code) or len(self.code) > LONGEST_CODE:
            raise ValueError("The code of a card is made of capitals and digits, in short groups.")


@dataclass(frozen=True)
class Information:
    """One time when it was explained. ``language``: a code of the texts, or a name; ``by``: who,
    empty not to say it."""

    given_on: date
    support: str
    language: str
    by: str = ""


@dataclass(frozen=True)
class Consent:
    """One agreement of the person, which they may withdraw at any time. ``number``: how the page of
    the card knows it."""

    purpose: str
    recipient: str
    fields: tuple[str, ...]
    given_on: date
    until: date
    support: str
    proof: str
    stopped_on: date | None = None
    number: int | None = None


@dataclass(frozen=True)
class SharedSecrecy:
    """What professionals bound by secrecy share because the law lets them: not a consent; the
    person may refuse it, and then it has neither start nor end."""

    purpose: str
    recipient: str
    fields: tuple[str, ...]
    since: date | None = None
    until: date | None = None
    refused_on: date | None = None


@dataclass(frozen=True)
class Receipt:
    """What somebody takes away. ``months_kept``: after the last exchange; ``contact``: how to reach
    the team, on one line or more; ``dpo``: who answers for the rights of the person.

    ``access``: what their card holds; None where no page may be opened (protected file).
    """

    operator: str
    contact: str
    dpo: str
    months_kept: int
    made_on: date
    information: tuple[Information, ...] = ()
    consents: tuple[Consent, ...] = ()
    secrecy: tuple[SharedSecrecy, ...] = ()
    access: Access | None = None
